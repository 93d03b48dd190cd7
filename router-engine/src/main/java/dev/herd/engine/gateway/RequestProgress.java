package dev.herd.engine.gateway;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One request's trace while it grows. Written by the request's thread alone, read by any.
final class RequestProgress {
    private static final Set<String> GAVE_WAY =
            Set.of(AttemptTrace.MADE_WAY, AttemptTrace.STEPPED_BACK, AttemptTrace.OVERTAKEN);

    private final ClientExchange exchange;
    private final Journal journal;

    private volatile RequestState state = RequestState.RECEIVED;
    private volatile @Nullable RequestOutcome outcome;
    private volatile String reason = "";
    private volatile boolean stream;
    private volatile String askedModel = "";
    private volatile String servedModel = "";
    private volatile String node = "";
    private volatile String changed = "";
    private volatile String requestClass = "";
    private volatile String tenant = "";
    private volatile List<String> tags = List.of();
    private volatile TokenUsage tokens = TokenUsage.NONE;
    private volatile Timings timings = Timings.NONE;
    private volatile Duration held = Duration.ZERO;
    private volatile Duration queued = Duration.ZERO;

    /// Since when it waits for a lease, negative when it does not, and whether for any machine rather than
    /// for a slot.
    private volatile double waitingSince = -1;

    private volatile boolean waitingHeld;
    private volatile double attemptStarted;
    private volatile double firstContent;
    private volatile double lastContent;
    private volatile double total;
    private volatile int contentChunks;

    /// Length of the answer's text and of its thoughts, which tells their share of the counted tokens; for the
    /// request's
    /// thread alone.
    private long textChars;

    private long thinkingChars;
    private volatile List<AttemptTrace> attempts = List.of();
    private volatile Decision decision = Decision.NONE;

    /// Of a request that is served in parts.
    private volatile List<RequestProgress> parts = List.of();

    RequestProgress(ClientExchange exchange, Journal journal) {
        this.exchange = exchange;
        this.journal = journal;
    }

    /// A part of the request, which runs beside others on a thread of its own. It shows in this trace, and has none.
    ///
    /// @param moved is told of each new state, on the part's thread
    RequestProgress part(Runnable moved) {
        RequestProgress part = new RequestProgress(exchange, new PartJournal(this, moved));
        List<RequestProgress> all = new ArrayList<>(parts);
        all.add(part);
        parts = List.copyOf(all);
        return part;
    }

    /// Brings what parts report to their whole.
    private record PartJournal(RequestProgress whole, Runnable moved) implements Journal {
        @Override
        public void begun(String id, Supplier<RequestTrace> now, Runnable cancel) {
            throw new IllegalStateException("a part is no request");
        }

        @Override
        public void changed(Supplier<RequestTrace> trace) {
            whole.follow();
            moved.run();
        }

        @Override
        public void ended(RequestTrace trace) {
            throw new IllegalStateException("a part is no request");
        }
    }

    /// The whole is where the furthest of its parts is, but has no content before all have.
    private void follow() {
        RequestState furthest = RequestState.RECEIVED;
        for (RequestProgress part : parts) {
            furthest = part.state.compareTo(furthest) > 0 ? part.state : furthest;
        }
        reach(furthest.compareTo(RequestState.STARTED) > 0 ? RequestState.STARTED : furthest);
    }

    /// Keeps what a second copy counts, and shows nowhere.
    RequestProgress aside() {
        return new RequestProgress(exchange, new PartJournal(this, () -> {}));
    }

    /// A second copy of the request, begun at that time, has taken the first one's place.
    void tookOver(Decision why, String nodeName, String model, double startedMillis) {
        keepDecision();
        decision = why;
        tries(nodeName, model, startedMillis);
    }

    double elapsedMillis() {
        return exchange.elapsedMillis();
    }

    void begin() {
        journal.begun(exchange.id(), this::trace, () -> exchange.abort.stop(Abort.Reason.CANCELLED_BY_OPERATOR));
    }

    void asked(String model, boolean streams) {
        askedModel = model;
        stream = streams;
    }

    void accepted(String label, String who, List<String> labels) {
        requestClass = label;
        tenant = who;
        tags = labels;
    }

    void waiting(boolean isHeld) {
        keepDecision();
        decision = Decision.NONE;
        waitingHeld = isHeld;
        waitingSince = exchange.elapsedMillis();
        reach(isHeld ? RequestState.HELD : RequestState.QUEUED);
    }

    /// It has waited for its model to be pulled, and goes on.
    void held(Duration pulling) {
        waitingSince = -1;
        held = held.plus(pulling);
    }

    void granted(Duration hold, Duration queue, Decision why, String nodeName, String model) {
        waitingSince = -1;
        held = held.plus(hold);
        queued = queued.plus(queue);
        keepDecision();
        decision = why;
        tries(nodeName, model);
    }

    /// The last attempt's decision stays with it when another one follows.
    private void keepDecision() {
        if (attempts.isEmpty() || decision.isEmpty() || attempts.getLast().decision() != null) {
            return;
        }
        List<AttemptTrace> all = new ArrayList<>(attempts);
        all.add(all.removeLast().because(decision));
        attempts = List.copyOf(all);
    }

    /// No lease was granted.
    void refused(List<Candidate> candidates) {
        keepDecision();
        decision = new Decision(null, 0, candidates);
    }

    /// An attempt begins there.
    void tries(String nodeName, String model) {
        tries(nodeName, model, exchange.elapsedMillis());
    }

