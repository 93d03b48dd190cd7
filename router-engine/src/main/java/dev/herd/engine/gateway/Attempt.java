package dev.herd.engine.gateway;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.dispatch.HeldLease;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.protocol.Adjustments;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.KeepAlive;
import dev.herd.engine.protocol.ReplyFraming;
import dev.herd.engine.protocol.WireRequest;
import dev.herd.engine.scheduling.FaultRules;
import dev.herd.engine.scheduling.Verdict;
import dev.herd.engine.shaping.KeptLoaded;
import dev.herd.engine.shaping.PinnedWindow;
import dev.herd.engine.shaping.WindowWish;
import dev.herd.engine.upstream.Connections;
import dev.herd.engine.upstream.UpstreamFailure;
import dev.herd.engine.upstream.UpstreamReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One try on one node: shapes the request for it, sends it, and tells a success from a failure.
final class Attempt {
    private static final int LONGEST_ERROR = 1 << 16;
    private static final int LEAST_CHARS_PER_TOKEN = 2;

    /// An answer that nobody limits: longer ones are rare, thinking included.
    private static final int ANSWER_TOKENS = 4096;

    private final Call call;
    private final HeldLease held;
    private final RequestProgress progress;
    private final Dialect upstreamDialect;
    private final Fleet fleet;
    private final boolean knowsSession;
    private String changed = "";

    Attempt(Call call, HeldLease held, RequestProgress progress, Dialect upstreamDialect, Fleet fleet) {
        this.call = call;
        this.held = held;
        this.progress = progress;
        this.upstreamDialect = upstreamDialect;
        this.fleet = fleet;
        this.knowsSession = call.session().knows(holder().node().id());
    }

    Call call() {
        return call;
    }

    Holder holder() {
        return held.lease().holder();
    }

    Dialect upstreamDialect() {
        return upstreamDialect;
    }

    /// Whether client and upstream speak one dialect, so that bytes pass through.
    boolean sameDialect() {
        return upstreamDialect.equals(call.dialect());
    }

    /// An answer whose status says success, and how it is framed.
    record Answer(UpstreamReply reply, ReplyFraming framing) {}

