package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.bridge.StartMode;
import dev.herd.app.shell.Frame;
import dev.herd.app.shell.Theme;
import dev.herd.app.shell.Wishes;
import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.SampleMachine;
import dev.herd.app.testing.Toolkit;
import dev.herd.app.tray.TrayAction;
import dev.herd.app.tray.TrayMenu;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.signal.Heat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Window;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Draws the tab in its states, light and dark, small and large, into `target/pictures`: to be looked at. What a
/// machine can see in a picture is tested: that nothing lies outside its card and no figure is cut.
class FleetPicturesTest {
    private static final Path PICTURES = Path.of("target", "pictures");

    private record Size(int width, int height) {}

    private record State(String name, EngineSnapshot snapshot) {}

    private static final class NoWishes implements Wishes {
        @Override
        public void perform(TrayAction action) {}

        @Override
        public void start(StartMode mode) {}
    }

    @BeforeAll
    static void startTheToolkit() {
        Toolkit.start();
    }

    private static List<State> states() {
        return List.of(
                new State("empty", Fleets.empty()),
                new State("looking", new Fleets().state(EngineState.STARTING).now()),
                new State("four", Fleets.four().now()),
                new State("demo", demo()),
                new State("fifty", Fleets.many(50).now()),
                new State("all-down", allDown()),
                new State("odd", odd()));
    }

    @TestFactory
    Stream<DynamicTest> everyStateFitsItsWindow() {
        return Stream.of(Theme.Appearance.LIGHT, Theme.Appearance.DARK)
                .flatMap(theme -> Stream.of(new Size(960, 600), new Size(1440, 900))
                        .flatMap(size -> states().stream()
                                .map(state -> DynamicTest.dynamicTest(
                                        state.name() + "-" + size.width() + "-" + word(theme),
                                        () -> draw(state, theme, size)))));
    }

    private static String word(Theme.Appearance theme) {
        return theme == Theme.Appearance.LIGHT ? "light" : "dark";
    }

    private static void draw(State state, Theme.Appearance theme, Size size) {
        Scene scene = Toolkit.on(() -> {
            Theme.wear(theme);
            var page = new FleetPage(new DirectActions(new FakeEngine(state.snapshot())), () -> {});
            var frame = new Frame(
                    List.of(page), new NoWishes(), new TrayMenu.Place("this machine", ZoneId.of("UTC")), () -> 0L);
            Scene made = frame.scene(size.width(), size.height());
            frame.show(state.snapshot(), List.of());
            return made;
        });
        Toolkit.picture(scene, theme, picture(state.name() + "-" + size.width(), theme));
        Toolkit.run(() -> {
            assertThat(scene.getRoot().lookupAll(".card")).allSatisfy(FleetPicturesTest::holdsWhatItShows);
            assertThat(scene.getRoot().lookupAll(".figure-value")).allSatisfy(FleetPicturesTest::isWhole);
        });
    }

    private static Path picture(String name, Theme.Appearance theme) {
        return PICTURES.resolve("fleet-" + name + "-" + word(theme) + ".png");
    }

    private static void holdsWhatItShows(Node card) {
        Bounds around = card.localToScene(card.getLayoutBounds());
        assertThat(card.lookupAll(".label"))
                .filteredOn(FleetStage::isVisible)
                .allSatisfy(label -> assertThat(around.contains(label.localToScene(label.getLayoutBounds())))
                        .as("%s in %s", label, card)
                        .isTrue());
    }

    private static void isWhole(Node figure) {
        assertThat(((Text) figure.lookup(".text")).getText()).isEqualTo(((Labeled) figure).getText());
    }

