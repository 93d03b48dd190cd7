package dev.herd.app.tray;

import dev.herd.engine.api.EngineState;

/// What the icon tells by its shape.
public enum TrayState {
    STARTING,
    NO_MACHINES,
    IDLE,
    SERVING,
    BUSY,
    PAUSED,
    STOPPING,
    BROKEN;

    static TrayState of(EngineState state) {
        return switch (state) {
            case STARTING -> STARTING;
            case NO_NODES -> NO_MACHINES;
            case IDLE -> IDLE;
            case SERVING -> SERVING;
            case BUSY -> BUSY;
            case PAUSED -> PAUSED;
            case STOPPING -> STOPPING;
        };
    }
}
