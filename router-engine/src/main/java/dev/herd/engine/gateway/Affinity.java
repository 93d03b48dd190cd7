package dev.herd.engine.gateway;

import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostInputs;
import dev.herd.engine.placement.Lease;
import java.util.Locale;

/// What a machine has of a request already.
enum Affinity {
    /// The beginning of its prompt, as far as is believed.
    PREFIX,
    /// An earlier request of its session ran there, whose prompt began otherwise.
    SESSION,
    /// Nothing.
    NEW;

    static Affinity of(Lease lease, boolean knowsSession) {
        Candidate chosen = lease.decision().chosen();
        CostInputs inputs = chosen == null ? null : chosen.inputs();
        if (inputs != null && inputs.cachedTokens() > 0) {
            return PREFIX;
        }
        return knowsSession ? SESSION : NEW;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
