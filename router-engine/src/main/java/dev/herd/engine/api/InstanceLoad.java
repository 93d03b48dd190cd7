package dev.herd.engine.api;

/// The work of one model on one server.
///
/// @param running requests that hold a slot
/// @param waiting requests that are planned for it
/// @param secondsUntilFree predicted wait of one more request
/// @param pinned whether a pin keeps the model in memory
public record InstanceLoad(int running, int waiting, double secondsUntilFree, boolean pinned) {
    public static final InstanceLoad NONE = new InstanceLoad(0, 0, 0, false);
}
