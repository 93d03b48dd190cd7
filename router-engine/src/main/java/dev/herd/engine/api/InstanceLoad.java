package dev.herd.engine.api;

/// The work of one model on one server.
///
/// @param running requests that hold a slot
/// @param waiting requests that are planned for it
/// @param secondsUntilFree predicted wait of one more request
public record InstanceLoad(int running, int waiting, double secondsUntilFree) {
    public static final InstanceLoad NONE = new InstanceLoad(0, 0, 0);
}
