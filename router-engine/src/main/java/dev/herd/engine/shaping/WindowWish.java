package dev.herd.engine.shaping;

import java.util.OptionalInt;

/// The window that a request asks for, and how much of one it can use.
///
/// @param asked its `num_ctx`
/// @param need tokens that its prompt and its answer take at most; `Long.MAX_VALUE` when nobody can tell
public record WindowWish(OptionalInt asked, long need) {
    /// A request that leaves the window to others.
    public static final WindowWish NONE = new WindowWish(OptionalInt.empty(), Long.MAX_VALUE);
}
