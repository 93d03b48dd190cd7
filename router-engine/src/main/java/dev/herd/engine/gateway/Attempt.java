package dev.herd.engine.gateway;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.dispatch.HeldLease;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.inference.Operation;
import dev.herd.engine.placement.Footprint;
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
import dev.herd.engine.scheduling.Scheduler;
import dev.herd.engine.scheduling.Verdict;
import dev.herd.engine.shaping.AnswerBudget;
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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One try on one node: shapes the request for it, sends it, and tells a success from a failure.
final class Attempt {
    private static final int LONGEST_ERROR = 1 << 16;
    /// The smallest window that an Ollama gives to a model for which none is named.
    private static final int LEAST_WINDOW = 4096;

    private final Call call;
    private final HeldLease held;
    private final RequestProgress progress;
    private final Dialect upstreamDialect;
    private final Fleet fleet;
    private final boolean knowsSession;
    private String changed = "";

    /// What the request gets, in tokens; 0 when that is not known, or not yet.
    private int window;

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
    /// @throws GateClosedException when the machine takes nothing now
    Answer open(Connections connections, RunningCall running, Workbench bench)
            throws AttemptFailed, Rejection, InterruptedException {
        Optional<String> closed = fleet.gate(held.lease());
        if (closed.isPresent()) {
            throw new GateClosedException(closed.get());
        }
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
            PinnedWindow pinned =
                    fleet.pin(holder(), new WindowWish(call.envelope().window(), footprint()));
            window = window(pinned);
            AnswerBudget budget = budget();
            KeptLoaded kept = fleet.keeps(holder()) ? KeptLoaded.pinned(keepAlive()) : KeptLoaded.AS_ASKED;
            Adjustments adjustments = new Adjustments(
                    modelName(isOllama()),
                    pinned.window(),
                    true,
                    kept.value(),
                    budget.length(),
                    isOllama() && mayBeCut());
            WireRequest request = sameDialect()
                    ? upstreamDialect.splice(call.envelope(), adjustments)
                    : upstreamDialect.encode(call.dialect().decode(call.envelope()), adjustments);
            changed = changes(List.of(pinned.note(), budget.note(), kept.note()), request.changes());
            progress.changed(changed);
            return request;
        } catch (BadRequestException bad) {
            held.finish(new Outcome.RequestRefused());
            progress.attemptEnded("refused", 0, bad.reason());
            throw Rejection.refused(400, bad.reason(), "bad_request");
        }
    }

    private boolean isOllama() {
        return holder().upstream().kind() == UpstreamKind.OLLAMA;
    }

    /// How long the client wants the model kept, as JSON; null when it does not say.
    private @Nullable String keepAlive() {
        JsonSlice asked = call.envelope().fields().get(KeepAlive.FIELD);
        return asked == null ? null : asked.raw();
    }

    private Footprint footprint() {
        return held.lease().footprint();
    }

    /// The window that the request gets, 0 when that is not known.
    private int window(PinnedWindow pinned) {
        if (!isOllama()) {
            return holder().longestWindow();
        }
        Residency resident = holder().model().resident();
        int sent = pinned.window().orElse(call.envelope().window().orElse(0));
        int got = sent > 0 ? sent : resident == null ? 0 : resident.window();
        int longest = holder().longestWindow();
        return longest > 0 ? Math.min(got, longest) : got;
    }

    /// A prompt that takes more than half of the window by estimate may be longer than that.
    private boolean mayBeCut() {
        return footprint().prompt() > Math.max(window, LEAST_WINDOW) / 2;
    }

    /// Whether the model thinks is what its server states.
    private AnswerBudget budget() {
        Envelope envelope = call.envelope();
        Set<String> capabilities = holder().model().capabilities();
        boolean thinks = envelope.thinks() && capabilities != null && capabilities.contains("thinking");
        if (!thinks || envelope.maxTokens().isEmpty() || envelope.endpoint().operation() == Operation.EMBED) {
            return AnswerBudget.AS_ASKED;
        }
        long left = window == 0 ? Long.MAX_VALUE : window - footprint().prompt();
        return AnswerBudget.decide(envelope.maxTokens().getAsInt(), footprint().thoughts(), left);
    }

    private String changes(List<String> first, List<String> more) {
        boolean ollama = isOllama();
        List<String> notes = new ArrayList<>();
        first.stream().filter(note -> !note.isEmpty()).forEach(notes::add);
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
            case Verdict.WindowTooSmall(String message, int _) -> {
                held.finish(new Outcome.RequestRefused());
                progress.attemptEnded("refused", status, message);
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
        Verdict known = verdict instanceof Verdict.WindowTooSmall tooSmall ? tooSmall.in(tooSmallWindow()) : verdict;
        return new AttemptFailed(known, holder().instance(), status == 0 ? Map.of() : headers());
    }

    private int tooSmallWindow() {
        return isOllama() && window == 0 ? LEAST_WINDOW : window;
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

    /// The same, which goes on as a part of that progress.
    Attempt in(RequestProgress other) {
        Attempt same = new Attempt(call, held, other, upstreamDialect, fleet);
        same.changed = changed;
        same.window = window;
        other.changed(changed);
        return same;
    }

    /// A second copy of the request answered first.
    void overtaken() {
        held.finish(new Outcome.Abandoned());
        progress.attemptEnded(AttemptTrace.OVERTAKEN, 0, "a second copy of the request answered first");
    }

    /// It was given up for a more urgent request.
    void madeWay() {
        held.finish(new Outcome.Preempted());
        progress.attemptEnded(AttemptTrace.MADE_WAY, 0, "a more urgent request needed the machine");
    }

    /// It was given up because its machine's person needs the machine.
    void steppedBack() {
        held.finish(new Outcome.Preempted());
        progress.attemptEnded(AttemptTrace.STEPPED_BACK, 0, "the machine's person needed the machine");
    }

    /// The machine does not take it, though the scheduler thought so: its person needs it, and the word of that has not
    /// come round yet.
    void declined(String why) {
        held.finish(new Outcome.UpstreamBusy(Scheduler.BUSY_PAUSE));
        progress.attemptEnded(AttemptTrace.STEPPED_BACK, 0, why);
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
