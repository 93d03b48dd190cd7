package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Sleep;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a Mac falls asleep and is kept from it. Holds may be taken by any thread.
public final class MacSleep implements Sleep {
    private static final Logger LOG = LoggerFactory.getLogger(MacSleep.class);
    private static final String CAFFEINATE = "/usr/bin/caffeinate";

    private final MacLibraries libraries;
    private final Executor threads;
    private final List<String> command;
    private final Opened<StayAwake> assertions;
    private volatile @Nullable SleepWatch watch;

    /// @param threads gives each task a platform thread of its own
    public MacSleep(Executor threads) {
        this(
                MacLibraries.installed(),
                threads,
                List.of(
                        CAFFEINATE,
                        "-i",
                        "-w",
                        Long.toString(ProcessHandle.current().pid())));
    }

    /// @param command keeps the machine awake while it runs
    MacSleep(MacLibraries libraries, Executor threads, List<String> command) {
        this.libraries = libraries;
        this.threads = threads;
        this.command = List.copyOf(command);
        assertions = new Opened<>(() -> new StayAwake(libraries));
    }

    @Override
    public void watch(Watcher watcher) throws IOException {
        var begun = new SleepWatch(libraries, watcher, threads);
        begun.begin();
        watch = begun;
    }

    /// By an assertion, else by a command that holds one and ends with this process.
    @Override
    public Hold stayAwake(String reason) throws IOException {
        try {
            return assertions.get().hold(reason);
        } catch (IOException refused) {
            LOG.debug("awake by {}: {}", command.getFirst(), refused.getMessage());
            Process holding = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return holding::destroy;
        }
    }

    @Override
    public void close() {
        SleepWatch watching = watch;
        watch = null;
        if (watching != null) {
            watching.close();
        }
    }
}
