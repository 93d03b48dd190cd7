package dev.herd.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.bridge.EngineBridge;
import dev.herd.app.bridge.EnginePhase;
import dev.herd.app.queues.QueuesPage;
import dev.herd.app.shell.Page;
import dev.herd.app.shell.Theme;
import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.FakeHost;
import dev.herd.app.testing.Moments;
import dev.herd.app.testing.Requests;
import dev.herd.app.testing.SamplePage;
import dev.herd.app.testing.Toolkit;
import dev.herd.app.tray.TrayMenu;
import dev.herd.engine.testing.Await;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Skinnable;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to the pages that nobody has chosen yet.
class RehearsalTest {
    @TempDir
    Path home;

    private final FakeHost host = new FakeHost();
    private final FakeEngine engine = new FakeEngine(Moments.serving()).remembers(Requests.history(200));
    private final Threads threads = new Threads();
    private final SamplePage fleet = new SamplePage("fleet", "Fleet");
    private final SamplePage last = new SamplePage("last", "Last");
    private final AtomicReference<Stage> stage = new AtomicReference<>();

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
            var parts = new HerdApp.Parts(
                    host,
                    bridge,
                    threads.workers(),
                    home,
                    new TrayMenu.Place("this machine", ZoneId.of("UTC")),
                    _ -> Optional.empty(),
                    () -> {});
            new HerdApp(stage.get(), parts, actions -> List.<Page>of(fleet, new QueuesPage(actions), last)).show();
        });
    }

    @AfterEach
    void close() {
        Toolkit.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
        threads.close();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Await.until(what, () -> Toolkit.on(condition));
    }

    private @Nullable Node find(String selector) {
        return stage.get().getScene().lookup(selector);
    }

    private Node there(String selector) {
        return Objects.requireNonNull(find(selector), selector);
    }

    private boolean isAway(String selector) {
        Node node = find(selector);
        return node != null && !node.isVisible() && !node.isManaged() && node.getOpacity() == 1;
    }

    private boolean isBefore(String selector) {
        Node node = find(selector);
        return node != null && node.isVisible() && node.getOpacity() == 1 && !node.isMouseTransparent();
    }

    @Test
    void aPageIsStyledAndFilledBeforeAnybodyChoosesIt() {
        host.enters(new EnginePhase.Running(engine));
        until("the page has rehearsed", () -> isAway("#queues"));

        List<Node> cells = Toolkit.on(() -> List.copyOf(there("#queues").lookupAll(".table-row-cell")));
        assertThat(cells).anyMatch(cell -> ((IndexedCell<?>) cell).getItem() != null);
        assertThat(cells).allMatch(cell -> ((Skinnable) cell).getSkin() != null);
        assertThat(Toolkit.on(() -> isBefore("#page-fleet"))).isTrue();
        assertThat(Toolkit.on(() -> ((ToggleButton) there("#tab-fleet")).isSelected()))
                .isTrue();
    }

    @Test
    void aPageThatIsChosenWhileItRehearsesStays() {
        host.enters(new EnginePhase.Running(engine));
        until("the page rehearses", () -> {
            boolean begun = find("#queues") != null;
            if (begun) {
                ((ToggleButton) there("#tab-queues")).fire();
            }
            return begun;
        });
        until("the last page has rehearsed", () -> isAway("#page-last"));

        assertThat(Toolkit.on(() -> isBefore("#queues"))).isTrue();
        assertThat(last.shown()).isNotEmpty();
    }

    @Test
    void nothingIsRehearsedWithoutAnEngine() {
        host.enters(new EnginePhase.Running(engine));
        until("the page rehearses", () -> find("#queues") != null);
        host.enters(new EnginePhase.Failed("Herd cannot start", "For a reason.", List.of()));
        until("the rehearsal is broken off", () -> isAway("#queues"));

        assertThat(last.shown()).isEmpty();
        host.enters(new EnginePhase.Running(engine));
        until("it is taken up again", () -> isAway("#page-last") && isAway("#queues"));
    }
}
