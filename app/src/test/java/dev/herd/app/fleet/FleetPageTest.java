package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Hands;
import dev.herd.app.testing.SampleMachine;
import dev.herd.app.testing.Toolkit;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every action of a card, by a robot, and its effect at the engine.
class FleetPageTest {
    private static final SampleMachine MINI = SampleMachine.named("mini")
            .holds("llama3.1:8b", 9, 16_384, 2)
            .has("phi4_mini:14b")
            .has("gemma3:27b");

    private FleetStage stage;

    @BeforeEach
    void open() throws TimeoutException {
        stage = FleetStage.showing(new Fleets().machine(MINI).now());
    }

    private FleetStage open(EngineSnapshot snapshot) {
        stage.show(snapshot);
        return stage;
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void pausesAMachineForATime() {
        stage.menuOf("mini").choose("pause", "pause-15");
        stage.menuOf("mini").choose("pause", "pause-60");
        stage.menuOf("mini").choose("pause", "pause-open");

        assertThat(stage.commands())
                .containsExactly(
                        new EngineCommand.Pause(MINI.id(), Duration.ofMinutes(15)),
                        new EngineCommand.Pause(MINI.id(), Duration.ofHours(1)),
                        new EngineCommand.Pause(MINI.id(), null));
    }

    @Test
    void drainsAMachine() {
        stage.menuOf("mini").choose("drain");

        assertThat(stage.commands()).containsExactly(new EngineCommand.Drain(MINI.id()));
    }

    @Test
    void resumesAPausedMachineByMenuAndByButton() {
        var paused = SampleMachine.named("mini").has("a").is(NodeState.PAUSED, "paused by a person", null);
        open(new Fleets().machine(paused).now()).menuOf("mini").choose("resume");
        stage.clickOn(".notice-way");

        assertThat(stage.commands())
                .containsExactly(new EngineCommand.Resume(paused.id()), new EngineCommand.Resume(paused.id()));
    }

    @Test
    void servesAnywayInAMeeting() {
        var laptop = SampleMachine.named("laptop").has("a").meeting("camera in use");
        open(new Fleets().machine(laptop).now());

        assertThat(stage.lookup(".notice-way").<Button>query().getText()).isEqualTo("Serve anyway");
        stage.clickOn(".notice-way");

        assertThat(stage.commands()).containsExactly(new EngineCommand.Resume(laptop.id()));
    }

    @Test
    void loadsAndUnloadsModels() {
        stage.menuOf("mini").choose("load", "load-phi4_mini:14b");
        stage.menuOf("mini").choose("unload", "unload-llama3.1:8b");

        assertThat(stage.commands())
                .containsExactly(
                        new EngineCommand.Load(MINI.instance("phi4_mini:14b")),
                        new EngineCommand.Unload(MINI.instance("llama3.1:8b")));
    }

    @Test
    void unloadsAModelAtItsChip() {
        stage.press(".model-chip").choose("chip-copy");
        assertThat(stage.clipboard()).isEqualTo("llama3.1:8b");

        stage.press(".model-chip").choose("chip-unload");
        assertThat(stage.commands()).containsExactly(new EngineCommand.Unload(MINI.instance("llama3.1:8b")));
    }

    @Test
    void loadsAModelWhereNoneIsInMemory() {
        var tower = SampleMachine.named("tower").has("phi4:14b");
        open(new Fleets().machine(tower).now()).press(".load-chip").choose("load-phi4:14b");

        assertThat(stage.commands()).containsExactly(new EngineCommand.Load(tower.instance("phi4:14b")));
    }

    @Test
    void showsThatAModelIsBeingLoadedUntilTheEngineHasAnswered() {
        stage.actions().hold();
        stage.menuOf("mini").choose("load", "load-gemma3:27b");
        assertThat(stage.lookup(".chip-note").<Label>queryAll())
                .extracting(Label::getText)
                .containsExactly("gemma3:27b · loading…");

        Toolkit.on(() -> {
            stage.actions().letGo();
            return true;
        });
        assertThat(stage.lookup(".chip-note").queryAll()).isEmpty();
    }

    @Test
    void copiesTheAddress() {
        stage.menuOf("mini").choose("copy-address");

        assertThat(stage.clipboard()).isEqualTo("http://mini.local:11434");
        assertThat(stage.commands()).isEmpty();
    }

    @Test
    void forgetsOnlyAfterAskingAgain() {
        stage.menuOf("mini").choose("forget", "forget-cancel");
        assertThat(stage.commands()).isEmpty();

        stage.menuOf("mini").choose("forget");
        assertThat(stage.lookup(".farewell-loss").<Label>queryAll())
                .extracting(Label::getText)
                .anySatisfy(loss -> assertThat(loss).contains("gemma3:27b", "gone from the fleet"));
        stage.choose("forget-sure");

        assertThat(stage.commands()).containsExactly(new EngineCommand.ForgetServer(MINI.server()));
        assertThat(stage.shows("#forget-sure")).isFalse();
    }

    @Test
    void doesNotForgetWhenEnterIsPressedByHabit() {
        stage.menuOf("mini").choose("forget").type(KeyCode.ENTER);

        assertThat(stage.shows("#forget-sure")).isFalse();
        assertThat(stage.commands()).isEmpty();
    }

    @Test
    void offersADemoWhereThereIsNothing() {
        open(Fleets.empty()).clickOn("#blank-demo");

        assertThat(stage.demos()).isEqualTo(1);
        assertThat(stage.shows("#fleet-add")).isFalse();
    }

    @Test
    void offersToAddAServerWhereThereIsNothing() {
        open(Fleets.empty()).clickOn("#blank-add");

        assertThat(stage.shows("#server-address")).isTrue();
    }

    @Test
    void showsMachinesAsSoonAsThereAreSome() {
        open(new Fleets().state(EngineState.STARTING).now());
        assertThat(stage.shows("#blank-demo")).isFalse();
        assertThat(stage.shows(".blank-busy")).isTrue();

        stage.show(Fleets.four().now());
        assertThat(stage.lookup(".machine-name").<Label>queryAll())
                .extracting(Label::getText)
                .contains("Studio", "MacBook Pro", "Mini", "Tower");
        assertThat(stage.shows(".blank")).isFalse();
    }

    @Test
    void keepsCardsScrollAndFocusWhenTimeGoesOn() {
        open(Fleets.four().now());
        Node card = stage.card("Tower");
        Node menu = stage.from(card).lookup(".card-menu").query();
        ScrollPane scroll = stage.lookup(".fleet-cards").query();
        Toolkit.on(() -> {
            // Lower than what it shows.
            scroll.getScene().getWindow().setHeight(420);
            scroll.getScene().getRoot().layout();
            scroll.setVvalue(0.7);
            menu.requestFocus();
            return true;
        });

        var tower = SampleMachine.named("Tower").holds("phi4:14b", 9, 4096, 4);
        stage.show(new Fleets()
                .machine(SampleMachine.named("Studio").herd().holds("llama3.3:70b", 42, 32_768, 2))
                .machine(SampleMachine.named("MacBook Pro").has("x"))
                .machine(SampleMachine.named("Mini").has("x"))
                .machine(tower)
                .load(tower.instance("phi4:14b"), 1, 0, 0)
                .now());

        assertThat(stage.card("Tower")).isSameAs(card);
        assertThat(stage.from(card).lookup(".figure-value").<Label>query().getText())
                .isEqualTo("1");
        assertThat(menu.isFocused()).isTrue();
        assertThat(scroll.getVvalue()).isPositive();
    }

    @Test
    void takesAwayTheCardOfAMachineThatIsGone() {
        open(Fleets.four().now());
        stage.show(new Fleets().machine(MINI).now());

        assertThat(stage.lookup(".card").<Node>queryAll())
                .extracting(Node::getId)
                .containsExactly("card-mini");
    }

    @Test
    void marksEveryCardOfADemo() {
        open(Fleets.many(3).simulated().now());

        assertThat(stage.lookup(".simulated").<Node>queryAll()).hasSize(3).allMatch(Node::isVisible);
    }

    @Test
    void countsMachinesThatDoNotAnswer() {
        var down = SampleMachine.named("down").is(NodeState.DOWN, "cannot connect: Connection refused", null);
        EngineSnapshot snapshot = new Fleets().machine(MINI).machine(down).now();
        open(snapshot);

        assertThat(stage.page().badge(snapshot)).isEqualTo(1);
        assertThat(stage.page().badge(Fleets.four().now())).isZero();
    }

    @Test
    void namesEveryControlForThoseWhoCannotSeeIt() {
        open(Fleets.four().now());

        List<Node> controls = List.copyOf(stage.lookup((Node node) -> node.isFocusTraversable() && Hands.isShown(node))
                .<Node>queryAll());
        assertThat(controls)
                .filteredOn(node -> !(node instanceof ScrollPane))
                .isNotEmpty()
                .allSatisfy(node -> assertThat(nameOf(node)).isNotBlank());
    }

    private static String nameOf(Node node) {
        String accessible = node.getAccessibleText();
        return accessible == null && node instanceof Labeled labeled ? labeled.getText() : accessible;
    }

    @Test
    void letsTheKeyboardReachAndUseAMenu() {
        Toolkit.on(() -> {
            stage.from(stage.card("mini")).lookup(".card-menu").query().requestFocus();
            return true;
        });
        // The first item is Pause; the second is Drain.
        stage.type(KeyCode.SPACE).type(KeyCode.DOWN).type(KeyCode.DOWN).type(KeyCode.ENTER);

        assertThat(stage.commands()).containsExactly(new EngineCommand.Drain(new NodeId("mini")));
    }
}
