package dev.herd.engine.testing;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostInputs;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Objection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Ended requests for tests: completed by node `a` with model `m`, unless told otherwise.
public final class TraceBuilder {
    private final String id;
    private RequestOutcome outcome = RequestOutcome.COMPLETED;
    private String model = "m:latest";
    private String node = "a";
    private Instant receivedAt = FakeClock.START;
    private List<String> tags = List.of();
    private int completion = 20;
    private int attempts = 1;

    private TraceBuilder(String id) {
        this.id = id;
    }

    public static TraceBuilder trace(String id) {
        return new TraceBuilder(id);
    }

    public TraceBuilder ended(RequestOutcome how) {
        outcome = how;
        return this;
    }

    public TraceBuilder model(String name) {
        model = name;
        return this;
    }

    public TraceBuilder node(String name) {
        node = name;
        return this;
    }

    public TraceBuilder at(Instant moment) {
        receivedAt = moment;
        return this;
    }

    public TraceBuilder tags(String... names) {
        tags = List.of(names);
        return this;
    }

    public TraceBuilder tokens(int count) {
        completion = count;
        return this;
    }

    public TraceBuilder attempts(int count) {
        attempts = count;
        return this;
    }

    public RequestTrace build() {
        List<AttemptTrace> tries = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            tries.add(new AttemptTrace(node, i, i + 1, i + 1 < attempts ? "failed" : "served", 200, ""));
        }
        Candidate candidate = new Candidate(
                new NodeId(node),
                node,
                FleetBuilder.instance(node, model),
                Objection.NONE,
                new CostTerms(0, 1.5, 0, 0, 0, 0, 0),
                new CostInputs(1000, 0, 30, new InstanceRates(1000, 60, -1, 0.5, 9), 0, 0, 0, 0, 0, 1));
        return new RequestTrace(
                id,
                RequestState.DONE,
                outcome,
                "",
                "ollama",
                "/api/chat",
                true,
                model,
                model,
                node,
                receivedAt,
                "interactive",
                "somebody",
                tags,
                new RequestTimes(0, 10, 0, 120, 250, 1000, 1300),
                new TokenUsage(100, 0, completion),
                "",
                tries,
                new Decision(candidate, 1.5, List.of(candidate, candidate, candidate)));
    }
}