    @Test
    void theDialogsHavePictures() throws TimeoutException {
        for (Theme.Appearance theme : List.of(Theme.Appearance.LIGHT, Theme.Appearance.DARK)) {
            FleetStage stage = FleetStage.showing(
                    new Fleets().machine(SampleMachine.named("Mini")).now());
            stage.engine()
                    .finds(new ServerProbe.Found(
                            UpstreamId.parse("rack.local:11434"), UpstreamKind.OLLAMA, "0.12.6", 11));
            stage.press("#fleet-add").enter("rack.local").key(KeyCode.ENTER);
            pictureOfDialog("add", theme);
            stage.press("#server-slots").enter("many");
            pictureOfDialog("add-wrong", theme);
            stage.key(KeyCode.ESCAPE).menuOf("Mini").choose("forget");
            pictureOfDialog("forget", theme);
            stage.close();
        }
    }

    private static void pictureOfDialog(String name, Theme.Appearance theme) {
        Scene scene = Toolkit.on(() -> Window.getWindows().getLast().getScene());
        assertThat(scene.getRoot().getStyleClass()).contains("fleet-dialog");
        Toolkit.picture(scene, theme, picture(name, theme));
    }

    private static EngineSnapshot demo() {
        var desk = SampleMachine.named("demo-desk")
                .holds("demo/large:70b", 41, 32_768, 2)
                .memory(70, 96)
                .processor(0.4)
                .heat(58, Heat.Level.NOMINAL, 0)
                .speed(61, 70);
        var laptop = SampleMachine.named("demo-laptop")
                .holds("demo/small:8b", 6, 16_384, 2)
                .memory(21, 32)
                .processor(0.66)
                .heat(93, Heat.Level.SERIOUS, 0.22)
                .speed(22, 44);
        var mini = SampleMachine.named("demo-mini")
                .has("demo/small:8b")
                .memory(4, 16)
                .processor(0.02)
                .heat(39, Heat.Level.NOMINAL, 0);
        return new Fleets()
                .simulated()
                .machine(desk)
                .machine(laptop)
                .machine(mini)
                .load(desk.instance("demo/large:70b"), 2, 1, 6)
                .load(laptop.instance("demo/small:8b"), 1, 0, 0)
                .now();
    }

    private static EngineSnapshot allDown() {
        var studio = SampleMachine.named("Studio")
                .has("llama3.3:70b")
                .has("qwen3:32b")
                .is(NodeState.DOWN, "cannot connect to http://studio.local:11434: Connection refused", null);
        var laptop = SampleMachine.named("Laptop")
                .has("llama3.1:8b")
                .is(NodeState.DOWN, "cannot connect to http://laptop.local:11434: No route to host", null);
        var tower = SampleMachine.named("Tower").is(NodeState.WEDGED, "accepts connections and does not answer", null);
        return new Fleets()
                .state(EngineState.NO_NODES)
                .machine(studio)
                .machine(laptop)
                .machine(tower)
                .now();
    }

    /// All states that are neither work nor idleness, with names that are too long.
    private static EngineSnapshot odd() {
        var starting = SampleMachine.named("Starting up").is(NodeState.STARTING, "says that it is loading", null);
        var full = SampleMachine.named("Full")
                .holds("hf.co/somebody-with-a-long-name/Qwen3-Coder-480B-A35B-Instruct-GGUF:Q4_K_M", 290, 262_144, 20)
                .is(NodeState.OVERLOADED, "says that it is full", null)
                .memory(500, 512);
        var paused = SampleMachine.named("the-machine-in-the-room-behind-the-kitchen-of-the-second-floor")
                .holds("gemma3:27b", 17, 8192, 4)
                .is(NodeState.PAUSED, "paused by a person", Duration.ofMinutes(42));
        var draining = SampleMachine.named("Draining")
                .holds("gemma3:27b", 17, 8192, 4)
                .is(NodeState.DRAINING, "draining", null);
        return new Fleets()
                .machine(starting)
                .machine(full)
                .machine(paused)
                .machine(draining)
                .load(
                        full.instance("hf.co/somebody-with-a-long-name/Qwen3-Coder-480B-A35B-Instruct-GGUF:Q4_K_M"),
                        20,
                        7,
                        64)
                .load(draining.instance("gemma3:27b"), 2, 0, 0)
                .now();
    }
}
