package dev.herd.engine.signal;

/// Whether the machine's person is in a meeting.
///
/// @param sign what shows it, such as `camera in use`; empty when there is none
public record Meeting(boolean active, String sign) implements Signal {
    public static final Meeting NONE = new Meeting(false, "");
}
