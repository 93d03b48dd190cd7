package dev.herd.engine.pulling;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import org.jspecify.annotations.Nullable;

/// What shall be pulled.
///
/// @param model as it was asked for
/// @param node where to; null leaves the choice to Herd
/// @param insecure whether a registry without TLS will do
/// @param automatic whether a request for the model wants it, rather than a person
public record PullOrder(String model, @Nullable NodeId node, boolean insecure, boolean automatic) {
    /// By a person.
    public static PullOrder of(String model, @Nullable NodeId node) {
        return new PullOrder(model, node, false, false);
    }

    ModelRef ref() {
        return ModelRef.of(model);
    }
}
