package dev.herd.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.bridge.EngineBridge;
import dev.herd.app.bridge.EnginePhase;
import dev.herd.app.bridge.StartMode;
import dev.herd.app.bridge.StopMode;
import dev.herd.app.home.WindowMemory;
import dev.herd.app.shell.Page;
import dev.herd.app.shell.Theme;
import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.FakeHost;
import dev.herd.app.testing.Moments;
import dev.herd.app.testing.SamplePage;
import dev.herd.app.testing.Toolkit;
import dev.herd.app.tray.TrayAction;
import dev.herd.app.tray.TrayMenu;
import dev.herd.app.tray.TrayPort;
import dev.herd.app.tray.TrayState;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/// The whole app, with an engine, a tray and a toolkit that need no display.
class HerdAppTest {
    private static final EngineSnapshot WORKING = Moments.serving();
    private static final EngineSnapshot IDLE =
            Moments.of(Moments.own(NodeState.UP, null)).now();

    @TempDir
    Path home;

    private final FakeHost host = new FakeHost();
    private final FakeEngine engine = new FakeEngine(WORKING);
    private final FakeTray tray = new FakeTray();
    private final Threads threads = new Threads();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final FxRobot robot = new FxRobot();
    private final SamplePage queues = new SamplePage("queues", "Queues");
    private final AtomicReference<Stage> stage = new AtomicReference<>();

    private static final class FakeTray implements TrayPort {
        private final List<TrayMenu> menus = new CopyOnWriteArrayList<>();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final AtomicReference<Consumer<TrayAction>> chosen = new AtomicReference<>(_ -> {});
        private volatile boolean present = true;

        Optional<TrayPort> open(Consumer<TrayAction> listener) {
            chosen.set(listener);
            return present ? Optional.of(this) : Optional.empty();
        }

        boolean shows(TrayState state) {
            return !menus.isEmpty() && menus.getLast().state() == state;
        }

        @Override
        public void show(TrayMenu menu) {
            menus.add(menu);
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @BeforeAll
    static void toolkit() {
        Toolkit.start();
        Toolkit.run(() -> Theme.wear(Theme.Appearance.LIGHT));
    }

    @BeforeEach
    void open() {
        Toolkit.run(() -> {
            stage.set(new Stage());
            var bridge = EngineBridge.start(threads.workers(), threads.timer());
            var place = new TrayMenu.Place("this machine", ZoneId.of("UTC"));
            var parts =
                    new HerdApp.Parts(host, bridge, threads.workers(), home, place, tray::open, () -> ended.set(true));
            var pages = List.<Page>of(new SamplePage("fleet", "Fleet"), queues);
            new HerdApp(stage.get(), parts, _ -> pages).show();
        });
        Await.until("the tray has opened", () -> !tray.present || !tray.menus.isEmpty());
    }

    @AfterEach
    void close() {
        Toolkit.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
        threads.close();
    }

    private void idles() {
        serves(IDLE, "Idle");
    }

    private void works() {
        serves(WORKING, "Serving");
    }

    private void serves(EngineSnapshot moment, String word) {
        host.enters(new EnginePhase.Running(engine.shows(moment)));
        Await.until("the window shows the engine", () -> says(word));
    }

    private boolean says(String text) {
        return Toolkit.on(() -> Window.getWindows().stream()
                .flatMap(window -> window.getScene().getRoot().lookupAll(".label").stream())
                .filter(Labeled.class::isInstance)
                .anyMatch(node -> ((Labeled) node).getText().contains(text)));
    }

    private Optional<DialogPane> question() {
        return Toolkit.on(() -> Window.getWindows().stream()
                .map(window -> window.getScene().getRoot())
                .filter(DialogPane.class::isInstance)
                .map(DialogPane.class::cast)
                .findFirst());
    }

    private void answer(String label) {
        Await.until("a question is asked", () -> question().isPresent());
        Toolkit.run(() -> question().orElseThrow().lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> button.getText().equals(label))
                .findFirst()
                .orElseThrow()
                .fire());
        Await.until("the question is gone", () -> question().isEmpty());
    }

