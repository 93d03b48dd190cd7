package dev.herd.app.controls;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// Stretches of time under each other on one scale, each with its name before it and its figure behind it. Colours come
/// from the style classes that the bars name.
public final class Waterfall extends Region {
    private static final double ROW = 22;
    private static final double BAR = 10;
    private static final double GAP = 8;

    /// So that a moment is seen at all.
    private static final double LEAST_WIDTH = 2;

    private final double labelWidth;
    private final double figureWidth;
    private final List<Row> rows = new ArrayList<>();
    private double total = 1;

    /// A stretch of time.
    ///
    /// @param styleClass of the bar
    /// @param from in any unit, 0 or more
    /// @param to not less than `from`; the same for a stretch that took no time, which is drawn as a hairline
    /// @param figure what it says at the end of its row
    public record Bar(String label, String styleClass, double from, double to, String figure) {}

    /// @param labelWidth room for the names, in pixels
    /// @param figureWidth room for the figures, in pixels
    public Waterfall(double labelWidth, double figureWidth) {
        this.labelWidth = labelWidth;
        this.figureWidth = figureWidth;
        getStyleClass().add("waterfall");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    }

    /// Shows other bars; nodes that are there already are kept.
    ///
    /// @param whole the length of the scale, in the bars' unit
    public void show(List<Bar> bars, double whole) {
        total = Math.max(whole, Double.MIN_NORMAL);
        while (rows.size() > bars.size()) {
            getChildren().removeAll(rows.removeLast().nodes());
        }
        while (rows.size() < bars.size()) {
            Row row = new Row();
            rows.add(row);
            getChildren().addAll(row.nodes());
        }
        for (int i = 0; i < bars.size(); i++) {
            rows.get(i).show(bars.get(i));
        }
        setAccessibleText(
                bars.stream().map(bar -> bar.label() + " " + bar.figure()).collect(Collectors.joining(", ")));
        requestLayout();
    }

    @Override
    protected double computePrefHeight(double width) {
        return snappedTopInset() + ROW * rows.size() + snappedBottomInset();
    }

    @Override
    protected double computePrefWidth(double height) {
        return labelWidth + figureWidth + 2 * GAP + 120;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double right = getWidth() - snappedRightInset();
        double start = left + labelWidth + GAP;
        double length = Math.max(0, right - figureWidth - GAP - start);
        double y = snappedTopInset();
        for (Row row : rows) {
            layoutInArea(row.label, left, y, labelWidth, ROW, 0, HPos.LEFT, VPos.CENTER);
            layoutInArea(row.figure, right - figureWidth, y, figureWidth, ROW, 0, HPos.RIGHT, VPos.CENTER);
            double from = start + length * Math.clamp(row.from / total, 0, 1);
            double to = start + length * Math.clamp(row.to / total, 0, 1);
            double width = row.to > row.from ? Math.max(LEAST_WIDTH, to - from) : 1;
            double x = Math.min(from, start + length - width);
            row.bar.resizeRelocate(snapPositionX(x), snapPositionY(y + (ROW - BAR) / 2), snapSizeX(width), BAR);
            y += ROW;
        }
    }

    private static final class Row {
        private final Label label = new Label();
        private final Label figure = new Label();
        private final Region bar = new Region();
        private double from;
        private double to;

        Row() {
            label.getStyleClass().add("waterfall-label");
            figure.getStyleClass().add("waterfall-figure");
        }

        List<Region> nodes() {
            return List.of(label, bar, figure);
        }

        void show(Bar shown) {
            label.setText(shown.label());
            figure.setText(shown.figure());
            Styles.set(bar, "waterfall-bar", shown.to() > shown.from() ? shown.styleClass() : "none");
            from = shown.from();
            to = shown.to();
        }
    }
}
