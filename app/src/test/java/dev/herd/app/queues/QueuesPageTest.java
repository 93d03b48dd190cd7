package dev.herd.app.queues;

import static dev.herd.app.queues.QueuesRobot.lastVisible;
import static dev.herd.app.queues.QueuesRobot.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Requests;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// The tab in a window of 960 × 600, under hands.
class QueuesPageTest extends QueuesDesk {
    @Test
    void theCrossOfARowStopsThatRequestOnceThePersonSaysSo() {
        open(10);
        Node cross = on(() -> QueuesRobot.row(robot.live(), 1).lookup(".cancel-button"));
        robot.hands().clickOn(cross);

        assertThat(engine.commands()).isEmpty();
        assertThat(robot.isShown("#inspector")).isFalse();
        robot.hands().clickOn("#ask-yes");
        robot.until("the engine is told", () -> !engine.commands().isEmpty());

        String id = busy.live().get(1).id();
        assertThat(engine.commands()).containsExactly(new EngineCommand.Cancel(id));
        assertThat(on(() -> Objects.requireNonNull(
                                robot.live().getItems().get(1).row())
                        .state()))
                .isEqualTo("cancelling");
    }

    @Test
    void keepingLeavesTheRequestAlone() {
        open(10);
        Node cross = on(() -> QueuesRobot.row(robot.live(), 0).lookup(".cancel-button"));
        robot.hands().clickOn(cross);
        robot.hands().clickOn("#ask-no");
        robot.hands().clickOn(cross);
        press(KeyCode.ESCAPE);

        assertThat(robot.isShown("#ask-yes")).isFalse();
        assertThat(engine.commands()).isEmpty();
    }

    @Test
    void deleteAsksAndEnterConfirms() {
        open(10);
        on(() -> {
            robot.live().requestFocus();
            return true;
        });
        press(KeyCode.DOWN);
        press(KeyCode.DELETE);
        assertThat(robot.isShown("#ask-yes")).isTrue();
        press(KeyCode.ENTER);
        robot.until("the engine is told", () -> !engine.commands().isEmpty());

        assertThat(engine.commands()).containsExactly(new EngineCommand.Cancel(inspected()));
        assertThat(on(robot.live()::isFocused)).isTrue();
    }

    @Test
    void aRequestThatCannotBeStoppedGoesOnAsBefore() {
        engine.answers(new CommandResult.Rejected("it has ended already"));
        open(10);
        robot.hands().clickOn(on(() -> QueuesRobot.row(robot.live(), 0).lookup(".cancel-button")));
        robot.hands().clickOn("#ask-yes");

        robot.until(
                "the row is as before",
                () -> Objects.requireNonNull(robot.live().getItems().getFirst().row())
                        .state()
                        .equals("generating"));
        assertThat(engine.commands()).hasSize(1);
    }

    @Test
    void theInspectorStopsWhatItShows() {
        open(10);
        robot.click(robot.live(), 2);
        robot.hands().clickOn("#inspector-cancel");
        robot.hands().clickOn("#ask-yes");
        robot.until("the engine is told", () -> !engine.commands().isEmpty());

        assertThat(engine.commands())
                .containsExactly(new EngineCommand.Cancel(busy.live().get(2).id()));
        robot.until(
                "it says so",
                () -> ((Button) robot.find("#inspector-cancel")).getText().equals("Cancelling…"));
    }

    @Test
    void theEndOfAHundredThousandRowsIsReachedByAKey() {
        engine.remembers(Requests.history(MANY));
        robot.open();
        choose("#filter-since", HistoryFilter.Span.ALL);
        robot.until("all rows are there", () -> robot.history().getItems().size() == MANY);
        robot.click(robot.history(), 0);
        press(KeyCode.ESCAPE);
        press(KeyCode.END);

        robot.until(
                "the last row is read",
                () -> lastVisible(robot.history()) == MANY - 1
                        && robot.history().getItems().getLast().row() != null);
        HistoryRow last = on(() -> robot.history().getItems().getLast().row());
        assertThat(last).isNotNull();
        assertThat(Objects.requireNonNull(last).id())
                .isEqualTo(Requests.past(MANY - 1).id());
        assertThat(robot.actions().asked()).hasSizeLessThan(20);
    }

