package dev.herd.app.queues;

import dev.herd.app.shell.Theme;
import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Toolkit;
import dev.herd.engine.api.EngineSnapshot;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.TableView;
import javafx.stage.Window;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.StackPane;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The tab in a window of its own before a fake engine, with hands that press and type.
final class QueuesRobot implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FxRobot hands = new FxRobot();
    private final ExecutorService work = Executors.newSingleThreadExecutor();
    private final FakeEngine engine;
    private final QueueActions actions;
    private final QueuesPage page;
    private final Scene scene;

    QueuesRobot(FakeEngine engine) {
        this.engine = engine;
        actions = new QueueActions(engine, work, Platform::runLater);
        Toolkit.start();
        try {
            FxToolkit.registerPrimaryStage();
        } catch (TimeoutException stuck) {
            throw new AssertionError("the toolkit does not start", stuck);
        }
        page = on(() -> new QueuesPage(actions, ZoneOffset.UTC));
        scene = on(() -> {
            Theme.wear(Theme.Appearance.LIGHT);
            return new Scene(new StackPane(page.view()), 960, 600);
        });
        dress(scene);
    }

    /// Opens the window, and shows what the engine shows.
    void open() {
        try {
            FxToolkit.setupStage(stage -> {
                stage.setScene(scene);
                stage.setX(0);
                stage.setY(0);
                stage.show();
            });
        } catch (TimeoutException stuck) {
            throw new AssertionError("the window does not open", stuck);
        }
        show(engine.snapshot());
    }

    /// Makes the window as large as that; it may be larger than the screen.
    void resize(double width, double height) {
        on(() -> {
            scene.getWindow().setWidth(width);
            scene.getWindow().setHeight(height);
            return scene;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    /// The styles that the frame gives a page.
    static void dress(Scene scene) {
        scene.getStylesheets().setAll("/dev/herd/app/herd.css", "/dev/herd/app/queues.css");
    }

    static <T> T on(Callable<T> task) {
        return Toolkit.on(task);
    }

    QueueActions actions() {
        return actions;
    }

    FxRobot hands() {
        return hands;
    }

    Scene scene() {
        return scene;
    }

    QueuesPage page() {
        return page;
    }

    /// Shows a moment, and lets what follows from it happen.
    void show(EngineSnapshot moment) {
        on(() -> {
            page.show(moment);
            return moment;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    /// Waits until something is so; asked on the toolkit's thread.
    void until(String what, BooleanSupplier so) {
        try {
            WaitForAsyncUtils.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS, () -> on(so::getAsBoolean));
        } catch (TimeoutException never) {
            throw new AssertionError("never: " + what, never);
        }
    }

    @SuppressWarnings("unchecked")
    TableView<Slot<HistoryRow>> history() {
        return (TableView<Slot<HistoryRow>>) find("#history");
    }

    @SuppressWarnings("unchecked")
    TableView<Slot<LiveRow>> live() {
        return (TableView<Slot<LiveRow>>) find("#live");
    }

    Node find(String selector) {
        return Objects.requireNonNull(scene.lookup(selector), selector);
    }

    boolean isShown(String selector) {
        Node node = scene.lookup(selector);
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return node != null;
    }

    /// The row that is drawn at an index of a table.
    static Node row(TableView<?> table, int index) {
        return Objects.requireNonNull(flow(table).getVisibleCell(index), () -> "row " + index + " is not drawn");
    }

    static int firstVisible(TableView<?> table) {
        return flow(table).getFirstVisibleCell().getIndex();
    }

    static int lastVisible(TableView<?> table) {
        return flow(table).getLastVisibleCell().getIndex();
    }

    @SuppressWarnings("unchecked")
    private static VirtualFlow<IndexedCell<?>> flow(TableView<?> table) {
        return (VirtualFlow<IndexedCell<?>>) table.lookup(".virtual-flow");
    }

    /// Clicks on a table's row, at its beginning.
    void click(TableView<?> table, int index) {
        Node row = on(() -> row(table, index));
        var bounds = on(() -> row.localToScreen(row.getBoundsInLocal()));
        hands.clickOn(bounds.getMinX() + 40, bounds.getMinY() + bounds.getHeight() / 2);
        WaitForAsyncUtils.waitForFxEvents();
    }

    /// Leaves no window behind, in which another test's hands would press buttons.
    @Override
    public void close() {
        on(() -> {
            Window window = scene.getWindow();
            if (window != null) {
                window.hide();
            }
            return true;
        });
        work.shutdownNow();
    }
}