    private void keys(KeyCode... codes) {
        robot.press(codes).release(codes);
    }

    private boolean onScreen() {
        return Toolkit.on(() -> stage.get().isShowing() && !stage.get().isIconified());
    }

    @Test
    void showsTheEngineInWindowAndTray() {
        assertThat(tray.shows(TrayState.STARTING)).isTrue();
        works();

        Await.until("the tray shows it too", () -> tray.shows(TrayState.SERVING));
    }

    @Test
    void saysWhyTheEngineCannotStartAndStartsItAnotherWay() {
        host.enters(new EnginePhase.Failed("Port 11435 is taken", "by ollama", List.of(StartMode.ON_FREE_PORT)));
        Await.until("the reason is shown", () -> says("Port 11435 is taken"));
        assertThat(tray.shows(TrayState.BROKEN)).isTrue();

        Toolkit.run(() -> ((Button) stage.get().getScene().lookup("#start-on-free-port")).fire());
        assertThat(host.starts()).containsExactly(StartMode.ON_FREE_PORT);
    }

    @Test
    void quitsAtOnceWhenNothingIsUnderWay() {
        idles();
        keys(KeyCode.CONTROL, KeyCode.Q);

        Await.until("Herd stops", () -> host.stops().equals(List.of(StopMode.NOW)));
    }

    @Test
    void asksBeforeItCutsWorkAndWaitsByDefault() {
        works();
        keys(KeyCode.CONTROL, KeyCode.Q);
        Await.until("a question is asked", () -> question().isPresent());
        assertThat(says("3 requests run and 1 waits")).isTrue();
        assertThat(host.stops()).isEmpty();

        robot.type(KeyCode.ENTER);
        Await.until("Herd stops when it is idle", () -> host.stops().equals(List.of(StopMode.WHEN_IDLE)));
    }

    @Test
    void quitsNowIfThePersonWantsIt() {
        works();
        keys(KeyCode.CONTROL, KeyCode.Q);
        answer("Quit now");

        assertThat(host.stops()).containsExactly(StopMode.NOW);
    }

    @Test
    void escapeLeavesThingsAsTheyAre() {
        works();
        keys(KeyCode.CONTROL, KeyCode.Q);
        Await.until("a question is asked", () -> question().isPresent());
        robot.type(KeyCode.ESCAPE);
        Await.until("the question is gone", () -> question().isEmpty());

        assertThat(host.stops()).isEmpty();
        assertThat(onScreen()).isTrue();
    }

    @Test
    void quittingFromTheTrayAsksOverTheWindowThatWasClosed() {
        works();
        Toolkit.run(() -> stage.get().hide());
        tray.chosen.get().accept(new TrayAction.Quit());
        answer("Quit when idle");

        assertThat(host.stops()).containsExactly(StopMode.WHEN_IDLE);
        assertThat(onScreen()).isTrue();
    }

    @Test
    void endsWhenTheEngineHasStopped() {
        idles();
        Toolkit.run(() -> ((ToggleButton) stage.get().getScene().lookup("#tab-queues")).fire());
        host.enters(new EnginePhase.Stopping()).enters(new EnginePhase.Stopped());
        Await.until("Herd has ended", ended::get);

        assertThat(tray.closed).isTrue();
        assertThat(WindowMemory.load(home).page()).isEqualTo("queues");
        assertThat(WindowMemory.load(home).area()).isPresent();
    }

    @Test
    void closingIsExplainedOnceAndNeverEndsHerd() {
        works();
        keys(KeyCode.CONTROL, KeyCode.W);
        answer("Close window");
        assertThat(onScreen()).isFalse();

        tray.chosen.get().accept(new TrayAction.OpenWindow());
        Await.until("the window is back", this::onScreen);
        keys(KeyCode.CONTROL, KeyCode.W);
        Await.until("the window is closed", () -> !onScreen());

        assertThat(question()).isEmpty();
        assertThat(host.stops()).isEmpty();
        assertThat(ended).isFalse();
    }

