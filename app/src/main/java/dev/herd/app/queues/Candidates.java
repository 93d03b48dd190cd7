package dev.herd.app.queues;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerms;
import java.util.List;

/// The places of one decision, named so that no two are called alike. Pure.
record Candidates(List<Candidate> all) {
    Candidates {
        all = List.copyOf(all);
    }

    /// The machine's name; with the model where several are in question, with the address where one machine has several
    /// servers.
    String name(Candidate candidate) {
        String name = candidate.nodeName();
        InstanceId instance = candidate.instance();
        if (all.stream().anyMatch(other -> !other.instance().model().equals(instance.model()))) {
            name += " · " + ModelName.shortened(instance.model().name());
        }
        boolean sharesName = all.stream()
                .anyMatch(other -> other.nodeName().equals(candidate.nodeName())
                        && other.instance().model().equals(instance.model())
                        && !other.instance().equals(instance));
        return sharesName ? name + " (" + instance.upstream().hostAndPort() + ")" : name;
    }

    static boolean isSame(Candidate one, Candidate other) {
        return one.instance().equals(other.instance());
    }

    /// Predicted seconds; infinitely many where it could not run.
    static double total(Candidate candidate) {
        CostTerms terms = candidate.terms();
        return terms == null ? Double.POSITIVE_INFINITY : terms.total();
    }
}
