package dev.herd.engine.sensing;

import java.util.Optional;
import java.util.OptionalInt;

/// The processes that listen on this machine, as far as this one may look.
public interface ServerProcesses {
    /// Where nothing can be seen.
    ServerProcesses UNSEEN = new ServerProcesses() {
        @Override
        public OptionalInt slots(int port) {
            return OptionalInt.empty();
        }

        @Override
        public Optional<String> owner(int port) {
            return Optional.empty();
        }
    };

    /// How many requests at once the model server on that port was started with: its runner's `-np`, else its
    /// `OLLAMA_NUM_PARALLEL`.
    OptionalInt slots(int port);

    /// Who listens on that port, such as `ollama (process 4711)`.
    Optional<String> owner(int port);
}
