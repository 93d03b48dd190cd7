package dev.herd.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Toolkit;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.feather.Feather;

/// What the small controls draw.
class ControlsTest {
    private static final double WIDTH = 200;
    private static final double HEIGHT = 10;

    @BeforeAll
    static void startTheToolkit() {
        Toolkit.start();
    }

    private static void layOut(Region control) {
        var root = new Pane(control);
        var scene = new Scene(root);
        assertThat(scene.getRoot()).isSameAs(root);
        control.resize(WIDTH, HEIGHT);
        root.applyCss();
        control.layout();
    }

    private static List<Node> partsOf(StackedBar bar) {
        return ((Parent) bar.lookup(".stack")).getChildrenUnmodifiable();
    }

    private static StackedBar bar(double whole, double... amounts) {
        var bar = new StackedBar();
        List<StackedBar.Part> parts = new ArrayList<>();
        for (double amount : amounts) {
            parts.add(new StackedBar.Part("some", amount));
        }
        bar.show(parts, whole);
        layOut(bar);
        return bar;
    }

    private static List<Double> widths(StackedBar bar) {
        return partsOf(bar).stream()
                .map(Node::getLayoutBounds)
                .map(Bounds::getWidth)
                .toList();
    }

    @Test
    void drawsPartsInProportionToTheWhole() {
        StackedBar bar = bar(100, 25, 50);

        assertThat(widths(bar)).containsExactly(50.0, 100.0);
        assertThat(partsOf(bar)).extracting(Node::getLayoutX).containsExactly(0.0, 50.0);
    }

    @Test
    void neverDrawsBeyondTheWhole() {
        assertThat(widths(bar(100, 100, 100))).containsExactly(100.0, 100.0);
    }

    @Test
    void leavesTheEndOpenWhenTheWholeIsNotKnown() {
        assertThat(widths(bar(0, 10, 30))).containsExactly(30.0, 90.0);
    }

    @Test
    void drawsNothingWhenThereIsNothing() {
        assertThat(widths(bar(0))).isEmpty();
        assertThat(widths(bar(0, 0))).containsExactly(0.0);
        assertThat(widths(bar(100, 0))).containsExactly(0.0);
    }

    @Test
    void drawsTheLeastPartSoThatItIsSeen() {
        assertThat(widths(bar(1_000_000, 1))).containsExactly(1.0);
    }

    @Test
    void keepsItsPartsFromOneMomentToTheNext() {
        StackedBar bar = bar(100, 10, 20);
        List<Node> before = List.copyOf(partsOf(bar));

        bar.show(List.of(new StackedBar.Part("some", 30), new StackedBar.Part("other", 5)), 100);
        bar.layout();

        assertThat(partsOf(bar)).containsExactlyElementsOf(before);
        assertThat(widths(bar)).containsExactly(60.0, 10.0);
    }

    private static List<String> slots(SlotRow row) {
        return row.getChildren().stream()
                .map(slot -> slot.getStyleClass().getLast())
                .toList();
    }

    @Test
    void drawsEverySlot() {
        var row = new SlotRow();
        row.show(4, 2, 0);

        assertThat(slots(row)).containsExactly("filled", "filled", "free", "free");
        assertThat(row.getAccessibleText()).isEqualTo("2 of 4 slots taken");
    }

    @Test
    void hatchesTheSlotOfWhoComesNext() {
        var row = new SlotRow();
        row.show(3, 1, 2);

        assertThat(slots(row)).containsExactly("filled", "next", "free");
    }

    @Test
    void drawsWhoComesNextBesideFullSlots() {
        var row = new SlotRow();
        row.show(2, 2, 1);

        assertThat(slots(row)).containsExactly("filled", "filled", "next");
    }

    @Test
    void drawsMoreThanAGlanceCountsAsOneBar() {
        var row = new SlotRow();
        row.show(6, 6, 0);
        assertThat(row.getChildren()).hasSize(6);

        row.show(6, 6, 1);
        assertThat(row.getChildren()).hasSize(1);
    }

    @Test
    void drawsManySlotsAsOneBarAndFewAgainAsSquares() {
        var row = new SlotRow();
        row.show(64, 16, 3);

        assertThat(row.getChildren()).hasSize(1);
        StackedBar bar = (StackedBar) row.getChildren().getFirst();
        layOut(bar);
        assertThat(widths(bar)).containsExactly(WIDTH / 4);

        new Pane(bar).getChildren().clear();
        row.show(2, 0, 0);
        assertThat(slots(row)).containsExactly("free", "free");
    }

    private static List<PathElement> line(Sparkline sparkline) {
        return ((Path) sparkline.lookup(".sparkline-line")).getElements();
    }

    private static Sparkline sparkline(double ceiling, Double... values) {
        var sparkline = new Sparkline(5);
        sparkline.show(List.of(values), ceiling);
        layOut(sparkline);
        return sparkline;
    }

    @Test
    void drawsTheNewestAtTheRightEdge() {
        List<PathElement> line = line(sparkline(10, 0.0, 10.0));

        assertThat(((MoveTo) line.getFirst()).getX()).isEqualTo(150);
        assertThat(((LineTo) line.getLast()).getX()).isEqualTo(200);
    }

    @Test
    void drawsTheLargestAtTheTop() {
        List<PathElement> line = line(sparkline(10, 0.0, 10.0));

        assertThat(((MoveTo) line.getFirst()).getY()).isEqualTo(HEIGHT - 0.75);
        assertThat(((LineTo) line.getLast()).getY()).isEqualTo(0.75);
    }

    @Test
    void breaksTheLineWhereNothingWasMeasured() {
        assertThat(line(sparkline(10, 1.0, Double.NaN, 3.0, 4.0)))
                .filteredOn(MoveTo.class::isInstance)
                .hasSize(2);
        assertThat(line(sparkline(10, Double.NaN, Double.NaN))).isEmpty();
    }

    @Test
    void leavesOutWhatIsTooOld() {
        List<PathElement> line = line(sparkline(10, 9.0, 9.0, 1.0, 2.0, 3.0, 4.0, 5.0));

        assertThat(line).filteredOn(LineTo.class::isInstance).hasSize(5);
        assertThat(((MoveTo) line.getFirst()).getX()).isZero();
    }

    @Test
    void changesAPillsWordShapeAndTone() {
        var pill = new StatePill();
        pill.show(Feather.PLAY, "Serving", StatePill.Tone.WORK);
        pill.show(Feather.SLASH, "Unreachable", StatePill.Tone.FAULT);

        assertThat(pill.getText()).isEqualTo("Unreachable");
        assertThat(pill.getStyleClass()).contains("tone-fault").doesNotContain("tone-work", "tone-idle");
    }
}
