package dev.herd.engine.gateway;

import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.EmbeddingInputs;
import dev.herd.engine.protocol.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Divides large batches of embeddings among machines that have the same model loaded and nothing else to do, and makes
/// one answer of theirs (docs/decisions/0026-embeddings.md). On the request's thread.
final class Sharding {
    private static final Logger LOG = LoggerFactory.getLogger(Sharding.class);

    private final Dispatcher dispatcher;
    private final RequestPipeline.Environment environment;
    private final Shard.Surroundings surroundings;

    Sharding(Dispatcher dispatcher, Tries tries, RequestPipeline.Environment environment) {
        this.dispatcher = dispatcher;
        this.environment = environment;
        this.surroundings = new Shard.Surroundings(tries, environment.running(), environment.answers());
    }

    /// Serves a request in parts, where that is worth it.
    ///
    /// @return false when it is to be served as a whole
    /// @throws Rejection when a part cannot be served, and therefore the whole
    boolean serve(ClientExchange exchange, Call call, RequestProgress progress)
            throws Rejection, ClientGoneException, InterruptedException {
        if (call.ticket().pinned() != null) {
            return false;
        }
        EmbeddingInputs inputs = EmbeddingInputs.of(call.envelope());
        if (inputs == null || !ShardPlan.isLarge(inputs)) {
            return false;
        }
        ShardPlan plan = ShardPlan.of(inputs, dispatcher.ready(call.ticket()));
        if (plan == null) {
            return false;
        }
        try (BodyBudget.Share share = environment.answers().share()) {
            if (!share.take(call.envelope().body().length)) {
                return false;
            }
            var answer = new JoinedAnswer(exchange, call, progress, environment);
            List<Shard> shards = shards(call, plan, inputs, progress);
            try {
                List<Shard.Answer> answers = run(exchange, shards);
                if (!JoinedAnswer.fit(answers)) {
                    LOG.warn(
                            "servers that call a model {} gave vectors of different widths; it is asked on one of them",
                            plan.variant().model());
                    return false;
                }
                answer.respond(answers, shards, share);
                return true;
            } finally {
                shards.forEach(Shard::forget);
            }
        }
    }

    private List<Shard> shards(Call call, ShardPlan plan, EmbeddingInputs inputs, RequestProgress progress) {
        List<Shard> shards = new ArrayList<>();
        for (ShardPlan.Part part : plan.parts()) {
            Ticket ticket = call.ticket().part(shards.size() + 1, plan.variant(), part.tokens());
            Envelope envelope = read(call, inputs.body(part.from(), part.to()));
            Call partial = new Call(call.dialect(), envelope, call.asked(), ticket, call.session());
            shards.add(new Shard(partial, part, progress, surroundings));
        }
        return shards;
    }

    private static Envelope read(Call call, byte[] body) {
        try {
            return call.dialect().read(call.envelope().endpoint(), body);
        } catch (BadRequestException unsound) {
            throw new IllegalStateException("a part of a sound body is not sound", unsound);
        }
    }

    /// Runs all parts at once, the largest first to its place; the first that fails ends the others.
    private List<Shard.Answer> run(ClientExchange exchange, List<Shard> shards)
            throws Rejection, ClientGoneException, InterruptedException {
        var ending = new ExecutorCompletionService<Shard.Answer>(environment.workers());
        List<Future<Shard.Answer>> all = new ArrayList<>();
        Abort.Reason why = Abort.Reason.OTHER_PART_FAILED;
        try {
            for (Shard shard : shards) {
                all.add(ending.submit(shard));
                shard.awaitPlaced();
            }
            for (int i = 0; i < shards.size(); i++) {
                var _ = ending.take().get();
            }
            List<Shard.Answer> answers = new ArrayList<>();
            for (Future<Shard.Answer> each : all) {
                answers.add(each.get());
            }
            return answers;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof InterruptedException) {
                // What stops all requests may have come to a part first.
                shards.forEach(shard -> shard.handOn(exchange.abort));
            }
            throw cause(failed);
        } catch (InterruptedException stopped) {
            Abort.Reason reason = exchange.abort.reason();
            why = reason == null ? Abort.Reason.CLIENT_GONE : reason;
            throw stopped;
        } finally {
            for (Shard shard : shards) {
                shard.stop(why);
            }
            awaitEnd(all);
        }
    }

    /// What ended a part ends the whole.
    private static Rejection cause(ExecutionException failed) throws ClientGoneException, InterruptedException {
        return switch (failed.getCause()) {
            case Rejection rejection -> rejection;
            case ClientGoneException gone -> throw gone;
            case InterruptedException stopped -> throw stopped;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException("a part ended in an unknown way", failed);
        };
    }

    /// Their leases, connections and memory are free then. They have been stopped, so that this takes a moment.
    private static void awaitEnd(List<Future<Shard.Answer>> all) {
        boolean interrupted = false;
        for (Future<Shard.Answer> each : all) {
            boolean ended = false;
            while (!ended) {
                try {
                    var _ = each.get();
                    ended = true;
                } catch (ExecutionException known) {
                    // The first one is told already, and those that it has stopped say nothing new.
                    ended = true;
                } catch (InterruptedException stopped) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
