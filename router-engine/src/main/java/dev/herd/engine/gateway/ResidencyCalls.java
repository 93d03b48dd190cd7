package dev.herd.engine.gateway;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.inference.FinishReason;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Footprint;
import dev.herd.engine.protocol.Adjustments;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.KeepAlive;
import dev.herd.engine.protocol.ReplyContext;
import dev.herd.engine.protocol.WireRequest;
import dev.herd.engine.scheduling.FaultRules;
import dev.herd.engine.scheduling.Verdict;
import dev.herd.engine.shaping.KeptLoaded;
import dev.herd.engine.shaping.WindowWish;
import dev.herd.engine.upstream.Connections;
import dev.herd.engine.upstream.UpstreamFailure;
import dev.herd.engine.upstream.UpstreamReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Loading and unloading by an empty prompt, which is no inference and goes past the queue. A model is loaded on one
/// machine: where it is loaded already, else on the least busy one that takes work. It is unloaded wherever it may be,
/// on paused machines too, since clients expect it gone.
final class ResidencyCalls {
    private static final int LONGEST_ANSWER = 1 << 20;

    /// One machine and two others, as for any request.
    private static final int MOST_TRIES = 3;

    /// A server answers a request to unload at once, whatever it runs.
    private static final Duration UNLOADING = Duration.ofSeconds(30);

    private final Dispatcher dispatcher;
    private final Connections connections;
    private final Fleet fleet;
    private final RequestPipeline.Environment environment;

    ResidencyCalls(
            Dispatcher dispatcher, Connections connections, Fleet fleet, RequestPipeline.Environment environment) {
        this.dispatcher = dispatcher;
        this.connections = connections;
        this.fleet = fleet;
        this.environment = environment;
    }

    /// One holder's answer.
    ///
    /// @param verdict null when it did what it was asked
    private record Said(
            Holder holder,
            int status,
            byte[] body,
            @Nullable Verdict verdict) {}

    void run(ClientExchange exchange, Call call, RequestProgress progress, RunningCall running)
            throws Rejection, ClientGoneException, InterruptedException {
        boolean unload = call.envelope().kind() == Envelope.Kind.UNLOAD;
        Said said = unload ? unload(call, progress) : load(exchange, call, progress, running);
        Map<String, String> headers = new LinkedHashMap<>();
        byte[] body;
        if (said == null) {
            body = own(exchange, call, unload ? FinishReason.UNLOAD : FinishReason.LOAD);
        } else {
            AnswerHeaders.served(headers, call, said.holder());
            headers.put(FleetHeaders.RETRIES, unload ? "0" : Integer.toString(progress.retries()));
            Verdict verdict = said.verdict();
            if (verdict != null) {
                throw Rejection.of(verdict).with(said.status() == 0 ? Map.of() : headers);
            }
            body = said.body();
        }
        String kept = kept(call, said);
        if (!kept.isEmpty()) {
            headers.put(FleetHeaders.PROTECTED, kept);
        }
        exchange.abort.begin();
        progress.end(RequestOutcome.COMPLETED, unload ? "unload" : "load");
        exchange.respond(200, headers, ErrorReplies.JSON, body);
    }

    /// What a pin has changed in it.
    private String kept(Call call, @Nullable Said said) {
        List<Holder> asked =
                said == null || call.envelope().kind() == Envelope.Kind.UNLOAD ? holders(call) : List.of(said.holder());
        return asked.stream().anyMatch(fleet::keeps) ? keepAlive(call).note() : "";
    }

    private static KeptLoaded keepAlive(Call call) {
        JsonSlice asked = call.envelope().fields().get(KeepAlive.FIELD);
        return KeptLoaded.pinned(asked == null ? null : asked.raw());
    }

    private List<Holder> holders(Call call) {
        return fleet.snapshot().holders(call.asked()).stream()
                .filter(holder -> call.ticket().pinned() == null
                        || holder.node().id().equals(call.ticket().pinned()))
                .toList();
    }

