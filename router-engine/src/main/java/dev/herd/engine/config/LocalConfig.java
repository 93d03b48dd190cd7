package dev.herd.engine.config;

/// Model servers on this machine.
///
/// @param detect whether Herd looks for them by itself
public record LocalConfig(boolean detect) {
    public static final LocalConfig DEFAULT = new LocalConfig(true);
}
