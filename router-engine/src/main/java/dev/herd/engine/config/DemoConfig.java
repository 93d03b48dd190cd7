package dev.herd.engine.config;

/// The demo fleet. Never on by itself: no setting switches it on, only a flag or a button.
///
/// @param on whether simulated machines serve in place of those of this machine
public record DemoConfig(boolean on) {
    public static final DemoConfig OFF = new DemoConfig(false);
}
