package dev.herd.app.bridge;

import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.EngineListener;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.HerdEngine;
import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.Trends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Between the engine and the toolkit: the only place that hands work to the toolkit's thread.
///
/// Two lanes. State: a snapshot is taken at every beat, four times a second while the window is shown, once a second
/// for
/// the tray; the toolkit gets the newest only, however slow it is. Happenings: every event in order, see [EventLane].
/// What views ask of the engine runs on workers, and answers come back on the toolkit's thread. Engines may come and
/// go;
/// without one, questions are answered with that.
public final class EngineBridge implements Actions {
    private static final int TRAY_MILLIS = 1_000;
    /// At 20 requests a second and four events each, the toolkit may be stuck for half a minute before some are lost.
    static final int EVENTS_KEPT = 2_500;

    private static final Logger LOG = LoggerFactory.getLogger(EngineBridge.class);
    private static final String NO_ENGINE = "Herd is not running";

    private final Executor toolkit;
    private final Executor workers;
    private final AtomicReference<@Nullable HerdEngine> engine = new AtomicReference<>();
    private final AtomicReference<HerdEngine.@Nullable Subscription> subscription = new AtomicReference<>();
    private final AtomicReference<@Nullable EngineSnapshot> newest = new AtomicReference<>();
    private final AtomicBoolean shown = new AtomicBoolean();
    private final AtomicBoolean snapshotFails = new AtomicBoolean();
    private final List<Consumer<EngineSnapshot>> windows = new CopyOnWriteArrayList<>();
    private final List<Consumer<EngineSnapshot>> trays = new CopyOnWriteArrayList<>();
    private final List<EngineListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<CommandResult>> results = new CopyOnWriteArrayList<>();
    private final EventLane events;
    private final AtomicReference<@Nullable Beats> beats = new AtomicReference<>();
    private int millisUntilTray;

    /// @param toolkit runs one task at a time, in order
    EngineBridge(Executor toolkit, Executor workers) {
        this.toolkit = toolkit;
        this.workers = workers;
        events = new EventLane(toolkit, new Everyone(), EVENTS_KEPT);
    }

    /// A bridge to the toolkit of this process, which has been started.
    ///
    /// @param workers takes tasks that wait
    /// @param timer beats
    public static EngineBridge start(Executor workers, ScheduledExecutorService timer) {
        var bridge = new EngineBridge(Platform::runLater, workers);
        var beats = new Beats(timer, bridge.shown::get, bridge::beat);
        bridge.beats.set(beats);
        beats.now();
        return bridge;
    }

    /// Runs tasks on the toolkit's thread, in order.
    public Executor toolkit() {
        return toolkit;
    }

    /// From now on there is this engine.
    public void attach(HerdEngine next) {
        detach();
        engine.set(next);
        subscription.set(next.subscribe(events));
    }

    /// From now on there is none.
    public void detach() {
        engine.set(null);
        newest.set(null);
        HerdEngine.Subscription old = subscription.getAndSet(null);
        if (old != null) {
            old.close();
        }
    }

    /// Lets a window see snapshots, on the toolkit's thread, while [#shown].
    public void onSnapshot(Consumer<EngineSnapshot> window) {
        windows.add(window);
    }

    /// Lets a tray see snapshots, once a second at most, on the timer's thread.
    public void onTray(Consumer<EngineSnapshot> tray) {
        trays.add(tray);
    }

    /// Lets `listener` hear what happens, on the toolkit's thread.
    public void onEvent(EngineListener listener) {
        listeners.add(listener);
    }

    /// Lets `listener` hear what became of every command, on the toolkit's thread.
    public void onResult(Consumer<CommandResult> listener) {
        results.add(listener);
    }

    /// Somebody looks at the window.
    public void shown() {
        shown.set(true);
        Beats own = beats.get();
        if (own != null) {
            own.now();
        }
    }

    /// Nobody looks at the window: no snapshots for it.
    public void hidden() {
        shown.set(false);
    }

