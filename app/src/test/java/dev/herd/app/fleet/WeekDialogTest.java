package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.SampleWeek;
import dev.herd.app.testing.Toolkit;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineCommand.ForgetWeek;
import dev.herd.engine.api.EngineCommand.MarkHours;
import dev.herd.engine.api.WeekMap.Mark;
import dev.herd.engine.fleet.NodeId;
import java.time.DayOfWeek;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

class WeekDialogTest {
    private static final NodeId STUDIO = new NodeId("Studio");

    private FleetStage stage;

    @BeforeEach
    void open() throws TimeoutException {
        stage = FleetStage.showing(
                Fleets.four().person("", SampleWeek.ofWork().map()).now());
        stage.press(".card-week");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static EngineCommand marks(DayOfWeek day, int from, int to, Mark mark) {
        return new MarkHours(STUDIO, day, from, to, mark);
    }

    private String text(String selector) {
        return stage.lookup(selector).<Label>query().getText();
    }

    private void drag(String from, String to) {
        stage.drag(from, MouseButton.PRIMARY).dropTo(to);
        WaitForAsyncUtils.waitForFxEvents();
    }

    /// The toolkit without a screen does not tell keys' windows apart.
    private void key(KeyCode code) {
        stage.key(code);
    }

    private String focused() {
        return Toolkit.on(() -> {
            Node owner = Window.getWindows().getLast().getScene().getFocusOwner();
            return String.valueOf(owner.getId());
        });
    }

    @Test
    void marksAnHourAtAClickAndSeveralByDragging() {
        stage.clickOn("#week-1-9");
        drag("#week-2-13", "#week-2-17");
        stage.clickOn("#week-brush-free");
        drag("#week-7-5", "#week-7-2");
        stage.clickOn("#week-brush-learned").clickOn("#week-3-14");

        assertThat(stage.commands())
                .containsExactly(
                        marks(DayOfWeek.MONDAY, 9, 9, Mark.BUSY),
                        marks(DayOfWeek.TUESDAY, 13, 17, Mark.BUSY),
                        marks(DayOfWeek.SUNDAY, 2, 5, Mark.FREE),
                        marks(DayOfWeek.WEDNESDAY, 14, 14, Mark.LEARNED));
    }

    @Test
    void aDragStaysInItsDay() {
        drag("#week-2-13", "#week-5-20");

        assertThat(stage.commands()).containsExactly(marks(DayOfWeek.TUESDAY, 13, 20, Mark.BUSY));
    }

    @Test
    void beginsAtTheHourThatGoesOnAndGoesByKeys() {
        assertThat(focused()).isEqualTo("week-2-15");

        for (KeyCode code : new KeyCode[] {KeyCode.DOWN, KeyCode.DOWN, KeyCode.LEFT, KeyCode.SPACE}) {
            key(code);
        }
        assertThat(focused()).isEqualTo("week-4-14");
        assertThat(text("#week-told")).startsWith("Thursday 14:00: usually there");
        stage.press(KeyCode.SHIFT);
        key(KeyCode.RIGHT);
        key(KeyCode.RIGHT);
        stage.release(KeyCode.SHIFT);
        assertThat(text("#week-told")).isEqualTo("Thursday 14:00 to 17:00");
        key(KeyCode.SPACE);
        key(KeyCode.HOME);
        key(KeyCode.LEFT);
        key(KeyCode.SPACE);

        assertThat(stage.commands())
                .containsExactly(
                        marks(DayOfWeek.THURSDAY, 14, 14, Mark.BUSY),
                        marks(DayOfWeek.THURSDAY, 14, 16, Mark.BUSY),
                        marks(DayOfWeek.THURSDAY, 0, 0, Mark.BUSY));
    }

    @Test
    void followsWhatIsKnown() {
        assertThat(stage.lookup("#week-1-9").<Node>query().getAccessibleText()).endsWith("not marked");

        var week = SampleWeek.ofWork().marked(DayOfWeek.MONDAY, 9, 9, Mark.BUSY);
        stage.show(Fleets.four().person("", week.map()).now());

        assertThat(stage.lookup("#week-1-9").<Node>query().getAccessibleText())
                .isEqualTo("Monday 9:00: usually there, 92 %; marked busy");
    }

    @Test
    void asksBeforeItForgets() {
        stage.press("#week-forget").choose("forget-cancel");
        assertThat(stage.commands()).isEmpty();

        stage.press("#week-forget").choose("forget-sure");
        assertThat(stage.commands()).containsExactly(new ForgetWeek(STUDIO));
        assertThat(stage.shows("#week-grid")).as("it stays open").isTrue();
    }

    @Test
    void saysWhyAMarkWasRefused() {
        stage.engine().answers(new CommandResult.Rejected("nothing is known of that machine's person"));
        stage.clickOn("#week-1-9");

        assertThat(text("#week-problem")).isEqualTo("Nothing is known of that machine's person.");
    }

    @Test
    void opensFromTheMenuOfThisMachineAndSaysWhenNothingIsKnown() {
        stage.press("#week-close");
        stage.show(Fleets.four().now());
        stage.menuOf("Studio").choose("week");

        assertThat(text("#week-nothing")).isEqualTo("Nothing is known of this machine's person yet.");
        assertThat(stage.shows("#week-grid")).isFalse();
        assertThat(stage.lookup("#week-forget").<Button>query().isDisabled()).isTrue();
    }

    @Test
    void otherMachinesHaveNone() {
        stage.press("#week-close");

        assertThat(stage.from(stage.card("Mini")).lookup(".card-week").<Node>queryAll())
                .noneMatch(Node::isVisible);
    }
}
