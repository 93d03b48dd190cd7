package dev.herd.engine.shaping;

import dev.herd.engine.placement.Footprint;
import java.util.OptionalInt;

/// The window that a request asks for, and how much of one it takes.
///
/// @param asked its `num_ctx`
/// @param footprint what its prompt and its answer are expected to take
public record WindowWish(OptionalInt asked, Footprint footprint) {
    /// A request that leaves the window to others.
    public static final WindowWish NONE = new WindowWish(OptionalInt.empty(), Footprint.UNKNOWN);
}