    /// Takes a snapshot if anybody wants one now. One call at a time.
    ///
    /// @param passed milliseconds since the last call
    void beat(int passed) {
        HerdEngine now = engine.get();
        boolean looked = shown.get();
        millisUntilTray -= passed;
        boolean tray = !trays.isEmpty() && millisUntilTray <= 0;
        if (tray) {
            millisUntilTray = TRAY_MILLIS;
        }
        if (now == null || !(tray || looked)) {
            return;
        }
        try {
            if (looked) {
                now.seen();
            }
            EngineSnapshot snapshot = now.snapshot();
            snapshotFails.set(false);
            if (tray) {
                trays.forEach(each -> each.accept(snapshot));
            }
            if (shown.get() && newest.getAndSet(snapshot) == null) {
                toolkit.execute(this::deliver);
            }
        } catch (RuntimeException defect) {
            // The timer must go on beating whatever one beat met.
            if (!snapshotFails.getAndSet(true)) {
                LOG.error("the state cannot be shown", defect);
            }
        }
    }

    /// Takes a snapshot now, whether anybody looks or not.
    ///
    /// @param seen gets it on the toolkit's thread; empty when there is no engine
    public void now(Consumer<Optional<EngineSnapshot>> seen) {
        workers.execute(() -> {
            Optional<EngineSnapshot> moment = ask(asked -> Optional.of(asked.snapshot()), _ -> Optional.empty());
            toolkit.execute(() -> seen.accept(moment));
        });
    }

    private void deliver() {
        EngineSnapshot snapshot = newest.getAndSet(null);
        if (snapshot != null) {
            windows.forEach(window -> window.accept(snapshot));
        }
    }

    @Override
    public void execute(EngineCommand command, Consumer<CommandResult> done) {
        workers.execute(() -> {
            CommandResult result = ask(asked -> asked.execute(command), CommandResult.Rejected::new);
            toolkit.execute(() -> {
                results.forEach(listener -> listener.accept(result));
                done.accept(result);
            });
        });
    }

    @Override
    public void probe(String address, Consumer<ServerProbe> found) {
        workers.execute(() -> {
            ServerProbe probe = ask(asked -> asked.probe(address), ServerProbe.NotFound::new);
            toolkit.execute(() -> found.accept(probe));
        });
    }

    @Override
    public void history(HistoryQuery query, Consumer<HistoryPage> read, Consumer<String> failed) {
        this.<HistoryPage>read(asked -> asked.history(query), read, failed);
    }

    @Override
    public void request(String id, Consumer<Optional<RequestTrace>> read, Consumer<String> failed) {
        this.<Optional<RequestTrace>>read(asked -> asked.request(id), read, failed);
    }

    @Override
    public void trends(TrendQuery query, Consumer<Trends> read, Consumer<String> failed) {
        this.<Trends>read(asked -> asked.trends(query), read, failed);
    }

    @Override
    public void save(Path file, Supplier<byte[]> content) {
        workers.execute(() -> {
            CommandResult result = saved(file, content);
            toolkit.execute(() -> results.forEach(listener -> listener.accept(result)));
        });
    }

    private static CommandResult saved(Path file, Supplier<byte[]> content) {
        try {
            Path part = Files.createTempFile(file.toAbsolutePath().getParent(), ".herd", ".part");
            try {
                Files.write(part, content.get());
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return new CommandResult.Done("Saved " + file);
        } catch (IOException failed) {
            return new CommandResult.Rejected(file + " cannot be written: " + failed.getMessage());
        }
    }

    private <T> void read(Question<T> question, Consumer<T> read, Consumer<String> failed) {
        workers.execute(() -> {
            Runnable answer = ask(
                    asked -> {
                        T value = question.ask(asked);
                        return () -> read.accept(value);
                    },
                    reason -> () -> failed.accept(reason));
            toolkit.execute(answer);
        });
    }

    /// What the engine answers, or what is to be said instead.
    private <T> T ask(Question<T> question, Function<String, T> instead) {
        HerdEngine asked = engine.get();
        if (asked == null) {
            return instead.apply(NO_ENGINE);
        }
        try {
            return question.ask(asked);
        } catch (IOException failed) {
            return instead.apply(String.valueOf(failed.getMessage()));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return instead.apply("Herd is ending");
        } catch (RuntimeException defect) {
            LOG.error("a question of the window's failed", defect);
            return instead.apply("that did not work, for a reason that only the log knows");
        }
    }

    private interface Question<T> {
        T ask(HerdEngine engine) throws IOException, InterruptedException;
    }

    private final class Everyone implements EngineListener {
        @Override
        public void happened(EngineEvent event) {
            listeners.forEach(listener -> listener.happened(event));
        }

        @Override
        public void gap(long lost) {
            listeners.forEach(listener -> listener.gap(lost));
        }
    }
}
