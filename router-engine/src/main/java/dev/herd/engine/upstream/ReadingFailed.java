package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamState;

/// A server did not give its inventory.
public final class ReadingFailed extends Exception {
    private final UpstreamState state;
    private final Sort sort;

    private enum Sort {
        UNANSWERED,
        NOT_READY,
        STRANGER
    }

    private ReadingFailed(UpstreamState state, String reason, Sort sort) {
        super(reason);
        this.state = state;
        this.sort = sort;
    }

    /// No answer came, or none to its end.
    ///
    /// @param state WEDGED or DOWN
    static ReadingFailed unanswered(UpstreamState state, String reason) {
        return new ReadingFailed(state, reason, Sort.UNANSWERED);
    }

    /// A model server answers, and does not give its inventory.
    ///
    /// @param state anything but UP
    static ReadingFailed notReady(UpstreamState state, String reason) {
        return new ReadingFailed(state, reason, Sort.NOT_READY);
    }

    /// Something answers there that is no model server, or is Herd.
    static ReadingFailed stranger(String reason) {
        return new ReadingFailed(UpstreamState.DOWN, reason, Sort.STRANGER);
    }

    public UpstreamState state() {
        return state;
    }

    /// Whether what is there may be a model server.
    public boolean mayBeModelServer() {
        return sort != Sort.STRANGER;
    }

    /// Whether anything answers there.
    public boolean wasAnswered() {
        return sort != Sort.UNANSWERED;
    }

    /// The message, which is never null here.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
