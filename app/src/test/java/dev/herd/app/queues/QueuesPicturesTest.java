package dev.herd.app.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.shell.Theme;
import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Requests;
import dev.herd.app.testing.Toolkit;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestTrace;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Draws the tab in its states, light and dark, small and large, into `target/pictures`: to be looked at. What a
/// machine can see in a picture is tested: that the inspector holds what it shows, and that no figure is cut.
class QueuesPicturesTest {
    private static final Path PICTURES = Path.of("target", "pictures");

    /// What the frame takes of a window's height.
    private static final int FRAME = 122;

    private record Size(int width, int height) {}

    /// What a picture shows.
    ///
    /// @param rows of the history
    /// @param chosen the request that is inspected
    private record Shot(
            String name,
            EngineSnapshot moment,
            int rows,
            @Nullable RequestTrace chosen) {}

    @BeforeAll
    static void startTheToolkit() {
        Toolkit.start();
    }

    private static List<Shot> shots() {
        EngineSnapshot busy = QueueMoments.busy();
        return List.of(
                new Shot("empty", Fleets.empty(), 0, null),
                new Shot("quiet", QueueMoments.quiet(), 0, null),
                new Shot("broken", busy, 0, null),
                new Shot("many", busy, 100_000, null),
                new Shot("crowd", QueueMoments.crowd(60).now(), 400, null),
                new Shot("served", busy, 400, QueueMoments.served()),
                new Shot("live", busy, 400, busy.live().getFirst()),
                new Shot("waiting", busy, 400, busy.live().getLast()),
                new Shot("retried", busy, 400, QueueMoments.retried()),
                new Shot("refused", busy, 400, QueueMoments.refused()),
                new Shot("gone", busy, 400, null),
                new Shot("long", QueueMoments.lengthy(), 400, QueueMoments.lengthyStory()),
                new Shot("ask", busy, 400, busy.live().getFirst()));
    }

    @TestFactory
    Stream<DynamicTest> everyStateFitsItsWindow() {
        return Stream.of(Theme.Appearance.LIGHT, Theme.Appearance.DARK)
                .flatMap(theme -> Stream.of(new Size(960, 600), new Size(1200, 800), new Size(1440, 900))
                        .filter(size -> size.width() != 1200 || theme == Theme.Appearance.LIGHT)
                        .flatMap(size -> shots().stream()
                                .map(shot -> DynamicTest.dynamicTest(
                                        name(shot, theme, size), () -> draw(shot, theme, size)))));
    }

    private static String name(Shot shot, Theme.Appearance theme, Size size) {
        return "queues-%s-%s-%d".formatted(shot.name(), theme.name().toLowerCase(Locale.ROOT), size.width());
    }

    private static void draw(Shot shot, Theme.Appearance theme, Size size) {
        FakeEngine engine = new FakeEngine(shot.moment()).remembers(Requests.history(shot.rows()));
        if (shot.name().equals("broken")) {
            engine.historyBreaks("the database is locked by another program");
        }
        Scene scene = Toolkit.on(() -> {
            Theme.wear(theme);
            return scene(shot, engine, size);
        });
        Toolkit.picture(scene, theme, PICTURES.resolve(name(shot, theme, size) + ".png"));
        Toolkit.run(() -> {
            assertThat(scene.getRoot().lookupAll("#inspector .label"))
                    .filteredOn(QueuesPicturesTest::isShown)
                    .allSatisfy(label -> assertThat(isWithin(label, scene.lookup("#inspector")))
                            .as("%s lies within the inspector", label)
                            .isTrue());
            assertThat(Stream.of(".figure", ".quiet", ".state", ".waterfall-figure", ".cost-figure")
                            .flatMap(kind -> scene.getRoot().lookupAll(kind).stream()))
                    .filteredOn(QueuesPicturesTest::isShown)
                    .filteredOn(node -> !isOfAnyLength(node))
                    .allSatisfy(QueuesPicturesTest::isWhole);
        });
    }

    private static Scene scene(Shot shot, FakeEngine engine, Size size) {
        QueueActions actions = new QueueActions(engine);
        QueuesPage page = new QueuesPage(actions, ZoneOffset.UTC);
        Scene scene = new Scene(new StackPane(page.view()), size.width(), size.height() - FRAME);
        QueuesRobot.dress(scene);
        Runnable settle = () -> {
            page.show(shot.moment());
            actions.answer();
            scene.getRoot().applyCss();
            scene.getRoot().layout();
        };
        settle.run();
        settle.run();
        RequestTrace chosen = shot.chosen();
        if (chosen != null) {
            engine.knows(chosen);
            page.choose(chosen.id());
            page.openInspector();
        } else if (shot.name().equals("gone")) {
            page.choose("r-0000dead-0000");
            page.openInspector();
        }
        settle.run();
        if (shot.name().equals("ask")) {
            ((Button) scene.lookup(".cancel-button")).fire();
        }
        settle.run();
        return scene;
    }

    private static boolean isShown(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return node.getBoundsInParent().getWidth() > 0;
    }

    private static boolean isWithin(Node node, Node whole) {
        Bounds inner = node.localToScene(node.getLayoutBounds());
        Bounds outer = whole.localToScene(whole.getLayoutBounds());
        return inner.getMinX() >= outer.getMinX() && inner.getMaxX() <= outer.getMaxX();
    }

    /// Names of machines and models may be as long as people like, and lose their middle.
    private static boolean isOfAnyLength(Node node) {
        return !(node instanceof Labeled labeled)
                || labeled.isWrapText()
                || labeled.getText() == null
                || labeled.getText().contains("machine-of-the-research");
    }

    private static void isWhole(Node node) {
        Node text = node.lookup(".text");
        if (text instanceof Text drawn) {
            assertThat(drawn.getText()).isEqualTo(((Labeled) node).getText());
        }
    }
}
