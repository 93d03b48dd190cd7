package dev.herd.engine.signal;

/// The program in front, as a kind: its name stays with the sensor.
///
/// @param kind UNKNOWN where the system tells a program that is on no list
/// @param fullScreen whether it takes the whole screen
public record Front(Kind kind, boolean fullScreen) implements Signal {
    public enum Kind {
        CALL,
        BUILD,
        GAME,
        CREATIVE,
        MEDIA,
        OFFICE,
        UNKNOWN
    }
}
