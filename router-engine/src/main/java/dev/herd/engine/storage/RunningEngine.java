package dev.herd.engine.storage;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The engine that runs on a home.
///
/// @param host of its endpoint, as it stands in an address
/// @param port of its endpoint; 0 while it starts
public record RunningEngine(String host, int port, long pid) {

    /// The engine on that home, if one runs.
    public static Optional<RunningEngine> find(HomeDirectory home) throws IOException {
        Path file = home.run().resolve(HomeLock.PUBLISHED);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            JsonFields fields = JsonFields.of(bytes, 0, bytes.length);
            var engine = new RunningEngine(
                    fields.string("host", "127.0.0.1"), (int) fields.whole("port"), fields.whole("pid"));
            boolean alive =
                    ProcessHandle.of(engine.pid()).map(ProcessHandle::isAlive).orElse(false);
            return alive ? Optional.of(engine) : Optional.empty();
        } catch (BadRequestException unreadable) {
            throw new IOException(file + " is not readable: " + unreadable.reason(), unreadable);
        }
    }
}
