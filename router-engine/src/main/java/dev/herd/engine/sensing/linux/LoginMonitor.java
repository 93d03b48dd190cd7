package dev.herd.engine.sensing.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hears what the system's login service tells everybody: that a session is locked, that the machine falls asleep.
/// Thread-safe.
final class LoginMonitor implements AutoCloseable {
    private static final String SERVICE = "org.freedesktop.login1";
    private static final List<String> WORDS = List.of("gdbus", "monitor", "--system", "--dest", SERVICE);
    private static final Pattern SLEEP =
            Pattern.compile("org\\.freedesktop\\.login1\\.Manager\\.PrepareForSleep \\((true|false),\\)");

    /// A session's own words, or its properties that have changed.
    private static final Pattern LOCK =
            Pattern.compile("login1\\.Session\\.(Lock|Unlock) |'(LockedHint|Active|ActiveSession)'");

    private final Map<String, String> environment;
    private final InstantSource clock;
    private final ChildListener listener;
    private final List<Consumer<String>> takers = new CopyOnWriteArrayList<>();

    /// @param environment of this process, which may name the system's bus
    /// @param threads runs one task for as long as this listens
    LoginMonitor(Map<String, String> environment, InstantSource clock, Executor threads) {
        this.environment = environment;
        this.clock = clock;
        listener = new ChildListener(threads, this::take, () -> {});
    }

    private void take(String line) {
        takers.forEach(taker -> taker.accept(line));
    }

    /// Gives each line to `taker` from now on, on the listening thread.
    void hear(Consumer<String> taker) {
        takers.add(taker);
    }

    /// Listens, if it does not and the system has a bus.
    ///
    /// @return whether it has one
    boolean keep() {
        boolean there = !environment.getOrDefault("DBUS_SYSTEM_BUS_ADDRESS", "").isBlank()
                || Files.exists(Path.of("/run/dbus/system_bus_socket"));
        if (there) {
            listener.keep(WORDS, clock.instant());
        }
        return there;
    }

    /// @throws IOException when the system has no bus
    void require() throws IOException {
        if (!keep()) {
            throw new IOException("this system has no login service");
        }
    }

    /// Whether the machine falls asleep (true) or is awake again (false); empty when the line tells something else.
    static Optional<Boolean> sleep(String line) {
        Matcher found = SLEEP.matcher(line);
        return found.find() ? Optional.of(found.group(1).equals("true")) : Optional.empty();
    }

    static boolean concernsLock(String line) {
        return LOCK.matcher(line).find();
    }

    @Override
    public void close() {
        listener.close();
    }
}
