package dev.herd.engine.upstream;

import org.jspecify.annotations.Nullable;

/// A model server could not be talked to, or broke off.
public final class UpstreamFailure extends Exception {
    private final Kind kind;

    /// What broke.
    public enum Kind {
        /// No connection came about.
        CONNECT,
        /// The connection broke before any byte of the answer.
        NO_ANSWER,
        /// No answer within the time given.
        TIMEOUT,
        /// The answer broke off, or was no HTTP.
        CUT
    }

    public UpstreamFailure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// The message, which is never null here.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
