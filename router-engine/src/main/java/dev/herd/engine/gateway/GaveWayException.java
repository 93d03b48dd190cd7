package dev.herd.engine.gateway;

/// The attempt was given up before its client got anything: for a more urgent request, when it goes on later, or for a
/// copy of the same request that answers.
final class GaveWayException extends InterruptedException {
    private static final long serialVersionUID = 1;

    private final Abort.Reason reason;

    GaveWayException(Abort.Reason reason) {
        super("gave way: " + reason);
        this.reason = reason;
    }

    Abort.Reason reason() {
        return reason;
    }
}
