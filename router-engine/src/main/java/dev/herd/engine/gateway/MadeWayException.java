package dev.herd.engine.gateway;

/// The attempt was given up for a more urgent request, before its client got anything; the request goes on
/// later.
final class MadeWayException extends InterruptedException {
    private static final long serialVersionUID = 1;

    MadeWayException() {
        super("made way for a more urgent request");
    }
}
