package dev.herd.engine;

import dev.herd.engine.gateway.Patience;
import dev.herd.engine.upstream.Pace;

/// How long an engine waits for clients and servers, and how often it asks the latter. Not configured: the numbers are
/// what people and model servers are like; tests take smaller ones.
public record EngineTiming(Patience patience, Pace pace) {
    public static final EngineTiming DEFAULT = new EngineTiming(Patience.DEFAULT, Pace.DEFAULT);
}
