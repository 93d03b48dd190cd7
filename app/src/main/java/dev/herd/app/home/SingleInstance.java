package dev.herd.app.home;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One window per home. The first start holds a lock and listens on a loopback port; the second finds port and a random
/// word in `HOME/run/window.json`, sends the word, and the first shows its window. Nothing else is accepted there.
public final class SingleInstance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SingleInstance.class);
    private static final String SHOW = "show ";
    private static final String SHOWN = "shown\n";
    private static final int WORD_BYTES = 32;
    private static final int MESSAGE_BYTES = SHOW.length() + 2 * WORD_BYTES + 1;
    private static final int ANSWER_MILLIS = 2_000;

    /// How long a first start may take from its lock to its port, on a machine that is busy.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FileChannel lock;
    private final Path file;
    private final ServerSocket server;
    private final byte[] message;
    private final Runnable show;

    private SingleInstance(FileChannel lock, Path file, Runnable show) throws IOException {
        this.lock = lock;
        this.file = file;
        this.show = show;
        server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        byte[] word = new byte[WORD_BYTES];
        new SecureRandom().nextBytes(word);
        String text = HexFormat.of().formatHex(word);
        message = message(text);
        FlatFile.write(file, Map.of("port", Integer.toString(server.getLocalPort()), "word", text));
    }

    /// Another process has the window of this home, and does not answer.
    public static final class UnansweredException extends Exception {
        private static final long serialVersionUID = 1;

        UnansweredException(String message) {
            super(message);
        }
    }

    /// Takes the home's window.
    ///
    /// @param listener runs the listening, for as long as the instance is open
    /// @param show runs when a later start asks for the window, on a thread of the listener's
    /// @return empty when another process has the window and was told to show it
    public static Optional<SingleInstance> take(Path home, Executor listener, Runnable show)
            throws IOException, UnansweredException {
        Path run = Files.createDirectories(home.resolve("run"));
        Path file = run.resolve("window.json");
        FileChannel channel =
                FileChannel.open(run.resolve("window.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (locked(channel) == null) {
            channel.close();
            tellFirst(file, home);
            return Optional.empty();
        }
        try {
            var first = new SingleInstance(channel, file, show);
            listener.execute(first::listen);
            return Optional.of(first);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    private static void tellFirst(Path file, Path home) throws UnansweredException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!told(file)) {
            if (System.nanoTime() > deadline) {
                throw new UnansweredException("Herd already runs on " + home + ", but its window does not answer");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static boolean told(Path file) {
        try (var socket = new Socket()) {
            Map<String, String> first = FlatFile.read(file);
            int port = Integer.parseInt(first.getOrDefault("port", ""));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(message(first.getOrDefault("word", "")));
            byte[] answer = socket.getInputStream().readNBytes(SHOWN.length());
            return new String(answer, StandardCharsets.US_ASCII).equals(SHOWN);
        } catch (IOException | IllegalArgumentException notYet) {
            return false;
        }
    }

    private static byte[] message(String word) {
        return (SHOW + word + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private void listen() {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                answer(caller);
            } catch (IOException left) {
                LOG.debug("a start that asked for the window left: {}", left.getMessage());
            }
        }
    }

    private void answer(Socket caller) throws IOException {
        caller.setSoTimeout(ANSWER_MILLIS);
        InputStream in = caller.getInputStream();
        if (MessageDigest.isEqual(in.readNBytes(MESSAGE_BYTES), message)) {
            show.run();
            caller.getOutputStream().write(SHOWN.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(file);
            lock.close();
        } catch (IOException left) {
            LOG.warn("the window stays marked as taken: {}", left.getMessage());
        }
    }
}