    private static Rejection noNode(List<Holder> holders) {
        String reasons = holders.stream()
                .map(holder ->
                        holder.node().name() + " (" + holder.node().state().label() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
        String message = "no machine can serve the model now" + (reasons.isEmpty() ? "" : ": " + reasons);
        return Rejection.later(503, message, Duration.ofSeconds(10), "no_node");
    }

    /// The answer of the machine that loaded it; null when a server has it that loads by itself.
    private @Nullable Said load(ClientExchange exchange, Call call, RequestProgress progress, RunningCall running)
            throws Rejection, InterruptedException {
        List<Holder> holders = holders(call);
        List<Holder> order = holders.stream()
                .filter(Holder::serves)
                .filter(call.ticket()::admits)
                .sorted(lessBusyFirst())
                .toList();
        if (order.isEmpty()) {
            throw noNode(holders);
        }
        Said said = null;
        for (Holder holder : order.subList(0, Math.min(MOST_TRIES, order.size()))) {
            if (holder.upstream().kind() != UpstreamKind.OLLAMA) {
                return null;
            }
            progress.tries(holder.node().name(), holder.model().name());
            said = loadOn(exchange, call, holder, running);
            fleet.refresh(holder.upstream().id());
            Verdict verdict = said.verdict();
            progress.attemptEnded(verdict == null ? "served" : "failed", said.status(), text(verdict));
            if (verdict == null || verdict instanceof Verdict.RequestsOwn) {
                return said;
            }
        }
        return said;
    }

    private Comparator<Holder> lessBusyFirst() {
        Map<InstanceId, Integer> running = new HashMap<>();
        dispatcher.view().loads().forEach(load -> running.put(load.holder().instance(), load.running()));
        return Comparator.comparing((Holder holder) -> holder.model().resident() == null)
                .thenComparing(holder -> running.getOrDefault(holder.instance(), 0))
                .thenComparing(holder -> holder.node().name());
    }

    private Said loadOn(ClientExchange exchange, Call call, Holder holder, RunningCall running)
            throws Rejection, InterruptedException {
        WireRequest request = shape(call, holder);
        running.sentTo(holder.upstream().id());
        try {
            return send(holder, request, null);
        } catch (InterruptedException stopped) {
            if (exchange.abort.survive() == null) {
                throw stopped;
            }
            return failed(holder, "the model server does not answer");
        } finally {
            running.idle();
            var _ = exchange.abort.survive();
        }
    }

    /// The answer of one machine, a good one if there is any; null when only servers have it that unload by themselves,
    /// or where it is pinned: there it stays.
    private @Nullable Said unload(Call call, RequestProgress progress) throws Rejection, InterruptedException {
        List<Holder> holders = holders(call);
        List<Holder> serving = holders.stream()
                .filter(holder -> holder.upstream().state().serves())
                .toList();
        if (serving.isEmpty()) {
            throw noNode(holders);
        }
        dispatcher.unwanted(call.asked());
        Said best = null;
        for (Said said : askAll(call, serving)) {
            progress.tries(said.holder().node().name(), said.holder().model().name());
            progress.attemptEnded(said.verdict() == null ? "served" : "failed", said.status(), text(said.verdict()));
            fleet.refresh(said.holder().upstream().id());
            if (best == null || (said.verdict() == null && best.verdict() != null)) {
                best = said;
            }
        }
        return best;
    }

    private List<Said> askAll(Call call, List<Holder> holders) throws Rejection, InterruptedException {
        List<FutureTask<Said>> tasks = new ArrayList<>();
        for (Holder holder : holders) {
            if (holder.upstream().kind() == UpstreamKind.OLLAMA && !fleet.keeps(holder)) {
                fleet.unloaded(holder);
                WireRequest request = shape(call, holder);
                FutureTask<Said> task = new FutureTask<>(() -> send(holder, request, UNLOADING));
                environment.workers().execute(task);
                tasks.add(task);
            }
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
        boolean unload = call.envelope().kind() == Envelope.Kind.UNLOAD;
        var window = unload
                ? call.envelope().window()
                : fleet.pin(holder, new WindowWish(call.envelope().window(), loading(holder)))
                        .window();
        String keepAlive = fleet.keeps(holder) ? keepAlive(call).value() : null;
        try {
            return ollama().splice(
                            call.envelope(), new Adjustments(call.envelope().model(), window, true).keeping(keepAlive));
        } catch (BadRequestException bad) {
            throw Rejection.refused(400, bad.reason(), "bad_request");
        }
    }

    /// A model that is loaded for nothing yet gets the window that its use asks for.
    private Footprint loading(Holder holder) {
        int recommended =
                dispatcher.recommendedWindows().getOrDefault(holder.model().ref(), 0);
        return new Footprint(0, 0, 0, 0, Long.MAX_VALUE, recommended, 0);
    }

    private Said send(Holder holder, WireRequest request, @Nullable Duration timeout) throws InterruptedException {
        try (UpstreamReply reply =
                connections.send(holder.upstream().id(), "POST", request.path(), request.body(), timeout)) {
            byte[] body = reply.readAll(LONGEST_ANSWER);
            boolean good = reply.status() >= 200 && reply.status() < 300;
            Verdict verdict =
                    good ? null : FaultRules.judge(reply.status(), ollama().errorMessage(body), Duration.ZERO);
            return new Said(holder, reply.status(), body, verdict);
        } catch (UpstreamFailure failure) {
            return failed(holder, failure.reason());
        }
    }

    private static Said failed(Holder holder, String why) {
        return new Said(holder, 0, new byte[0], new Verdict.NodesFault(why, false));
    }

    private static String text(@Nullable Verdict verdict) {
        return verdict == null ? "" : Rejection.of(verdict).message();
    }

    /// The answer for servers that load by themselves.
    private byte[] own(ClientExchange exchange, Call call, FinishReason reason) {
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
