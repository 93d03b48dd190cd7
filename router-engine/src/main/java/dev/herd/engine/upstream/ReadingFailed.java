package dev.herd.engine.upstream;

import dev.herd.engine.fleet.UpstreamState;

/// A server did not give its inventory.
public final class ReadingFailed extends Exception {
    private final UpstreamState state;
    private final boolean modelServer;

    private ReadingFailed(UpstreamState state, String reason, boolean modelServer) {
        super(reason);
        this.state = state;
        this.modelServer = modelServer;
    }

    /// @param state anything but UP
    static ReadingFailed of(UpstreamState state, String reason) {
        return new ReadingFailed(state, reason, true);
    }

    /// Something answers there that is no model server, or is Herd.
    static ReadingFailed stranger(String reason) {
        return new ReadingFailed(UpstreamState.DOWN, reason, false);
    }

    public UpstreamState state() {
        return state;
    }

    /// Whether what is there may be a model server.
    public boolean mayBeModelServer() {
        return modelServer;
    }

    /// The message, which is never null here.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