    private void tries(String nodeName, String model, double startedMillis) {
        node = nodeName;
        servedModel = model;
        firstContent = 0;
        contentChunks = 0;
        textChars = 0;
        thinkingChars = 0;
        attemptStarted = startedMillis;
        addAttempt(new AttemptTrace(nodeName, attemptStarted, -1, "running", 0, ""));
        reach(RequestState.STARTED);
    }

    /// What the running attempt changed in the request.
    void changed(String what) {
        changed = what;
    }

    void attemptEnded(String how, int status, String why) {
        List<AttemptTrace> all = new ArrayList<>(attempts);
        if (!all.isEmpty() && all.getLast().endedMs() < 0) {
            AttemptTrace last = all.removeLast();
            all.add(last.ended(exchange.elapsedMillis(), how, status, discreet(why)));
            attempts = List.copyOf(all);
        }
    }

    private void addAttempt(AttemptTrace attempt) {
        List<AttemptTrace> all = new ArrayList<>(attempts);
        all.add(attempt);
        attempts = List.copyOf(all);
    }

    /// Content arrived; `chunks` of it.
    void content(int chunks) {
        lastContent = exchange.elapsedMillis();
        int before = contentChunks;
        contentChunks = before + chunks;
        if (firstContent == 0) {
            firstContent = lastContent;
            reach(RequestState.STREAMING);
        }
    }

    /// So much text came, and so many thoughts.
    void said(long text, long thoughts) {
        textChars += text;
        thinkingChars += thoughts;
    }

    void counted(TokenUsage usage, Timings measured) {
        int written = usage.completion() == 0 ? contentChunks : usage.completion();
        tokens = new TokenUsage(
                usage.prompt(), usage.cached(), written, usage.thinking() > 0 ? usage.thinking() : thoughtsOf(written));
        timings = measured;
    }

    private int thoughtsOf(int written) {
        return thinkingChars == 0
                ? 0
                : (int) Math.round((double) written * thinkingChars / (thinkingChars + textChars));
    }

    /// While an answer runs, its chunks stand for the tokens that the server counts at its end.
    private TokenUsage countedSoFar() {
        return tokens.equals(TokenUsage.NONE) ? new TokenUsage(0, 0, contentChunks) : tokens;
    }

    TokenUsage tokens() {
        return tokens;
    }

    Timings timings() {
        return timings;
    }

    boolean hasContent() {
        return firstContent > 0;
    }

    /// Milliseconds from the attempt's start to its first content.
    double attemptFirstContentMillis() {
        return firstContent == 0 ? 0 : firstContent - attemptStarted;
    }

    double attemptMillis() {
        return exchange.elapsedMillis() - attemptStarted;
    }

    int retries() {
        long tried = attempts.stream()
                .filter(attempt -> !GAVE_WAY.contains(attempt.outcome()))
                .count();
        return (int) Math.max(0, tried - 1)
                + parts.stream().mapToInt(RequestProgress::retries).sum();
    }

    /// Ends the trace; only the first call counts.
    void end(RequestOutcome how, String why) {
        if (outcome == null) {
            if (tokens.equals(TokenUsage.NONE) && contentChunks > 0) {
                counted(TokenUsage.NONE, timings);
            }
            total = exchange.elapsedMillis();
            reason = discreet(why);
            state = RequestState.DONE;
            outcome = how;
            journal.ended(trace());
        }
    }

    private String discreet(String why) {
        return Discretion.of(why, exchange.body(), askedModel);
    }

    private void reach(RequestState reached) {
        if (state != reached) {
            state = reached;
            journal.changed(this::trace);
        }
    }

    /// The largest part speaks for a request that runs in parts alone.
    private RequestProgress speaker() {
        return attempts.isEmpty() && !parts.isEmpty() ? parts.getFirst() : this;
    }

    private List<AttemptTrace> allAttempts() {
        if (parts.isEmpty()) {
            return attempts;
        }
        return Stream.concat(parts.stream().flatMap(part -> part.attempts.stream()), attempts.stream())
                .sorted(Comparator.comparingDouble(AttemptTrace::startedMs))
                .toList();
    }

    RequestTrace trace() {
        RequestProgress speaker = speaker();
        return new RequestTrace(
                exchange.id(),
                state,
                outcome,
                reason,
                exchange.route().dialect().label(),
                exchange.path(),
                stream,
                askedModel,
                speaker.servedModel,
                speaker.node,
                exchange.receivedAt(),
                requestClass,
                tenant,
                tags,
                times(),
                countedSoFar(),
                changed,
                allAttempts(),
                speaker.decision);
    }

    private RequestTimes times() {
        double first = firstContent;
        return new RequestTimes(
                waitedInAll(true),
                waitedInAll(false),
                timings.loadNanos() / 1e6,
                timings.promptNanos() / 1e6,
                first,
                first == 0 ? 0 : Math.max(0, lastContent - first),
                outcome == null ? exchange.elapsedMillis() : total);
    }

    /// Milliseconds; of parts, those of the one that waited longest.
    private double waitedInAll(boolean forAnyMachine) {
        double longest = 0;
        for (RequestProgress part : parts) {
            longest = Math.max(longest, part.waitedInAll(forAnyMachine));
        }
        return millis(forAnyMachine ? held : queued) + waited(forAnyMachine) + longest;
    }

    /// Milliseconds of a wait that no grant has ended.
    private double waited(boolean forAnyMachine) {
        double since = waitingSince;
        if (since < 0 || waitingHeld != forAnyMachine) {
            return 0;
        }
        return Math.max(0, (outcome == null ? exchange.elapsedMillis() : total) - since);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
