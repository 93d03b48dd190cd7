package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.learning.Bounded;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which models are worth loading before somebody asks for them again: those that no machine has in memory any more and
/// that are likely asked for soon, on a machine that rests.
///
/// The gain is the load that the next request need not wait for, times the chance that it comes within ten minutes.
/// What has to go for it must be worth less than half of that, so that two models do not push each other out in turn,
/// and the load itself must be more likely of use than not by three to one: it takes a machine's disk, memory and power
/// for something that nobody has asked for.
final class Preloading {
    /// A person who comes back from reading, and a program that goes on with its next step, have come by then.
    static final Duration REST = Duration.ofSeconds(5);

    /// Two requests within the last minutes.
    private static final double LIKELY = 0.75;

    private static final double LEAST_ADVANTAGE = 2;

    /// What is not worth waiting for is not worth loading either.
    private static final double LEAST_GAIN_SECONDS = 1;

    /// Somebody who unloads a model does not want it back for this long.
    private static final Duration UNWANTED = Duration.ofHours(1);

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

    private final Bounded<ModelRef, Instant> unwanted = new Bounded<>();
    private final Bounded<InstanceId, Instant> failed = new Bounded<>();
    private Instant next = Instant.MAX;

    /// What to load, and what has to happen for it.
    record Choice(InstanceState instance, LoadPlan plan, double gain) {}

    void unwanted(ModelRef model, Instant at) {
        unwanted.put(model, at.plus(UNWANTED));
    }

    void failed(InstanceState instance, Instant at) {
        failed.put(instance.id, at.plus(AFTER_FAILURE));
    }

    /// Something has ended on a machine, which may rest from now on.
    void ended(Machine machine, Instant at) {
        if (machine.running() == 0) {
            lookAt(at.plus(REST));
        }
    }

    private void lookAt(Instant moment) {
        next = moment.isBefore(next) ? moment : next;
    }

    /// When to look again; the end of time when there is nothing to look for.
    Instant next() {
        return next;
    }

    /// The load that gains most now.
    Optional<Choice> look(Surroundings around) {
        next = Instant.MAX;
        Choice best = null;
        for (ModelRef model : around.demand().models()) {
            double chance = around.demand().chanceOfNeed(model, around.at());
            boolean wanted = chance >= LIKELY && !around.at().isBefore(unwanted.getOrDefault(model, Instant.MIN));
            if (wanted && !isLoaded(model, around.instances())) {
                for (InstanceState instance : around.instances().of(model)) {
                    best = better(best, instance, chance, around);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean isLoaded(ModelRef model, Instances instances) {
        return instances.of(model).stream()
                .anyMatch(each -> (each.resident() != null || each.isComing()) && each.holder.serves());
    }

    private @Nullable Choice better(@Nullable Choice best, InstanceState instance, double chance, Surroundings around) {
        if (!mayLoad(instance, around.at())) {
            return best;
        }
        LoadPlan plan = LoadPlan.toHave(instance, around);
        double gain = chance * plan.loadSeconds();
        boolean pays = gain >= LEAST_GAIN_SECONDS && gain >= LEAST_ADVANTAGE * plan.evictionSeconds();
        if (!plan.objection().isEmpty() || !pays) {
            return best;
        }
        if (plan.waitSeconds() > 0) {
            lookAt(Moments.after(around.at(), plan.waitSeconds()));
            return best;
        }
        Choice choice = new Choice(instance, plan, gain - plan.evictionSeconds());
        return best == null || choice.gain() > best.gain() ? choice : best;
    }

    /// A machine that a person works at is left alone: what it does unasked is felt.
    private boolean mayLoad(InstanceState instance, Instant at) {
        Machine machine = instance.machine;
        boolean allowed = instance.holder.serves()
                && instance.holder.upstream().kind() == UpstreamKind.OLLAMA
                && machine.running() == 0
                && !machine.condition.personal()
                && machine.condition.returnChance() <= 0
                && instance.opensAt() == null
                && !at.isBefore(failed.getOrDefault(instance.id, Instant.MIN));
        if (!allowed) {
            return false;
        }
        Instant rested = machine.idleSince(at).plus(REST);
        if (at.isBefore(rested)) {
            lookAt(rested);
        }
        return !at.isBefore(rested);
    }
}
