package dev.herd.engine.pulling;

import dev.herd.engine.fleet.UpstreamId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets a model server pull a model. Thread-safe; calls block, and end when their thread is interrupted.
public interface PullSource {
    /// Asks the server; it goes on where an earlier pull broke off.
    ///
    /// @param insecure whether a registry without TLS will do
    /// @throws BrokenException when the server gave no answer
    /// @throws RefusedException when it said no
    Lines open(UpstreamId upstream, String model, boolean insecure)
            throws BrokenException, RefusedException, InterruptedException;

    /// The progress of one pull, for one thread. Closing it before its end ends the pull.
    interface Lines extends AutoCloseable {
        /// The next line; empty when the server has said all.
        Optional<PullLine> next() throws BrokenException;

        @Override
        void close();
    }

    /// The connection broke, or none came about.
    final class BrokenException extends Exception {
        public BrokenException(String reason, @Nullable Throwable cause) {
            super(reason, cause);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /// The server answered with an error.
    final class RefusedException extends Exception {
        private final int status;

        public RefusedException(int status, String reason) {
            super(reason);
            this.status = status;
        }

        int status() {
            return status;
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
