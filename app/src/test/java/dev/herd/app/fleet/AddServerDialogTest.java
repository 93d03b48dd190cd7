package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Toolkit;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

class AddServerDialogTest {
    private static final UpstreamId RACK = UpstreamId.parse("rack.local:11434");

    private FleetStage stage;

    @BeforeEach
    void open() throws TimeoutException {
        stage = FleetStage.showing(Fleets.four().now());
        stage.engine().finds(new ServerProbe.Found(RACK, UpstreamKind.OLLAMA, "0.12.6", 11));
        stage.clickOn("#fleet-add");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private void type(String field, String text) {
        stage.press("#" + field);
        Toolkit.on(() -> {
            field(field).selectAll();
            return true;
        });
        stage.enter(text);
    }

    private TextField field(String id) {
        return stage.lookup("#" + id).query();
    }

    private String remark(String field) {
        return stage.lookup("#" + field + "-remark").<Label>query().getText();
    }

    private Button add() {
        return stage.lookup("#server-add").query();
    }

    private static UpstreamConfig config(String name, int slots) {
        return new UpstreamConfig(RACK, name, null, slots, 0, "", "");
    }

    @Test
    void showsWhatAnswersAndAddsItAtASecondEnter() {
        stage.enter("rack.local").key(KeyCode.ENTER);
        assertThat(remark("server-address")).isEqualTo("Found: Ollama 0.12.6, 11 models.");
        assertThat(field("server-name").getText()).isEqualTo("rack");

        stage.key(KeyCode.ENTER);
        assertThat(stage.commands()).containsExactly(new EngineCommand.AddServer(config("rack", 0)));
        assertThat(stage.shows("#server-add")).isFalse();
    }

    @Test
    void looksByItselfAfterAPauseInTyping() throws TimeoutException {
        stage.enter("rack.local");

        WaitForAsyncUtils.waitFor(
                20, TimeUnit.SECONDS, () -> remark("server-address").startsWith("Found"));
        assertThat(stage.commands()).isEmpty();
    }

    @Test
    void addsItUnderTheNameAndWithTheSlotsThatThePersonWants() {
        stage.enter("rack.local").key(KeyCode.ENTER);
        type("server-name", "Attic");
        type("server-slots", "4");
        stage.clickOn("#server-add");

        assertThat(stage.commands()).containsExactly(new EngineCommand.AddServer(config("Attic", 4)));
    }

    @Test
    void keepsTheNameThatThePersonGaveWhenTheAddressChanges() {
        stage.enter("rack.local").key(KeyCode.ENTER);
        type("server-name", "Attic");
        type("server-address", "shed.local");

        assertThat(field("server-name").getText()).isEqualTo("Attic");
    }

    @Test
    void renamesWithTheAddressUntilThePersonGivesAName() {
        stage.enter("rack.local");
        assertThat(field("server-name").getText()).isEqualTo("rack");

        type("server-address", "shed.local:1234");
        assertThat(field("server-name").getText()).isEqualTo("shed");
    }

    @Test
    void saysWhyNothingAnswersAndStillAddsIt() {
        stage.engine().finds(new ServerProbe.NotFound("cannot connect to http://rack.local:11434: Connection refused"));
        stage.enter("rack.local:11434").key(KeyCode.ENTER);

        assertThat(remark("server-address"))
                .startsWith("Cannot connect to http://rack.local:11434: Connection refused. The machine answers")
                .endsWith("Herd keeps looking for it.");
        assertThat(add().getText()).isEqualTo("Add anyway");

        stage.clickOn("#server-add");
        assertThat(stage.commands()).containsExactly(new EngineCommand.AddServer(config("rack", 0)));
    }

    @Test
    void explainsWrongInputWhereItStands() {
        stage.enter("two words").key(KeyCode.ENTER);
        assertThat(remark("server-address")).startsWith("That is no address.");
        assertThat(add().isDisabled()).isTrue();

        type("server-address", "mini.local:11434");
        assertThat(remark("server-address")).isEqualTo("That server is in the fleet already, as Mini.");

        type("server-address", "rack.local");
        stage.key(KeyCode.ENTER);
        type("server-slots", "many");
        assertThat(remark("server-slots")).startsWith("A number from 1 to 256");
        type("server-slots", "2");
        type("server-name", "Tower");
        assertThat(remark("server-name")).contains("already");
        assertThat(add().isDisabled()).isTrue();
        assertThat(stage.commands()).isEmpty();
    }

    @Test
    void saysWhyTheEngineRefusesAndStaysOpen() {
        stage.engine().answers(new CommandResult.Rejected("this is Herd itself, which is no model server"));
        stage.enter("rack.local").key(KeyCode.ENTER);
        stage.clickOn("#server-add");

        assertThat(stage.lookup("#server-refusal").<Label>query().getText())
                .isEqualTo("This is Herd itself, which is no model server.");
        assertThat(add().isDisabled()).isFalse();

        stage.engine().answers(new CommandResult.Done("added"));
        stage.clickOn("#server-add");
        assertThat(stage.shows("#server-add")).isFalse();
    }

    @Test
    void ignoresAnAnswerForAnAddressThatHasBeenChangedSince() {
        stage.actions().hold();
        stage.enter("rack.local").key(KeyCode.ENTER);
        stage.enter("x");
        Toolkit.on(() -> {
            stage.actions().letGo();
            return true;
        });

        assertThat(field("server-address").getText()).isEqualTo("rack.localx");
        assertThat(remark("server-address")).doesNotStartWith("Found");
    }

    @Test
    void addsNothingTwiceWhileTheEngineThinks() {
        stage.enter("rack.local").key(KeyCode.ENTER);
        stage.actions().hold();
        stage.key(KeyCode.ENTER).key(KeyCode.ENTER);

        assertThat(stage.commands()).hasSize(1);
    }

    @Test
    void closesWithEscapeAndAddsNothing() {
        stage.enter("rack.local").key(KeyCode.ENTER).key(KeyCode.ESCAPE);

        assertThat(stage.shows("#server-add")).isFalse();
        assertThat(stage.commands()).isEmpty();
    }
}
