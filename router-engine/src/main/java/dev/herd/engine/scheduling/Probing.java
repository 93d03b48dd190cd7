package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.UpstreamKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which loaded models nobody has measured yet should be asked something small, so that no machine is passed
/// over for ever because it is wrongly believed slow: each once, on a machine that has had nothing to do for
/// a while.
final class Probing {
    /// A person who comes back from reading an answer has come by then.
    static final Duration IDLE = Duration.ofSeconds(60);

    private static final Duration BETWEEN_TRIES = Duration.ofHours(1);

    private Probing() {}

    /// What should be measured now; empty when nothing should.
    static Optional<InstanceState> due(Instances instances, Instant at) {
        return instances.all().stream()
                .filter(instance -> !at.isBefore(dueAt(instance, at)))
                .min(Comparator.comparing(instance -> instance.holder.instance().toString()));
    }

    /// When the first one is due; null when none will be.
    static @Nullable Instant next(Instances instances, Instant at) {
        Instant first = Instant.MAX;
        for (InstanceState instance : instances.all()) {
            Instant due = dueAt(instance, at);
            first = due.isBefore(first) ? due : first;
        }
        return first.equals(Instant.MAX) ? null : first.isBefore(at) ? at : first;
    }

    private static Instant dueAt(InstanceState instance, Instant at) {
        Machine machine = instance.machine;
        boolean unknown = instance.listed
                && instance.resident() != null
                && instance.holder.upstream().kind() == UpstreamKind.OLLAMA
                && !instance.holder.model().embedsOnly()
                && instance.rates(0).samples() == 0;
        boolean allowed = instance.holder.serves()
                && machine.condition.returnChance() <= 0
                && machine.running() == 0
                && instance.breaker.opensAt() == null;
        if (!unknown || !allowed) {
            return Instant.MAX;
        }
        Instant rested = machine.idleSince(at).plus(IDLE);
        Instant again = instance.probedAt == null ? Instant.MIN : instance.probedAt.plus(BETWEEN_TRIES);
        return rested.isBefore(again) ? again : rested;
    }
}
