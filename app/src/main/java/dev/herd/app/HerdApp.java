package dev.herd.app;

import dev.herd.app.bridge.EngineBridge;
import dev.herd.app.bridge.EngineHost;
import dev.herd.app.bridge.EnginePhase;
import dev.herd.app.bridge.StartMode;
import dev.herd.app.bridge.StopMode;
import dev.herd.app.home.WindowMemory;
import dev.herd.app.shell.Face;
import dev.herd.app.shell.Frame;
import dev.herd.app.shell.HerdWindow;
import dev.herd.app.shell.Page;
import dev.herd.app.shell.Question;
import dev.herd.app.shell.Wishes;
import dev.herd.app.tray.RecentError;
import dev.herd.app.tray.TrayAction;
import dev.herd.app.tray.TrayLane;
import dev.herd.app.tray.TrayMenu;
import dev.herd.app.tray.TrayPort;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.EngineListener;
import dev.herd.engine.api.EngineSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The desktop app: brings together engine, window and tray. Built and used on the toolkit's thread.
final class HerdApp implements Wishes {
    private static final Logger LOG = LoggerFactory.getLogger(HerdApp.class);
    private static final String DEFECT =
            "Something in this window went wrong. Herd goes on serving; the log has the details.";

    private final Parts parts;
    private final EngineBridge bridge;
    private final Frame frame;
    private final HerdWindow window;
    private final TrayLane tray = new TrayLane();
    private final AtomicReference<List<RecentError>> errors = new AtomicReference<>(List.of());
    private final AtomicReference<EnginePhase> phase = new AtomicReference<>(new EnginePhase.Starting());

    /// What the app is made of.
    ///
    /// @param home where the window's place is kept
    /// @param workers takes tasks that wait
    /// @param trays opens the system's tray, on a worker
    /// @param ended runs once Herd has ended, on the toolkit's thread
    record Parts(
            EngineHost host,
            EngineBridge bridge,
            Executor workers,
            Path home,
            TrayMenu.Place place,
            Trays trays,
            Runnable ended) {}

    /// Opens the system's tray.
    interface Trays {
        /// @return empty when this system shows none
        Optional<TrayPort> open(Consumer<TrayAction> chosen) throws InterruptedException;
    }

    HerdApp(Stage stage, Parts parts, Function<EngineBridge, List<Page>> pages) {
        this.parts = parts;
        bridge = parts.bridge();
        frame = new Frame(pages.apply(bridge), this, parts.place(), System::nanoTime);
        window = new HerdWindow(stage, frame, this, parts.place(), WindowMemory.load(parts.home()));
        Thread.currentThread().setUncaughtExceptionHandler(this::defect);
        bridge.onSnapshot(moment -> frame.show(moment, errors.get()));
        bridge.onEvent(new Errors());
        bridge.onResult(frame::show);
        window.onVisible(visible -> {
            if (visible) {
                bridge.shown();
            } else {
                bridge.hidden();
                WindowMemory left = window.memory();
                parts.workers().execute(() -> left.save(parts.home()));
            }
        });
        parts.host().onPhase(this::enter);
        // AWT takes its time to start, which would be the window's.
        window.whenPainted(() -> parts.workers().execute(this::openTray));
    }

    /// Shows the window; the person may have started Herd a second time.
    void show() {
        window.show();
    }

    /// Shows the page after the one that is shown.
    ///
    /// @return whether there was one
    boolean turn() {
        return frame.turn();
    }

    /// On a thread of the host's.
    private void enter(EnginePhase next) {
        phase.set(next);
        switch (next) {
            case EnginePhase.Running running -> bridge.attach(running.engine());
            case EnginePhase.Stopping _ -> {}
            case EnginePhase.Starting _ -> {
                bridge.detach();
                tray.show(TrayMenu.starting());
            }
            case EnginePhase.Failed failed -> {
                bridge.detach();
                tray.show(TrayMenu.broken(failed.headline()));
            }
            case EnginePhase.Stopped _ -> bridge.detach();
        }
        bridge.toolkit().execute(() -> {
            frame.show(next);
            if (next instanceof EnginePhase.Stopped) {
                end();
            }
        });
    }

    private void showInTray(EngineSnapshot moment) {
        if (phase.get() instanceof EnginePhase.Running || phase.get() instanceof EnginePhase.Stopping) {
            tray.show(TrayMenu.of(moment, errors.get(), parts.place()));
        }
    }

    private void openTray() {
        try {
            Optional<TrayPort> opened =
                    parts.trays().open(action -> bridge.toolkit().execute(() -> perform(action)));
            opened.ifPresent(port -> {
                tray.open(port);
                // Only now: without a tray nobody looks while the window is hidden, and no picture is taken.
                bridge.onTray(this::showInTray);
            });
            bridge.toolkit().execute(() -> window.face(opened.isPresent() ? Face.TRAY : Face.WINDOW));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void perform(TrayAction action) {
        switch (action) {
            case TrayAction.Tell tell -> tell.commands().forEach(bridge::execute);
            case TrayAction.Copy(String text) -> copy(text);
            case TrayAction.ShowRequest(String id) -> {
                window.show();
                frame.reveal(id);
            }
            case TrayAction.OpenWindow _ -> window.show();
            case TrayAction.Quit _ -> quit();
        }
    }

    private void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
        frame.show(new CommandResult.Done("Copied " + text));
    }

    @Override
    public void start(StartMode mode) {
        parts.host().start(mode);
    }

    /// Ends Herd, after asking if that would cut somebody's work.
    private void quit() {
        bridge.now(moment -> moment.flatMap(Question::quitting)
                .ifPresentOrElse(
                        question -> window.ask(question, parts.host()::stop),
                        () -> parts.host().stop(StopMode.NOW)));
    }

    private void end() {
        window.memory().save(parts.home());
        window.hide();
        tray.close();
        parts.ended().run();
    }

    /// Whatever the window meets, the engine goes on.
    private void defect(Thread thread, Throwable defect) {
        LOG.error("the window failed on {}", thread.getName(), defect);
        frame.alarm(DEFECT);
    }

    private final class Errors implements EngineListener {
        @Override
        public void happened(EngineEvent event) {
            errors.set(RecentError.after(event, errors.get()));
        }

        @Override
        public void gap(long lost) {
            LOG.info("{} events came too fast for the window", lost);
        }
    }
}
