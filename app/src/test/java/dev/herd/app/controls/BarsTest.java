package dev.herd.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Toolkit;
import java.util.Arrays;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Stretches of time and sums, drawn to scale.
class BarsTest {
    private static final double WIDTH = 500;

    @BeforeAll
    static void startTheToolkit() {
        Toolkit.start();
    }

    /// Lays a control out, so that its parts have their places.
    private static void lay(Region control) {
        if (control.getScene() == null) {
            var unused = new Scene(new StackPane(control), WIDTH, 300);
            assertThat(unused.getRoot()).isNotNull();
        }
        control.resizeRelocate(0, 0, WIDTH, control.prefHeight(WIDTH));
        control.layout();
    }

    private static List<Bounds> bounds(Region control, String styleClass) {
        return control.getChildrenUnmodifiable().stream()
                .filter(node -> node.getStyleClass().contains(styleClass))
                .map(Node::getBoundsInParent)
                .toList();
    }

    private static Waterfall.Bar bar(String label, double from, double to) {
        return new Waterfall.Bar(label, "span-queue", from, to, to - from + " s");
    }

    @Test
    void stretchesFollowEachOtherOnOneScale() {
        List<Bounds> bars = Toolkit.on(() -> {
            var waterfall = new Waterfall(80, 60);
            waterfall.show(List.of(bar("Queue", 0, 2), bar("Prompt", 2, 4), bar("Generate", 4, 8)), 8);
            lay(waterfall);
            return bounds(waterfall, "waterfall-bar");
        });

        assertThat(bars).hasSize(3);
        assertThat(bars.get(1).getMinX())
                .isBetween(bars.get(0).getMaxX() - 1, bars.get(0).getMaxX() + 1);
        assertThat(bars.get(2).getWidth())
                .isBetween(bars.get(0).getWidth() * 2 - 2, bars.get(0).getWidth() * 2 + 2);
        assertThat(bars.get(2).getMaxX()).isLessThanOrEqualTo(WIDTH - 60);
        assertThat(bars.get(1).getMinY()).isGreaterThan(bars.get(0).getMaxY());
    }

    @Test
    void aMomentIsSeenAndNoTimeIsAHairline() {
        List<Bounds> bars = Toolkit.on(() -> {
            var waterfall = new Waterfall(80, 60);
            waterfall.show(List.of(bar("Queue", 0, 0.001), bar("Load", 0.001, 0.001), bar("End", 999, 1_000)), 1_000);
            lay(waterfall);
            return bounds(waterfall, "waterfall-bar");
        });

        assertThat(bars.get(0).getWidth()).isEqualTo(2);
        assertThat(bars.get(1).getWidth()).isEqualTo(1);
        assertThat(bars.get(2).getMaxX()).isLessThanOrEqualTo(WIDTH - 60);
    }

    @Test
    void whatIsShownAnewKeepsItsNodes() {
        Toolkit.run(() -> {
            var waterfall = new Waterfall(80, 60);
            waterfall.show(List.of(bar("Queue", 0, 2), bar("Prompt", 2, 4)), 4);
            List<Node> before = List.copyOf(waterfall.getChildrenUnmodifiable());

            waterfall.show(List.of(bar("Queue", 0, 3), bar("Prompt", 3, 5)), 5);
            assertThat(waterfall.getChildrenUnmodifiable()).isEqualTo(before);
            assertThat(waterfall.getAccessibleText()).isEqualTo("Queue 3.0 s, Prompt 2.0 s");

            waterfall.show(List.of(bar("Queue", 0, 3)), 3);
            assertThat(waterfall.getChildrenUnmodifiable()).isEqualTo(before.subList(0, 3));
        });
    }

    private static CostBars.Bar sum(String name, double... parts) {
        List<CostBars.Part> lengths = Arrays.stream(parts)
                .mapToObj(part -> new CostBars.Part("span-load", part))
                .toList();
        return new CostBars.Bar(name, "figure", name.equals("chosen"), lengths);
    }

    @Test
    void theLargestSumTakesTheWidthAndTheOthersTheirShare() {
        List<Bounds> parts = Toolkit.on(() -> {
            var bars = new CostBars();
            bars.show(List.of(sum("chosen", 1, 4), sum("other", 5, 5)));
            lay(bars);
            return bounds(bars, "cost-part");
        });

        assertThat(parts).hasSize(4);
        double chosen = parts.get(1).getMaxX();
        assertThat(chosen).isBetween(WIDTH / 2 - 1, WIDTH / 2 + 1);
        assertThat(parts.get(3).getMaxX()).isEqualTo(WIDTH);
        assertThat(parts.get(1).getMinX()).isEqualTo(parts.get(0).getMaxX());
    }

    @Test
    void sumsThatLeaveTakeTheirPartsWithThem() {
        Toolkit.run(() -> {
            var bars = new CostBars();
            bars.show(List.of(sum("chosen", 1, 4), sum("other", 5, 5)));
            bars.show(List.of(sum("chosen", 1)));

            assertThat(bars.getChildrenUnmodifiable()).hasSize(3);
            assertThat(bars.lookupAll(".cost-name-chosen")).hasSize(1);
            assertThat(bars.getAccessibleText()).isEqualTo("chosen figure");
        });
    }
}
