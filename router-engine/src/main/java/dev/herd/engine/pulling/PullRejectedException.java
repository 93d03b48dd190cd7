package dev.herd.engine.pulling;

/// No machine can pull the model now. The message names the reason for each.
public final class PullRejectedException extends Exception {
    PullRejectedException(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
