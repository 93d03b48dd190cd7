package dev.herd.app.fleet;

import dev.herd.app.shell.Theme;
import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Toolkit;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineSnapshot;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.robot.Motion;
import org.testfx.util.WaitForAsyncUtils;

/// The tab in a window, a robot in front of it, a fake engine behind it.
final class FleetStage extends FxRobot {
    private static final int WIDTH = 980;
    private static final int HEIGHT = 900;

    private final FakeEngine engine;
    private final DirectActions actions;
    private final FleetPage page;
    private final AtomicInteger demos = new AtomicInteger();

    private FleetStage(EngineSnapshot snapshot) {
        engine = new FakeEngine(snapshot);
        actions = new DirectActions(engine);
        page = Toolkit.on(() -> new FleetPage(actions, demos::incrementAndGet));
    }

    static FleetStage showing(EngineSnapshot snapshot) throws TimeoutException {
        Toolkit.start();
        FxToolkit.registerPrimaryStage();
        var stage = new FleetStage(snapshot);
        FxToolkit.setupStage(window -> {
            Theme.wear(Theme.Appearance.LIGHT);
            var scene = new Scene((Parent) stage.page.view(), WIDTH, HEIGHT);
            scene.getStylesheets().setAll("/dev/herd/app/herd.css", "/dev/herd/app/fleet.css");
            window.setScene(scene);
            window.setX(0);
            window.setY(0);
            window.show();
            stage.page.show(snapshot);
        });
        WaitForAsyncUtils.waitForFxEvents();
        return stage;
    }

    /// Closes what tests left open.
    void close() {
        Toolkit.on(() -> {
            List.copyOf(Window.getWindows()).forEach(Window::hide);
            return true;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    void show(EngineSnapshot next) {
        Toolkit.on(() -> {
            page.show(next);
            return true;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    FleetPage page() {
        return page;
    }

    FakeEngine engine() {
        return engine;
    }

    DirectActions actions() {
        return actions;
    }

    int demos() {
        return demos.get();
    }

    List<EngineCommand> commands() {
        WaitForAsyncUtils.waitForFxEvents();
        return engine.commands();
    }

    String clipboard() {
        return Toolkit.on(() -> Clipboard.getSystemClipboard().getString());
    }

    Node card(String machine) {
        return lookup("#card-" + machine).query();
    }

    /// Opens a machine's menu.
    FleetStage menuOf(String machine) {
        clickOn(from(card(machine)).lookup(".card-menu").<Node>query());
        return this;
    }

    FleetStage key(KeyCode code) {
        type(code);
        WaitForAsyncUtils.waitForFxEvents();
        return this;
    }

    FleetStage press(String selector) {
        clickOn(selector);
        return this;
    }

    /// Presses items of the open menu or dialog, one after the other.
    FleetStage choose(String... ids) {
        for (String id : ids) {
            WaitForAsyncUtils.waitForFxEvents();
            Node item = lookup((Node node) -> id.equals(node.getId()) && isShown(node))
                    .query();
            // A pointer that crosses other items on its way closes the submenu.
            clickOn(item, Motion.HORIZONTAL_FIRST);
        }
        return this;
    }

    /// Types into what has the focus in the window that was opened last; the toolkit without a screen takes every
    /// window
    /// for the focused one.
    FleetStage enter(String text) {
        for (int i = 0; i < text.length(); i++) {
            String typed = text.substring(i, i + 1);
            Toolkit.on(() -> {
                Node owner = Window.getWindows().getLast().getScene().getFocusOwner();
                Event.fireEvent(
                        owner,
                        new KeyEvent(KeyEvent.KEY_TYPED, typed, typed, KeyCode.UNDEFINED, false, false, false, false));
                return true;
            });
        }
        return this;
    }

    boolean shows(String selector) {
        return lookup(selector).<Node>queryAll().stream().anyMatch(FleetStage::isShown);
    }

    /// Whether it and all that it stands in are visible.
    static boolean isVisible(Node node) {
        return node.isVisible() && (node.getParent() == null || isVisible(node.getParent()));
    }

    /// Whether it can be seen: visible, in a window that is open.
    static boolean isShown(Node node) {
        return isVisible(node)
                && node.getScene() != null
                && node.getScene().getWindow() != null
                && node.getScene().getWindow().isShowing();
    }
}
