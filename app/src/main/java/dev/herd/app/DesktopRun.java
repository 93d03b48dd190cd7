package dev.herd.app;

import dev.herd.app.bridge.Actions;
import dev.herd.app.bridge.EngineBridge;
import dev.herd.app.bridge.EngineLife;
import dev.herd.app.bridge.EnginePhase;
import dev.herd.app.bridge.EngineSource;
import dev.herd.app.bridge.StartMode;
import dev.herd.app.bridge.StopMode;
import dev.herd.app.fleet.FleetPage;
import dev.herd.app.home.SingleInstance;
import dev.herd.app.queues.QueuesPage;
import dev.herd.app.shell.Page;
import dev.herd.app.text.OwnMachine;
import dev.herd.app.tray.AwtTray;
import dev.herd.app.tray.TrayMenu;
import dev.herd.app.trends.TrendsPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One desktop app from its start to its end: one window per home, the engine beside it.
final class DesktopRun {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopRun.class);

    /// In training: long enough for the demo fleet's first answers to be on the page.
    private static final long PAGE_SECONDS = 3;

    private final Path home;
    private final Optional<HeadStart> toolkit;
    private final Threads threads = new Threads();
    private final EngineLife life;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable HerdApp> app = new AtomicReference<>();
    private final AtomicReference<@Nullable EngineBridge> bridge = new AtomicReference<>();

    /// What became of it.
    enum Ending {
        /// It ran until somebody ended it.
        ENDED,
        /// The window of this home was open already, and is before the person's eyes now.
        SHOWN_ELSEWHERE,
        /// The toolkit found no display; nothing has been started.
        NO_DISPLAY
    }

    /// @param toolkit if it starts already
    DesktopRun(Path home, EngineSource source, Optional<HeadStart> toolkit) {
        this.home = home;
        this.toolkit = toolkit;
        life = new EngineLife(source, threads.workers());
    }

    /// Runs until Herd is quit.
    ///
    /// @throws IOException when the home cannot be used
    /// @throws SingleInstance.UnansweredException when another process has the home's window and does not answer
    Ending run() throws IOException, SingleInstance.UnansweredException, InterruptedException {
        try (threads) {
            Optional<SingleInstance> first = SingleInstance.take(home, threads.workers(), this::show);
            if (first.isEmpty()) {
                return Ending.SHOWN_ELSEWHERE;
            }
            try (SingleInstance mine = first.get()) {
                if (!toolkit.orElseGet(() -> HeadStart.begin(home)).open(this::open)) {
                    return Ending.NO_DISPLAY;
                }
                life.start(StartMode.AS_ASKED);
                ended.await();
                LOG.debug("the window of {} ends", mine);
                return Ending.ENDED;
            }
        }
    }

    /// Shows each page for a while and ends by itself: what the runtime loads meanwhile goes into its cache.
    ///
    /// @throws IOException when the home cannot be used
    /// @throws SingleInstance.UnansweredException when another process has the home's window and does not answer
    Ending train() throws IOException, SingleInstance.UnansweredException, InterruptedException {
        life.onPhase(phase -> {
            if (phase instanceof EnginePhase.Running) {
                var _ = threads.timer()
                        .scheduleWithFixedDelay(
                                () -> onWindow(this::turn), PAGE_SECONDS, PAGE_SECONDS, TimeUnit.SECONDS);
            } else if (phase instanceof EnginePhase.Failed) {
                life.stop(StopMode.NOW);
            }
        });
        return run();
    }

    private void turn(HerdApp window) {
        if (!window.turn()) {
            life.stop(StopMode.NOW);
        }
    }

    /// Ends it from outside, as the system asks for.
    void end() {
        life.stop(StopMode.SOON);
    }

    /// On the toolkit's thread.
    private void open() {
        String os = System.getProperty("os.name", "");
        EngineBridge made = EngineBridge.start(threads.workers(), threads.timer());
        bridge.set(made);
        var parts = new HerdApp.Parts(
                life,
                made,
                threads.workers(),
                home,
                new TrayMenu.Place(OwnMachine.word(os), ZoneId.systemDefault()),
                chosen -> AwtTray.open(os, chosen),
                ended::countDown);
        var built = new HerdApp(new Stage(), parts, this::pages);
        app.set(built);
        built.show();
    }

    /// The tabs, in their order.
    private List<Page> pages(Actions actions) {
        return List.of(
                new FleetPage(actions, () -> life.start(StartMode.DEMO_FLEET)),
                QueuesPage.later(actions),
                TrendsPage.later(actions));
    }

    /// A later start of the same home asks for the window. One that is not there yet comes anyway.
    private void show() {
        onWindow(HerdApp::show);
    }

    /// Does something on the toolkit's thread, if the window is there.
    private void onWindow(Consumer<HerdApp> task) {
        HerdApp there = app.get();
        EngineBridge way = bridge.get();
        if (there != null && way != null) {
            way.toolkit().execute(() -> task.accept(there));
        }
    }
}
