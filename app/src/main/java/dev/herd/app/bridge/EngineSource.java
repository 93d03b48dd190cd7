package dev.herd.app.bridge;

import dev.herd.engine.api.HerdEngine;
import java.time.Duration;

/// Where engines come from. Calls block.
public interface EngineSource {
    /// Starts an engine.
    Started start(StartMode mode) throws CannotStartException, InterruptedException;

    /// An engine that serves.
    interface Started {
        HerdEngine door();

        /// Takes nothing new, lets what runs end, and ends with an error what has not after `patience`.
        ///
        /// @throws InterruptedException when somebody is in a hurry; the engine runs still then
        void stop(Duration patience) throws InterruptedException;
    }

    /// There is no engine, and the person should know why.
    final class CannotStartException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient EnginePhase.Failed failed;

        public CannotStartException(EnginePhase.Failed failed) {
            super(failed.reason());
            this.failed = failed;
        }

        public EnginePhase.Failed failed() {
            return failed;
        }
    }
}
