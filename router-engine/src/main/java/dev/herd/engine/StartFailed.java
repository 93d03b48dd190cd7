package dev.herd.engine;

/// An engine could not start. The message is for the person and says what to do.
public final class StartFailed extends Exception {
    private final Cause cause;

    /// What is in the way.
    public enum Cause {
        /// Another engine runs on the same home.
        HOME_TAKEN,
        /// Another program listens on the port.
        PORT_TAKEN,
        OTHER
    }

    StartFailed(Cause cause, String message) {
        super(message);
        this.cause = cause;
    }

    public Cause what() {
        return cause;
    }

    /// The message, which is never null here.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
