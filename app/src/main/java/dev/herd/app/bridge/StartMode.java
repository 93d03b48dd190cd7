package dev.herd.app.bridge;

/// How an engine is started.
public enum StartMode {
    /// As the command line and the settings say.
    AS_ASKED,
    /// The same on any free port.
    ON_FREE_PORT,
    /// With simulated machines instead of real ones.
    DEMO_FLEET
}
