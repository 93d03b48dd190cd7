package dev.herd.app.testing;

import dev.herd.engine.testing.Await;
import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.testfx.api.FxRobot;
import org.testfx.robot.Motion;
import org.testfx.util.WaitForAsyncUtils;

/// Hands in front of the Fleet tab, whatever engine is behind it.
public class Hands extends FxRobot {
    public Node card(String machine) {
        return lookup(node -> ("card-" + machine).equals(node.getId())).query();
    }

    /// Opens a machine's menu.
    public Hands menuOf(String machine) {
        clickOn(from(card(machine)).lookup(".card-menu").<Node>query());
        return this;
    }

    public Hands key(KeyCode code) {
        type(code);
        WaitForAsyncUtils.waitForFxEvents();
        return this;
    }

    public Hands press(String selector) {
        awaitStill(selector);
        clickOn(selector);
        return this;
    }

    /// What comes above a button while it is aimed at moves it away from under the pointer.
    private void awaitStill(String selector) {
        Bounds[] last = {null};
        Await.until(selector + " stands still", () -> {
            Bounds before = last[0];
            last[0] = Toolkit.on(() -> {
                Node node = lookup(selector).query();
                return node.localToScreen(node.getBoundsInLocal());
            });
            return last[0] != null && last[0].equals(before);
        });
    }

    /// Presses items of the open menu or dialog, one after the other.
    public Hands choose(String... ids) {
        for (String id : ids) {
            Await.until(id + " can be chosen", () -> shown(id).isPresent());
            // A pointer that crosses other items on its way closes the submenu.
            clickOn(shown(id).orElseThrow(), Motion.HORIZONTAL_FIRST);
        }
        return this;
    }

    /// In the window that was opened last: menus and dialogs lie above what has the same id beneath.
    private Optional<Node> shown(String id) {
        return Toolkit.on(() -> Window.getWindows().reversed().stream()
                .map(window -> window.getScene().getRoot())
                .flatMap(root ->
                        from(root)
                                .lookup((Node node) -> id.equals(node.getId()) && isShown(node))
                                .<Node>queryAll()
                                .stream())
                .findFirst());
    }

    /// Types into what has the focus in the window that was opened last; the toolkit without a screen takes every
    /// window for the focused one.
    public Hands enter(String text) {
        for (int i = 0; i < text.length(); i++) {
            String typed = text.substring(i, i + 1);
            Toolkit.run(() -> {
                Node owner = Window.getWindows().getLast().getScene().getFocusOwner();
                Event.fireEvent(
                        owner,
                        new KeyEvent(KeyEvent.KEY_TYPED, typed, typed, KeyCode.UNDEFINED, false, false, false, false));
            });
        }
        return this;
    }

    public String clipboard() {
        return Toolkit.on(() -> Clipboard.getSystemClipboard().getString());
    }

    /// Whether a machine's card can be seen.
    public boolean showsCard(String machine) {
        return lookup(node -> ("card-" + machine).equals(node.getId())).<Node>queryAll().stream()
                .anyMatch(Hands::isShown);
    }

    public boolean shows(String selector) {
        return lookup(selector).<Node>queryAll().stream().anyMatch(Hands::isShown);
    }

    /// Closes every window.
    public void close() {
        Toolkit.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
        WaitForAsyncUtils.waitForFxEvents();
    }

    /// Whether it and all that it stands in are visible.
    public static boolean isVisible(Node node) {
        return node.isVisible() && (node.getParent() == null || isVisible(node.getParent()));
    }

    /// Whether it can be seen: visible, in a window that is open.
    public static boolean isShown(Node node) {
        return isVisible(node)
                && node.getScene() != null
                && node.getScene().getWindow() != null
                && node.getScene().getWindow().isShowing();
    }
}
