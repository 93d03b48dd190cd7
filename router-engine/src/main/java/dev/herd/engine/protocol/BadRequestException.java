package dev.herd.engine.protocol;

/// The request itself is wrong: answered with 400 in the client's dialect, never retried.
public final class BadRequestException extends Exception {
    /// @param message for the client, in the words a real server of the dialect uses where there are such
    public BadRequestException(String message) {
        super(message);
    }

    /// The message, which is never null here.
    public String reason() {
        return String.valueOf(getMessage());
    }

    /// Whether a JSON text is not wrong but ends too early.
    public boolean isCut() {
        return reason().equals(JsonFields.CUT);
    }
}
