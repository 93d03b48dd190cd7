package dev.herd.engine.gateway;

/// A machine takes nothing now, whatever the scheduler believes. The request goes elsewhere, and its client sees
/// nothing of that.
final class GateClosedException extends InterruptedException {
    private static final long serialVersionUID = 1;

    /// @param reason for people
    GateClosedException(String reason) {
        super(reason);
    }
}