    /// Sends the request.
    ///
    /// @throws AttemptFailed when the upstream gave no success; the lease is finished then
    /// @throws Rejection when this upstream's dialect cannot say the request
    Answer open(Connections connections, RunningCall running, Workbench bench)
            throws AttemptFailed, Rejection, InterruptedException {
        UpstreamReply reply;
        ReplyFraming framing;
        try (var place = bench.take(call.envelope().body().length, !sameDialect())) {
            WireRequest request = shape();
            place.written();
            framing = request.framing();
            running.sentTo(holder().upstream().id());
            reply = connections.send(holder().upstream().id(), "POST", request.path(), request.body(), null);
        } catch (UpstreamFailure failure) {
            throw broke(failure);
        }
        if (reply.status() >= 200 && reply.status() < 300) {
            return new Answer(reply, framing);
        }
        try (reply) {
            String text = errorText(reply);
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped while the error was read");
            }
            Verdict verdict = reply.status() < 400
                    ? new Verdict.NodesFault("the model server answered " + reply.status(), false)
                    : FaultRules.judge(reply.status(), text, retryAfter(reply));
            throw failed(verdict, reply.status());
        }
    }

    private WireRequest shape() throws Rejection {
        try {
            PinnedWindow pinned = fleet.pin(holder(), wish());
            boolean ollama = holder().upstream().kind() == UpstreamKind.OLLAMA;
            KeptLoaded kept = fleet.keeps(holder()) ? KeptLoaded.pinned(keepAlive()) : KeptLoaded.AS_ASKED;
            Adjustments adjustments = new Adjustments(modelName(ollama), pinned.window(), true, kept.value());
            WireRequest request = sameDialect()
                    ? upstreamDialect.splice(call.envelope(), adjustments)
                    : upstreamDialect.encode(call.dialect().decode(call.envelope()), adjustments);
            changed = changes(List.of(pinned.note(), kept.note()), ollama, request.changes());
            progress.changed(changed);
            return request;
        } catch (BadRequestException bad) {
            held.finish(new Outcome.RequestRefused());
            progress.attemptEnded("refused", 0, bad.reason());
            throw Rejection.refused(400, bad.reason(), "bad_request");
        }
    }

    /// Text holds at least two characters per token; what an image takes is the model's secret.
    private WindowWish wish() {
        Envelope envelope = call.envelope();
        long answer = envelope.maxTokens().orElse(ANSWER_TOKENS);
        long need = envelope.images() ? Long.MAX_VALUE : envelope.promptChars() / LEAST_CHARS_PER_TOKEN + answer;
        return new WindowWish(envelope.window(), need);
    }

    /// How long the client wants the model kept, as JSON; null when it does not say.
    private @Nullable String keepAlive() {
        JsonSlice asked = call.envelope().fields().get(KeepAlive.FIELD);
        return asked == null ? null : asked.raw();
    }

    private String changes(List<String> ofRules, boolean ollama, List<String> more) {
        List<String> notes = new ArrayList<>(ofRules);
        notes.removeIf(String::isEmpty);
        for (String option : call.envelope().runnerOptions()) {
            notes.add(option + (ollama ? "->runner's own" : "->server's own"));
        }
        notes.addAll(more);
        return String.join(", ", notes);
    }

    /// Ollama takes any spelling and echoes it; other servers know their own only.
    private String modelName(boolean ollama) {
        String asked = call.envelope().model();
        boolean spelled = ollama && ModelRef.of(asked).equals(holder().model().ref());
        return spelled ? asked : holder().model().name();
    }

    private String errorText(UpstreamReply reply) {
        try {
            String text = upstreamDialect.errorMessage(reply.readAll(LONGEST_ERROR));
            return text.isBlank() ? "the model server answered " + reply.status() : text;
        } catch (UpstreamFailure cut) {
            return "the model server answered " + reply.status();
        }
    }

    private static Duration retryAfter(UpstreamReply reply) {
        try {
            return Duration.ofSeconds(Math.clamp(Long.parseLong(reply.header("Retry-After")), 0L, 3600L));
        } catch (NumberFormatException notGiven) {
            return Duration.ZERO;
        }
    }

    /// The upstream could not be talked to, or broke off before its answer began.
    AttemptFailed broke(UpstreamFailure failure) {
        fleet.refresh(holder().upstream().id());
        return failed(new Verdict.NodesFault(failure.reason(), false), 0);
    }

    /// Ends the attempt with a verdict.
    ///
    /// @param status of the answer, 0 when none came
    AttemptFailed failed(Verdict verdict, int status) {
        switch (verdict) {
            case Verdict.NodesFault(String message, boolean answered) -> {
                // A 500 may still turn out to be the request's own, when a second node says the same.
                held.finish(answered ? new Outcome.RequestRefused() : new Outcome.UpstreamFailed(message));
                progress.attemptEnded("failed", status, message);
            }
            case Verdict.Busy(String message, Duration retryAfter) -> {
                held.finish(new Outcome.UpstreamBusy(retryAfter));
                progress.attemptEnded("busy", status, message);
            }
            case Verdict.NotThere(int _, String message) -> {
                held.finish(new Outcome.ModelGone());
                fleet.refresh(holder().upstream().id());
                progress.attemptEnded("model_gone", status, message);
            }
            case Verdict.RequestsOwn(int _, String message) -> {
                held.finish(new Outcome.RequestRefused());
                progress.attemptEnded("refused", status, message);
            }
        }
        return new AttemptFailed(verdict, holder().instance(), status == 0 ? Map.of() : headers());
    }

    /// What the client is told of this attempt.
    Map<String, String> headers() {
        return AnswerHeaders.of(
                call, held.lease(), progress.retries(), Affinity.of(held.lease(), knowsSession), changed);
    }

    /// The client gets the answer's first byte now.
    void begins() {
        held.began();
        call.session().ranOn(holder().node().id());
    }

    /// It was given up for a more urgent request.
    void madeWay() {
        held.finish(new Outcome.Preempted());
        progress.attemptEnded(AttemptTrace.MADE_WAY, 0, "a more urgent request needed the machine");
    }

    /// The answer came to its end.
    void served() {
        Duration first = Duration.ofNanos((long) (progress.attemptFirstContentMillis() * 1e6));
        Duration total = Duration.ofNanos((long) (progress.attemptMillis() * 1e6));
        held.finish(new Outcome.Served(progress.tokens(), progress.timings(), first, total));
        if (KeepAlive.isZero(call.envelope().fields().get(KeepAlive.FIELD)) && !fleet.keeps(holder())) {
            held.unwanted();
            fleet.refresh(holder().upstream().id());
        }
        progress.attemptEnded("served", 200, "");
        if (progress.timings().loadNanos() > Duration.ofMillis(100).toNanos()
                || holder().model().resident() == null) {
            if (holder().upstream().kind() == UpstreamKind.OLLAMA) {
                fleet.refresh(holder().upstream().id());
            }
        }
    }

    /// The answer broke off after it had begun.
    void cut(String why) {
        held.finish(new Outcome.UpstreamFailed(why));
        progress.attemptEnded("failed", 200, why);
        fleet.refresh(holder().upstream().id());
    }
}
