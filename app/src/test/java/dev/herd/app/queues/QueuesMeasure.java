package dev.herd.app.queues;

import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Requests;
import dev.herd.engine.api.EngineSnapshot;
import java.util.Locale;
import javafx.scene.Node;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// Prints what showing the tab costs while a hundred thousand requests are remembered. Not part of the tests.
class QueuesMeasure {
    private static final int TIMES = 12;

    @Test
    void showingTheTab() {
        EngineSnapshot moment = QueueMoments.crowd(60).now();
        FakeEngine engine = new FakeEngine(moment).remembers(Requests.history(100_000));
        try (QueuesRobot robot = new QueuesRobot(engine)) {
            Node view = QueuesRobot.on(() -> robot.page().view());
            long start = System.nanoTime();
            robot.open();
            say("window and tab for the first time", start);
            robot.until(
                    "the history is there", () -> !robot.history().getItems().isEmpty());
            for (int i = 0; i < TIMES; i++) {
                QueuesRobot.on(() -> {
                    view.setVisible(false);
                    view.setManaged(false);
                    return view;
                });
                WaitForAsyncUtils.waitForFxEvents();
                long before = System.nanoTime();
                QueuesRobot.on(() -> {
                    view.setVisible(true);
                    view.setManaged(true);
                    robot.page().show(moment);
                    robot.scene().getRoot().applyCss();
                    robot.scene().getRoot().layout();
                    return view;
                });
                say("tab shown again", before);
                before = System.nanoTime();
                QueuesRobot.on(() -> {
                    robot.page().show(moment);
                    robot.scene().getRoot().layout();
                    return view;
                });
                say("a moment later", before);
                before = System.nanoTime();
                QueuesRobot.on(() -> robot.scene().snapshot(null));
                say("painted whole, by the processor alone", before);
            }
        }
    }

    private static void say(String what, long since) {
        System.out.printf(Locale.ROOT, "%-40s %6.1f ms%n", what, (System.nanoTime() - since) / 1e6);
    }
}
