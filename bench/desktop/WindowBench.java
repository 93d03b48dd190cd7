import dev.herd.app.Launcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import javafx.stage.Window;

/// Herd's app with somebody inside who looks at its window and presses its tabs. Arguments are the app's own; what is to
/// be done comes on stdin, a line each, and figures go to stdout as JSON behind the word `bench`.
///
/// A picture counts as painted at the second pulse after its layout: the toolkit begins that one once the first has been
/// drawn, so that up to a sixtieth of a second too much is counted.
final class WindowBench {
    private WindowBench() {}

    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().name("bench").start(WindowBench::attend);
        Launcher.main(arguments);
    }

    private static void attend() {
        while (!reaches(WindowBench::watch)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                Platform.runLater(() -> perform(words[0], words[words.length - 1]));
            }
        } catch (IOException gone) {
            say("{\"error\":\"stdin cannot be read\"}");
        }
    }

    /// Whether the toolkit is there to take the task.
    private static boolean reaches(Runnable task) {
        try {
            Platform.runLater(task);
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private static void say(String json) {
        System.out.println("bench " + json);
        System.out.flush();
    }

    private static void watch() {
        for (Window window : Window.getWindows()) {
            if (window instanceof Stage stage && "Herd".equals(stage.getTitle())) {
                Scene scene = stage.getScene();
                whenPainted(scene, () -> true, _ -> say("{\"first_frame\":" + now() + "}"));
                whenPainted(scene, () -> sees(scene, "#tab-fleet"), _ -> say("{\"first_state\":" + now() + "}"));
                return;
            }
        }
        Platform.runLater(WindowBench::watch);
    }

    private static double now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) / 1e6;
    }

    private static boolean sees(Scene scene, String id) {
        for (Node node = scene.lookup(id); node != null; node = node.getParent()) {
            if (!node.isVisible()) {
                return false;
            }
        }
        return scene.lookup(id) != null;
    }

    private interface Painted {
        /// @param laidOut when its layout was over, by [System#nanoTime]
        void at(long laidOut);
    }

    /// Lets `then` know when a picture that meets the condition is on the screen.
    private static void whenPainted(Scene scene, BooleanSupplier condition, Painted then) {
        scene.addPostLayoutPulseListener(new Runnable() {
            private long laidOut;

            @Override
            public void run() {
                Platform.requestNextPulse();
                if (laidOut != 0) {
                    scene.removePostLayoutPulseListener(this);
                    then.at(laidOut);
                } else if (condition.getAsBoolean()) {
                    laidOut = System.nanoTime();
                }
            }
        });
        Platform.requestNextPulse();
    }

    private static void perform(String what, String which) {
        Stage stage = (Stage) Window.getWindows().stream()
                .filter(Stage.class::isInstance)
                .findFirst()
                .orElse(hidden);
        if (stage == null) {
            say("{\"error\":\"there is no window\"}");
            return;
        }
        switch (what) {
            case "switch" -> press(stage.getScene(), "tab-" + which, which);
            case "press" -> press(stage.getScene(), which, which);
            case "look" -> look(stage.getScene());
            case "hide" -> {
                hidden = stage;
                stage.hide();
                say("{\"shown\":false}");
            }
            case "show" -> {
                stage.show();
                say("{\"shown\":true}");
            }
            default -> say("{\"error\":\"nobody knows how to " + what + "\"}");
        }
    }

    /// The window that was hidden, which the toolkit does not tell of any more.
    private static Stage hidden;

    private static void press(Scene scene, String id, String page) {
        var button = (ToggleButton) scene.lookup("#" + id);
        long pressed = System.nanoTime();
        button.fire();
        whenPainted(scene, () -> true, laidOut -> say(String.format(
                Locale.ROOT,
                "{\"page\":\"%s\",\"laid_out_ms\":%.2f,\"painted_ms\":%.2f,\"rows\":%d}",
                page,
                (laidOut - pressed) / 1e6,
                (System.nanoTime() - pressed) / 1e6,
                rows(scene.getRoot()))));
    }

    private static void look(Scene scene) {
        say("{\"nodes\":" + nodes(scene.getRoot()) + ",\"rows\":" + rows(scene.getRoot()) + "}");
    }

    private static int nodes(Node node) {
        return 1
                + (node instanceof Parent parent
                        ? parent.getChildrenUnmodifiable().stream()
                                .mapToInt(WindowBench::nodes)
                                .sum()
                        : 0);
    }

    /// Of the longest table, such as the history.
    private static int rows(Parent root) {
        return root.lookupAll(".table-view").stream()
                .filter(TableView.class::isInstance)
                .mapToInt(node -> ((TableView<?>) node).getItems().size())
                .max()
                .orElse(0);
    }
}
