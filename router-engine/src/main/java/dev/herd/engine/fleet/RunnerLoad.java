package dev.herd.engine.fleet;

import java.util.OptionalInt;

/// What this engine knows of how a model was loaded.
///
/// @param window the `num_ctx` that its own request loaded it with, 0 when that named none; absent when somebody else
///     may have loaded it
/// @param grown whether it was loaded anew for a larger window a moment ago
public record RunnerLoad(OptionalInt window, boolean grown) {
    public static final RunnerLoad UNKNOWN = new RunnerLoad(OptionalInt.empty(), false);
}
