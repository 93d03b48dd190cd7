package dev.herd.engine.gateway;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.inference.FinishReason;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.protocol.Adjustments;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.ReplyContext;
import dev.herd.engine.protocol.WireRequest;
import dev.herd.engine.shaping.PinnedWindow;
import dev.herd.engine.upstream.Connections;
import dev.herd.engine.upstream.UpstreamFailure;
import dev.herd.engine.upstream.UpstreamReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Loading and unloading by an empty prompt: goes to every holder at once, past the queue, since it is no inference,
/// and answers once.
final class ResidencyCalls {
    private static final int LONGEST_ANSWER = 1 << 20;

    private final Connections connections;
    private final Fleet fleet;
    private final RequestPipeline.Environment environment;

    ResidencyCalls(Connections connections, Fleet fleet, RequestPipeline.Environment environment) {
        this.connections = connections;
        this.fleet = fleet;
        this.environment = environment;
    }

    /// One holder's answer.
    ///
    /// @param status 0 when none came
    private record Said(Holder holder, int status, byte[] body, String error) {
        boolean good() {
            return status >= 200 && status < 300;
        }
    }

    void run(ClientExchange exchange, Call call, RequestProgress progress)
            throws Rejection, ClientGoneException, InterruptedException {
        List<Holder> holders = holders(call);
        List<Said> answers = ask(call, holders);
        boolean unload = call.envelope().kind() == Envelope.Kind.UNLOAD;
        Said best = null;
        for (Said said : answers) {
            fleet.refresh(said.holder().upstream().id());
            if (best == null || (said.good() && !best.good())) {
                best = said;
            }
        }
        if (best != null && !best.good()) {
            throw Rejection.failed(best.status() >= 400 ? best.status() : 502, best.error(), "residency");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (best != null) {
            AnswerHeaders.served(headers, call, best.holder());
        }
        byte[] body = best == null ? own(exchange, call, unload) : best.body();
        progress.end(RequestOutcome.COMPLETED, unload ? "unload" : "load");
        exchange.respond(200, headers, "application/json; charset=utf-8", body);
    }

    private List<Holder> holders(Call call) throws Rejection {
        List<Holder> serving = fleet.snapshot().holders(call.asked()).stream()
                .filter(holder -> call.ticket().pinned() == null
                        || holder.node().id().equals(call.ticket().pinned()))
                .filter(Holder::serves)
                .toList();
        if (serving.isEmpty()) {
            throw Rejection.later(503, "no machine can serve the model now", Duration.ofSeconds(10), "no_node");
        }
        return serving.stream()
                .filter(holder -> holder.upstream().kind() == UpstreamKind.OLLAMA)
                .toList();
    }

    private List<Said> ask(Call call, List<Holder> holders) throws Rejection, InterruptedException {
        List<FutureTask<Said>> tasks = new ArrayList<>();
        for (Holder holder : holders) {
            WireRequest request = shape(call, holder);
            FutureTask<Said> task = new FutureTask<>(() -> send(holder, request));
            environment.workers().execute(task);
            tasks.add(task);
        }
        List<Said> answers = new ArrayList<>();
        try {
            for (FutureTask<Said> task : tasks) {
                answers.add(task.get());
            }
        } catch (ExecutionException defect) {
            throw new IllegalStateException("asking a holder failed", defect.getCause());
        } finally {
            tasks.forEach(task -> task.cancel(true));
        }
        return answers;
    }

    private WireRequest shape(Call call, Holder holder) throws Rejection {
        try {
            boolean unload = call.envelope().kind() == Envelope.Kind.UNLOAD;
            if (unload) {
                fleet.unloaded(holder.instance());
            }
            PinnedWindow pinned = PinnedWindow.decide(holder, call.envelope().window(), fleet.loadedWith(holder));
            if (!unload) {
                (pinned.window().isPresent() ? pinned.window() : call.envelope().window())
                        .ifPresent(size -> fleet.sentWindow(holder.instance(), size));
            }
            return ollama().splice(
                            call.envelope(), new Adjustments(call.envelope().model(), pinned.window(), true));
        } catch (BadRequestException bad) {
            throw Rejection.refused(400, bad.reason(), "bad_request");
        }
    }

    private Said send(Holder holder, WireRequest request) throws InterruptedException {
        try (UpstreamReply reply =
                connections.send(holder.upstream().id(), "POST", request.path(), request.body(), null)) {
            byte[] body = reply.readAll(LONGEST_ANSWER);
            return new Said(holder, reply.status(), body, ollama().errorMessage(body));
        } catch (UpstreamFailure failure) {
            return new Said(holder, 0, new byte[0], failure.reason());
        }
    }

    /// The answer when all holders are servers that load by themselves.
    private byte[] own(ClientExchange exchange, Call call, boolean unload) {
        FinishReason reason = unload ? FinishReason.UNLOAD : FinishReason.LOAD;
        ReplyContext context =
                new ReplyContext(call.envelope().model(), exchange.id().replace("-", ""), environment.clock());
        return call.dialect()
                .encoder(call.envelope(), context)
                .whole(List.of(new InferenceEvent.Finished(reason, TokenUsage.NONE, Timings.NONE)));
    }

    private Dialect ollama() {
        @Nullable Dialect dialect = environment.upstreamDialects().get(UpstreamKind.OLLAMA);
        if (dialect == null) {
            throw new IllegalStateException("no dialect for Ollama");
        }
        return dialect;
    }
}
