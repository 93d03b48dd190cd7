package dev.herd.engine.gateway;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.ModelRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the models a client means, and looks again before it says that there are none.
final class ModelFinder {
    /// Longer than any registry's host, namespace, name and tag together.
    private static final int LONGEST_NAME = 512;

    private static final Duration RETRY = Duration.ofSeconds(5);

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
        return find(name, List.of(), text).getFirst();
    }

    /// The asked model, whoever has it, then those of the others that any machine has.
    ///
    /// @param others to take when the first cannot be had, in order of preference
    /// @throws Rejection with 404 when no machine has any, with 503 when that cannot be known now
    List<ModelRef> find(String name, List<String> others, NotFoundText text) throws Rejection, InterruptedException {
        refuseLong(name);
        Optional<ModelRef> asked = ModelCatalog.find(fleet.snapshot(), name);
        boolean fresh = true;
        if (asked.isEmpty()) {
            fresh = fleet.refreshAll();
            asked = ModelCatalog.find(fleet.snapshot(), name);
        }
        Set<ModelRef> models = new LinkedHashSet<>();
        models.add(asked.orElse(ModelRef.of(name)));
        for (String other : others) {
            ModelCatalog.find(fleet.snapshot(), other).ifPresent(models::add);
        }
        if (asked.isPresent() || models.size() > 1) {
            return new ArrayList<>(models);
        }
        if (!fresh || !fleet.allCurrent()) {
            String message = "model '" + name + "' is on no machine that answers; not all machines answer now";
            throw Rejection.later(503, message, RETRY, "no_node");
        }
        throw Rejection.refused(404, text.of(fleet.snapshot(), name), "model_not_found");
    }

    /// @throws Rejection when no model can have that name, so that it need not be kept or looked for
    static void refuseLong(String name) throws Rejection {
        if (name.length() > LONGEST_NAME) {
            throw Rejection.refused(400, "invalid model name", "bad_request");
        }
    }
}
