package dev.herd.app.controls;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// Sums drawn as bars on one scale, each of its parts in the colour of its style class, under a line with the name and
/// the sum.
public final class CostBars extends Region {
    private static final double LINE = 20;
    private static final double BAR = 12;
    private static final double GAP = 12;

    private final List<Row> rows = new ArrayList<>();
    private double scale = 1;

    /// A part of a sum.
    ///
    /// @param length in any unit, above 0
    public record Part(String styleClass, double length) {}

    /// A sum.
    ///
    /// @param chosen whether it is the one that was taken, which stands out
    public record Bar(String name, String figure, boolean chosen, List<Part> parts) {
        public Bar {
            parts = List.copyOf(parts);
        }

        private double length() {
            return parts.stream().mapToDouble(Part::length).sum();
        }
    }

    public CostBars() {
        getStyleClass().add("cost-bars");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    }

    /// Shows other bars; nodes that are there already are kept.
    public void show(List<Bar> bars) {
        scale = Math.max(bars.stream().mapToDouble(Bar::length).max().orElse(1), Double.MIN_NORMAL);
        while (rows.size() > bars.size()) {
            Row row = rows.removeLast();
            getChildren().removeAll(row.name, row.figure);
            getChildren().removeAll(row.parts);
        }
        while (rows.size() < bars.size()) {
            Row row = new Row();
            rows.add(row);
            getChildren().addAll(row.name, row.figure);
        }
        for (int i = 0; i < bars.size(); i++) {
            show(rows.get(i), bars.get(i));
        }
        setAccessibleText(
                bars.stream().map(bar -> bar.name() + " " + bar.figure()).collect(Collectors.joining(", ")));
        requestLayout();
    }

    private void show(Row row, Bar bar) {
        row.name.setText(bar.name());
        Styles.set(row.name, "label", bar.chosen() ? "cost-name-chosen" : "cost-name");
        row.figure.setText(bar.figure());
        row.lengths = bar.parts().stream().map(Part::length).toList();
        while (row.parts.size() > bar.parts().size()) {
            getChildren().remove(row.parts.removeLast());
        }
        while (row.parts.size() < bar.parts().size()) {
            Region part = new Region();
            row.parts.add(part);
            getChildren().add(part);
        }
        for (int i = 0; i < row.parts.size(); i++) {
            Styles.set(row.parts.get(i), "cost-part", bar.parts().get(i).styleClass(), end(i, row.parts.size()));
        }
    }

    /// The ends of a bar are round.
    private static String end(int index, int count) {
        if (count == 1) {
            return "only";
        }
        return index == 0 ? "first" : index == count - 1 ? "last" : "middle";
    }

    @Override
    protected double computePrefHeight(double width) {
        double bars = rows.isEmpty() ? 0 : rows.size() * (LINE + BAR + GAP) - GAP;
        return snappedTopInset() + bars + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 240;
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double width = Math.max(0, getWidth() - left - snappedRightInset());
        double y = snappedTopInset();
        for (Row row : rows) {
            double figure = Math.min(width, row.figure.prefWidth(-1));
            layoutInArea(row.name, left, y, Math.max(0, width - figure - 8), LINE, 0, HPos.LEFT, VPos.CENTER);
            layoutInArea(row.figure, left + width - figure, y, figure, LINE, 0, HPos.RIGHT, VPos.CENTER);
            double sum = 0;
            for (int i = 0; i < row.parts.size(); i++) {
                double from = snapPositionX(left + width * sum / scale);
                sum += row.lengths.get(i);
                double to = snapPositionX(left + width * Math.min(1, sum / scale));
                row.parts.get(i).resizeRelocate(from, y + LINE, Math.max(1, to - from), BAR);
            }
            y += LINE + BAR + GAP;
        }
    }

    private static final class Row {
        private final Label name = new Label();
        private final Label figure = new Label();
        private final List<Region> parts = new ArrayList<>();
        private List<Double> lengths = List.of();

        Row() {
            figure.getStyleClass().add("cost-figure");
        }
    }
}
