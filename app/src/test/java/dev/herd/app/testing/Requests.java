package dev.herd.app.testing;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestSummary;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Sample requests: built up call by call, or ready made.
public final class Requests {
    private static final List<String> APPS =
            List.of("claude-cli", "open-webui", "continue", "batch-eval", "aider", "n8n");
    private static final List<String> MODELS =
            List.of("qwen3-coder:30b", "llama3.3:70b", "llama3.1:8b", "nomic-embed-text");
    private static final List<String> NODES = List.of("Studio", "Mini", "Tower", "MacBook Pro");

    private final String id;
    private RequestState state = RequestState.STARTED;
    private @Nullable RequestOutcome outcome;
    private String reason = "";
    private String dialect = "openai";
    private String path = "/v1/chat/completions";
    private boolean stream = true;
    private String asked = "qwen3-coder:30b";
    private String served = "qwen3-coder:30b";
    private String node = "Studio";
    private Instant at = Fleets.NOW.minusSeconds(20);
    private String requestClass = "interactive";
    private String tenant = "claude-cli@127.0.0.1";
    private List<String> tags = List.of();
    private RequestTimes times = RequestTimes.NONE;
    private TokenUsage tokens = TokenUsage.NONE;
    private String changed = "";
    private final List<AttemptTrace> attempts = new ArrayList<>();
    private Decision decision = Decision.NONE;

    private Requests(String id) {
        this.id = id;
    }

    /// One that was sent to Studio 20 s ago and of which nothing came back.
    public static Requests request(String id) {
        return new Requests(id);
    }

    public Requests state(RequestState now) {
        state = now;
        return this;
    }

    public Requests ended(RequestOutcome how, String why) {
        state = RequestState.DONE;
        outcome = how;
        reason = why;
        return this;
    }

    /// @param label of the dialect
    public Requests through(String label, String route, boolean streams) {
        dialect = label;
        path = route;
        stream = streams;
        requestClass = streams ? "interactive" : "normal";
        return this;
    }

    public Requests urgency(String label) {
        requestClass = label;
        return this;
    }

    public Requests asks(String model) {
        asked = model;
        served = node.isEmpty() ? "" : model;
        return this;
    }

    public Requests serves(String model) {
        served = model;
        return this;
    }

    /// @param name empty for no machine, and then no model either
    public Requests on(String name) {
        node = name;
        served = name.isEmpty() ? "" : served;
        return this;
    }

    public Requests ago(double seconds) {
        at = Fleets.NOW.minus(Duration.ofMillis((long) (seconds * 1000)));
        return this;
    }

    public Requests from(String who, String... labels) {
        tenant = who;
        tags = List.of(labels);
        return this;
    }

    public Requests took(RequestTimes measured) {
        times = measured;
        return this;
    }

    public Requests counted(int prompt, int cached, int completion) {
        tokens = new TokenUsage(prompt, cached, completion);
        return this;
    }

    /// @param what as in `X-Fleet-Protected`
    public Requests changed(String what) {
        changed = what;
        return this;
    }

    public Requests attempt(AttemptTrace attempt) {
        attempts.add(attempt);
        return this;
    }

    public Requests because(Decision why) {
        decision = why;
        return this;
    }

    public RequestTrace trace() {
        return new RequestTrace(
                id,
                state,
                outcome,
                reason,
                dialect,
                path,
                stream,
                asked,
                served,
                node,
                at,
                requestClass,
                tenant,
                tags,
                times,
                tokens,
                changed,
                attempts,
                decision);
    }

    /// The row of an ended one.
    public static RequestSummary summary(RequestTrace trace) {
        RequestOutcome how = trace.outcome();
        return new RequestSummary(
                trace.id(),
                how == null ? RequestOutcome.COMPLETED : how,
                trace.reason(),
                trace.path(),
                trace.stream(),
                trace.askedModel(),
                trace.servedModel(),
                trace.node(),
                trace.receivedAt(),
                trace.tenant(),
                trace.tags(),
                trace.times(),
                trace.tokens(),
                Math.max(0, trace.attempts().size() - 1));
    }

    /// That many ended ones of a busy day and the days before, newest first, no two alike.
    public static List<RequestSummary> history(int count) {
        return IntStream.range(0, count).mapToObj(Requests::past).toList();
    }

    /// The same, served by other machines with other models.
    public static List<RequestSummary> history(int count, List<String> nodes, List<String> models) {
        return IntStream.range(0, count).mapToObj(i -> past(i, nodes, models)).toList();
    }

    /// The one that ended `i` before the newest; below 0 one that ended after it.
    public static RequestSummary past(int i) {
        return past(i, NODES, MODELS);
    }

    private static RequestSummary past(int i, List<String> nodes, List<String> models) {
        String model = models.get(Math.floorMod(i, models.size()));
        boolean left = Math.floorMod(i, 17) == 3;
        boolean cut = Math.floorMod(i, 41) == 6;
        RequestOutcome how =
                left ? RequestOutcome.CLIENT_DISCONNECTED : cut ? RequestOutcome.INCOMPLETE : RequestOutcome.COMPLETED;
        double generate = left ? 0 : 800 + Math.floorMod(i * 37, 15_000);
        int tokens = left ? 0 : 20 + (int) (generate / 28);
        double first = left ? 0 : 300 + Math.floorMod(i * 13, 4_000);
        return new RequestSummary(
                "r-%08x-7f3a".formatted(100_000 - i),
                how,
                cut ? "answer_cut: connection reset" : "",
                "/v1/chat/completions",
                true,
                model,
                model,
                nodes.get(Math.floorMod(i * 7, nodes.size())),
                Fleets.NOW.minusSeconds(19 + i * 6L),
                APPS.get(Math.floorMod(i * 5, APPS.size())) + "@192.168.1.20",
                List.of(),
                new RequestTimes(
                        0, Math.floorMod(i, 9) == 0 ? 900 : 0, 0, first, first, generate, first + generate + 40),
                new TokenUsage(400 + Math.floorMod(i * 31, 8_000), 0, tokens),
                Math.floorMod(i, 23) == 5 ? 1 : 0);
    }

    public static Candidate candidate(String node, String model, CostTerms terms) {
        return new Candidate(
                new NodeId(node),
                node,
                instance(node, model),
                Objection.NONE,
                terms,
                null,
                new Situation(false, 0, 2, 0, 0));
    }

    public static Candidate barred(String node, String model, String reason) {
        return new Candidate(
                new NodeId(node),
                node,
                instance(node, model),
                new Objection(Objection.Code.POLICY, reason),
                null,
                null);
    }

    public static InstanceId instance(String node, String model) {
        String host = node.toLowerCase(Locale.ROOT).replace(' ', '-') + ".local";
        return new InstanceId(UpstreamId.parse("http://" + host + ":11434"), ModelRef.of(model));
    }

    /// The first of them is taken.
    public static Decision decision(Candidate... candidates) {
        CostTerms terms = candidates[0].terms();
        return terms == null
                ? new Decision(null, 0, List.of(candidates))
                : new Decision(candidates[0], terms.total(), List.of(candidates));
    }

    /// Queue, service and load; the other signals at nothing.
    public static CostTerms cost(double queue, double service, double load) {
        return new CostTerms(queue, service, load, 0, 0, 0, 0);
    }
}
