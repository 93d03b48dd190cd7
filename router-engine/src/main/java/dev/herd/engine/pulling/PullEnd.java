package dev.herd.engine.pulling;

import dev.herd.engine.protocol.Json;

/// What became of a pull.
public sealed interface PullEnd {
    /// The model is there and can be asked for.
    ///
    /// @param line the server's last
    record Pulled(String line) implements PullEnd {}

    /// Somebody ended it before.
    ///
    /// @param reason who, in one sentence
    record Stopped(String reason) implements PullEnd {
        /// The same for those who wait for the model.
        public Failed asFailed() {
            return Failed.of(503, reason);
        }
    }

    /// It could not be pulled.
    ///
    /// @param status of an answer that has not begun; 200 when the server itself had begun to answer
    /// @param line the last one of an answer that has begun
    record Failed(int status, String reason, String line) implements PullEnd {
        /// Whether the server refused the question itself: a matter of who asked, not of the fleet.
        boolean refused() {
            return status >= 400 && status < 500;
        }

        /// Failed in Herd's own words.
        static Failed of(int status, String reason) {
            return new Failed(status, reason, "{\"error\":" + Json.quoted(reason) + "}");
        }
    }
}
