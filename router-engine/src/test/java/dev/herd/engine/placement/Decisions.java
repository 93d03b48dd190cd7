package dev.herd.engine.placement;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import java.util.List;
import java.util.Locale;

/// Decisions for tests.
final class Decisions {
    static final Situation FREE = new Situation(false, 0, 2, 0, 0);

    private Decisions() {}

    static InstanceId instance(String node, String model) {
        return new InstanceId(
                UpstreamId.parse("http://" + node.toLowerCase(Locale.ROOT).replace(' ', '-') + ":11434"),
                ModelRef.of(model));
    }

    static Candidate candidate(String node, CostTerms terms) {
        return candidate(node, terms, inputs(0, 0), FREE);
    }

    static Candidate candidate(String node, CostTerms terms, CostInputs inputs, Situation situation) {
        return new Candidate(
                new NodeId(node), node, instance(node, "qwen3:30b"), Objection.NONE, terms, inputs, situation);
    }

    static Candidate barred(String node, Objection.Code code, String words) {
        return new Candidate(
                new NodeId(node), node, instance(node, "qwen3:30b"), new Objection(code, words), null, null);
    }

    /// As older versions kept them.
    static Candidate bare(String node, CostTerms terms) {
        return new Candidate(new NodeId(node), node, instance(node, "qwen3:30b"), Objection.NONE, terms, null);
    }

    static CostInputs inputs(int cached, double waits) {
        return new CostInputs(2000, cached, 350, new InstanceRates(900, 45, -1, 0.5, 12), 0, waits, 0, 0, 0, 1);
    }

    /// Queue, service and load.
    static CostTerms cost(double queue, double service, double load) {
        return new CostTerms(queue, service, load, 0, 0, 0, 0);
    }

    /// The first of them is taken.
    static Decision decision(Candidate... candidates) {
        CostTerms terms = candidates[0].terms();
        return terms == null
                ? new Decision(null, 0, List.of(candidates))
                : new Decision(candidates[0], terms.total(), List.of(candidates));
    }
}