    @Test
    void everyFilterReachesTheEngine() {
        open(500);
        choose("#filter-since", HistoryFilter.Span.HOUR);
        robot.until(
                "an hour",
                () -> Fleets.NOW.minus(Duration.ofHours(1)).equals(lastAsked().since()));
        choose("#filter-machine", "Mini");
        robot.until("one machine", () -> "Mini".equals(lastAsked().node()));
        choose("#filter-outcome", "Client left");
        robot.until("one outcome", () -> lastAsked().outcome() == RequestOutcome.CLIENT_DISCONNECTED);

        robot.until(
                "only such rows are shown",
                () -> robot.history().getItems().stream()
                        .map(Slot::row)
                        .filter(Objects::nonNull)
                        .allMatch(row ->
                                row.machine().equals("Mini") && row.outcome().startsWith("client left")));
        assertThat(text("#history-count")).endsWith("match in the last hour");
    }

    @Test
    void typingIsFollowedByOneSearch() {
        open(500);
        robot.hands().clickOn("#filter-text").write("llama3.3");

        robot.until("the text is searched", () -> "llama3.3".equals(lastAsked().text()));
        robot.until(
                "only such rows are shown",
                () -> robot.history().getItems().stream()
                        .map(Slot::row)
                        .filter(Objects::nonNull)
                        .allMatch(row -> row.model().equals("llama3.3:70b")));
        assertThat(robot.actions().asked().stream()
                        .map(HistoryQuery::text)
                        .filter(Objects::nonNull)
                        .distinct())
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void whereNothingMatchesThereIsAWayBack() {
        open(50);
        robot.hands().clickOn("#filter-text").write("no such thing").type(KeyCode.ENTER);
        robot.until("nothing matches", () -> robot.isShown("#history-notice-button"));
        robot.hands().clickOn("#history-notice-button");

        robot.until("all rows are back", () -> robot.history().getItems().size() == 50);
        assertThat(on(() -> ((TextInputControl) robot.find("#filter-text")).getText()))
                .isEmpty();
    }

    @Test
    void aClickOnARowOpensItsStoryInADrawer() {
        RequestTrace known = QueueMoments.served();
        engine.knows(known);
        open(50);
        assertThat(robot.isShown("#inspector")).isFalse();
        robot.click(robot.history(), 0);

        robot.until("the drawer is open", () -> robot.isShown("#inspector"));
        assertThat(inspected()).isEqualTo(known.id());
        assertThat(text("#change")).isEqualTo("Tower, if qwen3-coder:30b were loaded there (−6.5 s)");
        double right = on(() -> robot.find("#inspector").getBoundsInParent().getMaxX());
        assertThat(right).isEqualTo(960);
        robot.hands().clickOn("#inspector-close");
        assertThat(robot.isShown("#inspector")).isFalse();
    }

    @Test
    void aRequestThatIsAskedForFromOutsideIsOpenedToo() {
        RequestTrace known = QueueMoments.served();
        engine.knows(known);
        open(50);

        assertThat(on(() -> robot.page().reveal(known.id()))).isTrue();
        robot.until("the drawer is open", () -> robot.isShown("#inspector"));
        robot.until("it shows the request", () -> text("#inspector-id").equals(known.id()));
    }

    @Test
    void theKeyboardAloneGoesThroughRowsOpensAndCloses() {
        open(50);
        on(() -> {
            robot.history().requestFocus();
            return true;
        });
        press(KeyCode.DOWN);
        press(KeyCode.DOWN);
        assertThat(robot.isShown("#inspector")).isFalse();
        press(KeyCode.ENTER);
        assertThat(robot.isShown("#inspector")).isTrue();
        String first = inspected();
        press(KeyCode.ESCAPE);
        assertThat(robot.isShown("#inspector")).isFalse();
        assertThat(on(robot.history()::isFocused)).isTrue();

        press(KeyCode.UP);
        press(KeyCode.ENTER);
        assertThat(inspected()).isNotEqualTo(first);
    }

    @Test
    void whereThereIsRoomTheInspectorStandsBesideTheTables() {
        open(50);
        robot.resize(1300, 700);

        assertThat(robot.isShown("#inspector")).isTrue();
        assertThat(robot.isShown("#inspector-close")).isFalse();
        double tables = on(() ->
                robot.history().localToScene(robot.history().getBoundsInLocal()).getMaxX());
        double inspector = on(() -> robot.find("#inspector").getBoundsInParent().getMinX());
        assertThat(inspector).isGreaterThan(tables);

        robot.resize(960, 600);
        assertThat(robot.isShown("#inspector")).isFalse();
    }

    @Test
    void onlyOneRequestIsChosenInBothTables() {
        open(50);
        robot.click(robot.history(), 1);
        robot.click(robot.live(), 0);

        assertThat(on(() -> robot.history().getSelectionModel().getSelectedIndex()))
                .isEqualTo(-1);
        assertThat(on(() -> robot.live().getSelectionModel().getSelectedIndex()))
                .isZero();
        assertThat(inspected()).isEqualTo(busy.live().getFirst().id());
    }

    @Test
    void whatIsNotKeptAnyMoreIsSaidSo() {
        open(50);
        robot.click(robot.history(), 3);

        robot.until(
                "it says so",
                () -> robot.scene().getRoot().lookupAll(".inspector-message").stream()
                        .anyMatch(node ->
                                node instanceof Label label && label.getText().contains("not kept any more")));
    }

    @Test
    void aRequestThatEndsWhileItIsInspectedIsShownToItsEnd() {
        open(50);
        robot.click(robot.live(), 0);
        RequestTrace running = busy.live().getFirst();
        engine.knows(Requests.request(running.id())
                .ended(RequestOutcome.COMPLETED, "")
                .took(running.times())
                .trace());
        robot.hands().moveTo("#history-count");
        robot.show(QueueMoments.quiet());

        robot.until("it has ended", () -> !robot.isShown("#inspector-cancel"));
        assertThat(inspected()).isEqualTo(running.id());
        assertThat(robot.isShown("#inspector")).isTrue();
    }

    @Test
    void copiesAreCopies() {
        engine.knows(QueueMoments.served());
        open(50);
        robot.click(robot.history(), 0);
        robot.hands().clickOn("#copy-curl");
        assertThat(on(() -> Clipboard.getSystemClipboard().getString()))
                .isEqualTo(CurlText.of(QueueMoments.served(), "http://localhost:11435"));
        robot.hands().clickOn("#copy-id");
        assertThat(on(() -> Clipboard.getSystemClipboard().getString()))
                .isEqualTo(QueueMoments.served().id());
    }

    @Test
    void beforeTheFirstRequestThereIsALineToCopy() {
        engine.shows(Fleets.empty());
        robot.open();
        robot.until("it says how to begin", () -> robot.isShown("#queues-empty"));
        assertThat(robot.isShown("#history")).isFalse();
        robot.hands().clickOn("#copy-first-curl");
        assertThat(on(() -> Clipboard.getSystemClipboard().getString())).startsWith("curl http://localhost:11435/");

        robot.show(busy);
        assertThat(robot.isShown("#queues-empty")).isFalse();
        assertThat(robot.isShown("#live")).isTrue();
    }

    @Test
    void aHistoryThatCannotBeReadSaysWhyAndCanBeTriedAgain() {
        engine.historyBreaks("the history cannot be read: the database is locked");
        open(0);
        robot.until(
                "it says why",
                () -> robot.scene().getRoot().lookupAll("#history-notice .label").stream()
                        .anyMatch(node ->
                                node instanceof Label label && label.getText().equals("The database is locked.")));
        assertThat(robot.isShown("#live")).isTrue();

        robot.actions().ask(new FakeEngine(busy).remembers(Requests.history(20)));
        robot.hands().clickOn("#history-notice-button");
        robot.until("it is read", () -> robot.history().getItems().size() == 20);
    }

    @Test
    void everyControlHasAName() {
        open(50);
        robot.click(robot.live(), 0);
        List<Node> nameless = new ArrayList<>();
        on(() -> {
            collect(robot.scene().getRoot(), nameless);
            return true;
        });

        assertThat(nameless).isEmpty();
    }

    private static void collect(Node node, List<Node> nameless) {
        boolean control = node instanceof Button
                || node instanceof ComboBox<?>
                || node instanceof TextInputControl
                || node instanceof TableView<?>;
        String text = node instanceof Labeled labeled ? labeled.getText() : "";
        if (control
                && (node.getAccessibleText() == null || node.getAccessibleText().isBlank())
                && (text == null || text.isBlank())) {
            nameless.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, nameless));
        }
    }

    @Test
    void theBadgeIsWhoWaits() {
        open(0);

        assertThat(robot.page().badge(busy)).isEqualTo(1);
        assertThat(robot.page().id()).isEqualTo("queues");
        assertThat(robot.page().title()).isEqualTo("Queues");
    }
}
