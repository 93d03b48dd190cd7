package dev.herd.engine.scheduling;

import dev.herd.engine.learning.Knowledge;
import dev.herd.engine.placement.InstanceRates;

/// How fast one instance is, as it was last asked, until something is learned that may change it.
///
/// Thousands of these hear of each answer on their machine, so that nobody tells them: the machine counts what it has
/// learned, and they look when they are asked.
final class KnownRates {
    private final Knowledge knowledge;
    private InstanceRates rates = InstanceRates.PRIOR;
    private double faith = InstanceRates.PRIOR.faith();
    private int context;
    private long version = -1;
    private long lessons;
    private long changes;

    KnownRates(Knowledge knowledge) {
        this.knowledge = knowledge;
    }

    /// With a context of that many tokens.
    InstanceRates of(InstanceState instance, int contextTokens) {
        Machine machine = instance.machine;
        if (context != contextTokens || isOld(machine)) {
            rates = knowledge.rates(instance.holder, instance.shown.place(), contextTokens);
            faith = rates.faith();
            context = contextTokens;
            version = knowledge.version();
            lessons = machine.lessons();
            changes = machine.changes();
            machine.contention(rates.contention());
        }
        return rates;
    }

    /// The same for whatever context was last asked about: where that makes no difference.
    InstanceRates of(InstanceState instance) {
        return of(instance, context);
    }

    private boolean isOld(Machine machine) {
        return version != knowledge.version()
                || changes != machine.changes()
                || (lessons != machine.lessons() && rates.samples() == 0);
    }

    /// What [InstanceRates#faith] says of those that were last asked.
    double faith() {
        return faith;
    }

    /// To be asked anew: it answered itself, or is another model now.
    void forget() {
        version = -1;
    }

    /// The model was measured on another machine, which tells something where it never was.
    void forgetAssumed() {
        version = rates.samples() == 0 ? -1 : version;
    }
}
