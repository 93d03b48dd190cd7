package dev.herd.app.queues;

import static dev.herd.app.queues.QueuesRobot.on;

import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Requests;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.HistoryQuery;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.testfx.util.WaitForAsyncUtils;

/// The page before a fake engine, and what a person does at it.
class QueuesDesk {
    static final int MANY = 100_000;

    final EngineSnapshot busy = QueueMoments.busy();
    final FakeEngine engine = new FakeEngine(busy);
    final QueuesRobot robot = new QueuesRobot(engine);

    @AfterEach
    void close() {
        robot.close();
    }

    void open(int rows) {
        engine.remembers(Requests.history(rows));
        robot.open();
        if (rows > 0) {
            robot.until(
                    "the history is there", () -> !robot.history().getItems().isEmpty());
        }
        WaitForAsyncUtils.waitForFxEvents();
    }

    void press(KeyCode key) {
        robot.hands().type(key);
        WaitForAsyncUtils.waitForFxEvents();
    }

    String text(String selector) {
        return on(() -> ((Labeled) robot.find(selector)).getText());
    }

    String inspected() {
        return text("#inspector-id");
    }

    HistoryQuery lastAsked() {
        return robot.actions().asked().getLast();
    }

    void choose(String box, Object value) {
        on(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<Object> choices = (ComboBox<Object>) robot.find(box);
            for (Object item : choices.getItems()) {
                if (item.toString().equals(value.toString())) {
                    choices.setValue(item);
                }
            }
            return choices;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }
}
