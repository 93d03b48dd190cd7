package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.UpstreamKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Which loaded models nobody has measured yet should be asked something small, so that no machine is passed over for
/// ever because it is wrongly believed slow: each once, on a machine that has had nothing to do for a while.
final class Probing {
    /// A person who comes back from reading an answer has come by then.
    static final Duration IDLE = Duration.ofSeconds(60);

    private static final Duration BETWEEN_TRIES = Duration.ofHours(1);

    /// When something may be due; the end of time when nothing is.
    private Instant next = Instant.MAX;

    /// What should be measured now; empty when nothing should.
    Optional<InstanceState> look(Instances instances, Instant at) {
        next = firstDue(instances.all(), at);
        return instances.all().stream()
                .filter(instance -> !at.isBefore(dueAt(instance, at)))
                .min(Comparator.comparing(instance -> instance.holder.instance().toString()));
    }

    /// Something ended on a machine, which may rest from now on.
    void ended(Machine machine, Instant at) {
        if (machine.running() > 0) {
            return;
        }
        Instant due = firstDue(machine.instances, at);
        next = due.isBefore(next) ? due : next;
    }

    /// When to look again; the end of time when there is nothing to look for.
    Instant next() {
        return next;
    }

    private static Instant firstDue(Collection<InstanceState> instances, Instant at) {
        Instant first = Instant.MAX;
        for (InstanceState instance : instances) {
            Instant due = dueAt(instance, at);
            first = due.isBefore(first) ? due : first;
        }
        return first;
    }

    private static Instant dueAt(InstanceState instance, Instant at) {
        Machine machine = instance.machine;
        boolean allowed = machine.running() == 0
                && instance.listed
                && instance.holder.serves()
                && machine.condition.returnChance() <= 0
                && instance.opensAt() == null;
        boolean unknown = instance.resident() != null
                && instance.holder.upstream().kind() == UpstreamKind.OLLAMA
                && !instance.holder.model().embedsOnly()
                && instance.isUnmeasured();
        if (!allowed || !unknown) {
            return Instant.MAX;
        }
        Instant rested = machine.idleSince(at).plus(IDLE);
        Instant again = instance.probedAt == null ? Instant.MIN : instance.probedAt.plus(BETWEEN_TRIES);
        return rested.isBefore(again) ? again : rested;
    }
}
