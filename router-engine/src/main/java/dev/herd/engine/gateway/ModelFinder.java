package dev.herd.engine.gateway;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.ModelRef;
import java.time.Duration;
import java.util.Optional;

/// Finds the model a client means, and looks again before it says that there is none.
final class ModelFinder {
    private final Fleet fleet;

    ModelFinder(Fleet fleet) {
        this.fleet = fleet;
    }

    /// How a dialect says that there is no such model.
    interface NotFoundText {
        String of(FleetSnapshot fleet, String name);
    }

    /// @throws Rejection with 404 when no machine has it, with 503 when that cannot be known now
    ModelRef find(String name, NotFoundText text) throws Rejection, InterruptedException {
        Optional<ModelRef> known = ModelCatalog.find(fleet.snapshot(), name);
        if (known.isEmpty()) {
            fleet.refreshAll();
            known = ModelCatalog.find(fleet.snapshot(), name);
        }
        if (known.isPresent()) {
            return known.get();
        }
        if (!fleet.allCurrent()) {
            throw Rejection.later(
                    503,
                    "model '" + name + "' is on no machine that answers; not all machines answer now",
                    Duration.ofSeconds(5),
                    "no_node");
        }
        throw Rejection.refused(404, text.of(fleet.snapshot(), name), "model_not_found");
    }
}
