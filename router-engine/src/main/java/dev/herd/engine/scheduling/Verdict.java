package dev.herd.engine.scheduling;

import java.time.Duration;

/// Whose fault a failed attempt is.
public sealed interface Verdict {
    /// The request's own: told to the client with that status, no further try, no blame.
    record RequestsOwn(int status, String message) implements Verdict {}

    /// The request's own where no other window is larger: its prompt does not fit into the one it got.
    ///
    /// @param window that it got, in tokens, 0 when unknown
    record WindowTooSmall(String message, int window) implements Verdict {
        /// The same once the window is known.
        public WindowTooSmall in(int size) {
            return new WindowTooSmall(message, size);
        }
    }

    /// The node's, as far as this answer alone tells: another node is tried. When that one says the same, it was the
    /// request's own after all.
    ///
    /// @param answered whether the node gave this message as an answer, rather than breaking off
    record NodesFault(String message, boolean answered) implements Verdict {}

    /// Nobody's: the server has too much to do.
    record Busy(String message, Duration retryAfter) implements Verdict {}

    /// The server lacks the model, or does not let this engine use it; another node is tried, without blame.
    record NotThere(int status, String message) implements Verdict {}
}
