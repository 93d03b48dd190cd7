package dev.herd.engine.storage;

import dev.herd.engine.protocol.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps a second engine off a home, and tells commands where the first one listens.
public final class HomeLock implements AutoCloseable {
    static final String PUBLISHED = "engine.json";

    private final HomeDirectory home;
    private final FileChannel channel;

    private HomeLock(HomeDirectory home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /// Another engine runs on the home.
    public static final class HomeTakenException extends Exception {
        HomeTakenException(String message) {
            super(message);
        }
    }

    /// @throws HomeTakenException naming the process that has it
    public static HomeLock take(HomeDirectory home) throws IOException, HomeTakenException {
        FileChannel channel = FileChannel.open(
                home.run().resolve("engine.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = tryLock(channel);
        } catch (IOException broken) {
            channel.close();
            throw broken;
        }
        if (lock == null) {
            channel.close();
            String who = RunningEngine.find(home)
                    .map(engine -> "process " + engine.pid())
                    .orElse("another process");
            throw new HomeTakenException("Herd already runs on " + home.path() + " (" + who + ")");
        }
        var taken = new HomeLock(home, channel);
        taken.publish("127.0.0.1", 0);
        return taken;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    /// Tells commands where the engine listens.
    ///
    /// @param host as it stands in an address
    /// @param port 0 while it starts
    public void publish(String host, int port) throws IOException {
        long pid = ProcessHandle.current().pid();
        AtomicFile.write(file(), Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberProperty("port", port);
            json.writeNumberProperty("pid", pid);
            json.writeStringProperty("host", host);
            json.writeEndObject();
        }));
    }

    private Path file() {
        return home.run().resolve(PUBLISHED);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file());
        channel.close();
    }
}
