package dev.herd.app.queues;

import static dev.herd.app.queues.QueuesRobot.firstVisible;
import static dev.herd.app.queues.QueuesRobot.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Requests;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// Rows that come and change while a person reads.
class QueuesGrowthTest extends QueuesDesk {
    private static List<RequestSummary> rows(int newer, int older) {
        List<RequestSummary> rows = new ArrayList<>();
        for (int i = -newer; i < older; i++) {
            rows.add(Requests.past(i));
        }
        return rows;
    }

    @Test
    void newRowsComeInAtTheTopWhileNobodyIsReading() {
        open(50);
        robot.hands().moveTo("#strips");
        engine.remembers(rows(3, 50));

        robot.until("they are in", () -> {
            robot.page().show(busy);
            return robot.history().getItems().size() == 53;
        });
    }

    @Test
    void aWindowThatIsLeftOpenShowsTheHourOfNow() {
        open(50);
        choose("#filter-since", HistoryFilter.Span.HOUR);
        robot.hands().moveTo("#strips");
        robot.show(QueueMoments.later(QueueMoments.quiet(), 600));

        Instant anHourAgo = Fleets.NOW.plusSeconds(600).minus(Duration.ofHours(1));
        robot.until("the hour has moved on", () -> anHourAgo.equals(lastAsked().since()));
    }

    @Test
    void newRowsAreAnnouncedAndMoveNothingThatIsRead() {
        open(2_000);
        robot.click(robot.history(), 0);
        press(KeyCode.ESCAPE);
        on(() -> {
            robot.history().scrollTo(500);
            return true;
        });
        WaitForAsyncUtils.waitForFxEvents();
        String chosen = Requests.past(0).id();
        String top = on(() -> id(firstVisible(robot.history())));
        engine.remembers(rows(3, 2_000));
        robot.until("they are announced", () -> {
            robot.page().show(busy);
            return robot.isShown("#newer");
        });

        assertThat(text("#newer")).isEqualTo("3 new");
        assertThat(on(() -> id(firstVisible(robot.history())))).isEqualTo(top);
        robot.hands().clickOn("#newer");
        robot.until("the newest are shown", () -> firstVisible(robot.history()) == 0);
        assertThat(on(() -> id(0))).isEqualTo(Requests.past(-3).id());
        assertThat(on(() -> id(robot.history().getSelectionModel().getSelectedIndex())))
                .isEqualTo(chosen);
        assertThat(robot.isShown("#newer")).isFalse();
    }

    private String id(int index) {
        HistoryRow row = robot.history().getItems().get(index).row();
        return row == null ? "unread" : row.id();
    }

    @Test
    void twentyChangesASecondLeaveSelectionScrollAndDrawerAlone() {
        engine.shows(moment(0)).remembers(Requests.history(2_000));
        robot.open();
        robot.until("the history is there", () -> !robot.history().getItems().isEmpty());
        on(() -> {
            robot.live().scrollTo(12);
            return true;
        });
        WaitForAsyncUtils.waitForFxEvents();
        // One that outlives all of this.
        robot.click(robot.live(), 14);
        String chosen = inspected();
        String top = on(() -> liveId(firstVisible(robot.live())));
        for (int i = 1; i <= 40; i++) {
            engine.remembers(rows(i, 2_000));
            robot.show(moment(i));
        }

        assertThat(inspected()).isEqualTo(chosen);
        assertThat(robot.isShown("#inspector")).isTrue();
        assertThat(on(() -> liveId(robot.live().getSelectionModel().getSelectedIndex())))
                .isEqualTo(chosen);
        assertThat(on(() -> liveId(firstVisible(robot.live())))).isEqualTo(top);
        assertThat(on(() -> firstVisible(robot.history()))).isZero();
        assertThat(on(() -> id(0))).isEqualTo(Requests.past(0).id());
    }

    private String liveId(int index) {
        return Objects.requireNonNull(robot.live().getItems().get(index).row()).id();
    }

    /// Twenty that run on and, behind them, twenty of which one ends and one begins with every step.
    private static EngineSnapshot moment(int step) {
        Fleets fleets = QueueMoments.fleet();
        for (int i = 0; i < 20; i++) {
            fleets.live(QueueMoments.generating("r-stays-%02d".formatted(i), 100 + step)
                    .trace());
        }
        for (int i = step; i < step + 20; i++) {
            fleets.live(QueueMoments.generating("r-goes-%04d".formatted(i), 5).trace());
        }
        return fleets.now();
    }
}
