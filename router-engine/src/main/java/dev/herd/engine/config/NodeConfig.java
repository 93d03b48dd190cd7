package dev.herd.engine.config;

/// This machine.
///
/// @param name what people call it; empty means the host's name
public record NodeConfig(String name) {
    public static final NodeConfig DEFAULT = new NodeConfig("");
}
