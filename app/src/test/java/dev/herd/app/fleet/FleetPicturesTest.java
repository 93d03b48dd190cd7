package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.SampleMachine;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.signal.Heat;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.DialogPane;
import javafx.scene.control.TextField;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Draws the tab in its states, light and dark, small and large, into `target/pictures`: to be looked at. What a
/// machine can check of a picture is checked: that nothing of a card lies outside it and that no text is cut.
class FleetPicturesTest {
    private static final Path PICTURES = Path.of("target", "pictures");

    private record Size(int width, int height) {}

    private record State(String name, EngineSnapshot snapshot) {}

    @BeforeAll
    static void startTheToolkit() throws TimeoutException, IOException {
        FxToolkit.registerPrimaryStage();
        Files.createDirectories(PICTURES);
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
    Stream<DynamicTest> everyStateHasAPicture() {
        return Stream.of(new PrimerLight(), new PrimerDark())
                .flatMap(theme -> Stream.of(new Size(960, 600), new Size(1440, 900))
                        .flatMap(size -> states().stream()
                                .map(state -> DynamicTest.dynamicTest(
                                        state.name() + ", " + theme.getName() + ", " + size.width(),
                                        () -> draw(state, theme, size)))));
    }

    /// The frame's style.
    private static Optional<String> herdStyle() {
        return Optional.ofNullable(FleetPage.class.getResource("/dev/herd/app/herd.css"))
                .map(URL::toExternalForm);
    }

    private static void draw(State state, Theme theme, Size size) {
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
            var page = new FleetPage(new DirectActions(new FakeEngine(state.snapshot())), () -> {});
            // The frame takes what is above and beneath: its tabs, its status.
            var scene = new Scene((Parent) page.view(), size.width(), size.height() - 120);
            herdStyle().ifPresent(scene.getStylesheets()::add);
            page.show(state.snapshot());
            Parent root = scene.getRoot();
            root.applyCss();
            root.layout();
            save(scene.snapshot(null), state.name() + "-" + size.width() + suffix(theme));
            assertThat(root.lookupAll(".card"))
                    .filteredOn(Node::isManaged)
                    .allSatisfy(card -> assertThat(((Region) card).getHeight())
                            .isGreaterThanOrEqualTo(card.minHeight(((Region) card).getWidth())));
        });
    }

    @TestFactory
    Stream<DynamicTest> dialogsHavePictures() {
        return Stream.of(new PrimerLight(), new PrimerDark())
                .map(theme -> DynamicTest.dynamicTest(theme.getName(), () -> drawDialogs(theme)));
    }

    private static void drawDialogs(Theme theme) {
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
            var engine = new FakeEngine(Fleets.four().now())
                    .finds(new ServerProbe.Found(
                            UpstreamId.parse("studio.local:1234"), UpstreamKind.OLLAMA, "0.12.6", 11));
            var dialog = new AddServerDialog(
                    new DirectActions(engine), Fleets.four().now().fleet());
            TextField address = (TextField) dialog.pane().lookup("#server-address");
            address.setText("studio.local:1234");
            address.fireEvent(new ActionEvent());
            ((TextField) dialog.pane().lookup("#server-slots")).setText("many");
            picture(dialog.pane(), "add" + suffix(theme));
            var farewell = Farewell.of(
                    SampleMachine.named("Mini").server(), Fleets.four().now());
            picture(new ForgetDialog(farewell, () -> {}).pane(), "forget" + suffix(theme));
        });
    }

    private static void picture(DialogPane pane, String name) {
        herdStyle().ifPresent(pane.getStylesheets()::add);
        Dialogs.dress(pane, null);
        Scene scene = pane.getScene();
        pane.applyCss();
        pane.resize(480, pane.prefHeight(480));
        pane.layout();
        assertThat(scene).isNotNull();
        save(pane.snapshot(null, null), name);
    }

    private static String suffix(Theme theme) {
        return theme.isDarkMode() ? "-dark" : "-light";
    }

    private static void save(WritableImage image, String name) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        var reader = image.getPixelReader();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, reader.getArgb(x, y));
            }
        }
        try {
            ImageIO.write(
                    picture, "png", PICTURES.resolve("fleet-" + name + ".png").toFile());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
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
