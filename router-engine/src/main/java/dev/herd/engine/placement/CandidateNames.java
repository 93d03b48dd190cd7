package dev.herd.engine.placement;

import dev.herd.engine.fleet.InstanceId;
import java.util.List;

/// Names the places of one decision so that no two are called alike.
public final class CandidateNames {
    private final List<Candidate> all;

    public CandidateNames(List<Candidate> all) {
        this.all = List.copyOf(all);
    }

    /// The machine's name; with the model where several are in question, with the address where one machine
    /// has several servers.
    public String of(Candidate candidate) {
        String name = candidate.nodeName();
        InstanceId instance = candidate.instance();
        if (all.stream().anyMatch(other -> !other.instance().model().equals(instance.model()))) {
            name += " · " + instance.model().label();
        }
        boolean sharesName = all.stream()
                .anyMatch(other -> other.nodeName().equals(candidate.nodeName())
                        && other.instance().model().equals(instance.model())
                        && !other.isSame(candidate));
        return sharesName ? name + " (" + instance.upstream().hostAndPort() + ")" : name;
    }
}
