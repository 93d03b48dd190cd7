package dev.herd.engine.placement;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import org.jspecify.annotations.Nullable;

/// A person's wish that a model stays in memory, whatever else is asked for.
///
/// @param node where; null for any one machine
public record Pin(ModelRef model, @Nullable NodeId node) {
    /// On whatever machine suits it best.
    public static Pin anywhere(ModelRef model) {
        return new Pin(model, null);
    }
}