    @Test
    void takesNoSnapshotsForAClosedWindow() {
        works();
        Toolkit.run(() -> stage.get().hide());
        int shown = Toolkit.on(() -> queues.shown().size());
        int taken = engine.snapshotsTaken();
        Await.until("the tray has been served twice", () -> engine.snapshotsTaken() >= taken + 2);

        assertThat(Toolkit.on(() -> queues.shown().size())).isEqualTo(shown);
    }

    @Test
    void theKeysOfTheTabsChooseThem() {
        works();
        keys(KeyCode.CONTROL, KeyCode.DIGIT2);
        Await.until("the page is shown", () -> !queues.shown().isEmpty());

        keys(KeyCode.CONTROL, KeyCode.DIGIT9);
        assertThat(Toolkit.on(() -> queues.view().isVisible())).isTrue();
    }

    @Test
    void theKeyOfThePausePausesForAnHourAndResumes() {
        works();
        keys(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
        Await.until("Herd is told", () -> !engine.commands().isEmpty());
        assertThat(engine.commands()).containsExactly(new EngineCommand.Pause(Moments.OWN, Duration.ofHours(1)));

        engine.shows(Moments.of(Moments.own(NodeState.PAUSED, Duration.ofHours(1)))
                .state(EngineState.PAUSED)
                .now());
        Await.until("the pause is shown", () -> says("Paused"));
        keys(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P);
        Await.until("Herd is told", () -> engine.commands().size() == 2);
        assertThat(engine.commands()).last().isEqualTo(new EngineCommand.Resume(Moments.OWN));
    }

    @Test
    void theKeyOfTheEndpointCopiesIt() {
        works();
        keys(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.C);
        Await.until("that is said", () -> says("Copied http://localhost:11435/v1"));

        assertThat(Toolkit.on(() -> Clipboard.getSystemClipboard().getString())).isEqualTo("http://localhost:11435/v1");
    }

    @Test
    void theTrayTellsTheEngineAndTheWindowSaysWhatCameOfIt() {
        works();
        engine.answers(new CommandResult.Rejected("Studio is gone"));
        tray.chosen.get().accept(TrayAction.Tell.one(new EngineCommand.Drain(Moments.OWN)));

        Await.until("the result is shown", () -> says("Studio is gone"));
        assertThat(engine.commands()).containsExactly(new EngineCommand.Drain(Moments.OWN));
    }

    @Test
    void aRecentErrorOpensTheWindowOnItsRequest() {
        works();
        Toolkit.run(() -> stage.get().hide());
        tray.chosen.get().accept(new TrayAction.ShowRequest("r7"));
        Await.until("the window is back", this::onScreen);

        assertThat(queues.revealed()).containsExactly("r7");
    }

    @Test
    void aFailureOfTheWindowsIsSaidAndStopsNothing() {
        works();
        Platform.runLater(() -> {
            throw new IllegalStateException("a defect");
        });
        Await.until("that is said", () -> says("Something in this window went wrong"));

        engine.shows(IDLE);
        Await.until("the window goes on", () -> says("Idle"));
        assertThat(host.stops()).isEmpty();
    }

    @Test
    void withoutATrayTheWindowIsTheFaceAndSaysSo() {
        tray.present = false;
        tray.menus.clear();
        close();
        var again = new HerdAppTest();
        again.home = home;
        again.tray.present = false;
        again.open();
        try {
            again.works();
            Await.until("that is said", () -> again.says("This system shows no tray icon"));
            again.keys(KeyCode.CONTROL, KeyCode.W);
            again.answer("Close window");

            assertThat(Toolkit.on(() -> again.stage.get().isShowing())).isTrue();
            assertThat(Toolkit.on(() -> again.stage.get().isIconified())).isTrue();
        } finally {
            again.close();
        }
    }

    @Test
    void everyControlOfTheFrameHasANameAndCanBeReached() {
        works();
        List<Node> nameless = Toolkit.on(() -> stage.get().getScene().getRoot().lookupAll("*").stream()
                .filter(Node::isFocusTraversable)
                .filter(node -> node.getAccessibleText() == null
                        || node.getAccessibleText().isBlank())
                .filter(node ->
                        !(node instanceof Labeled labeled) || labeled.getText().isBlank())
                .toList());

        assertThat(nameless).isEmpty();
    }
}
