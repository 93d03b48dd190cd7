package dev.herd.app.controls;

import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;

/// A figure over time, as a small line above its area. The newest value is at the right edge; where nothing was
/// measured, nothing is drawn.
public final class Sparkline extends Region {
    private static final double STROKE = 1.5;

    private final Path area = new Path();
    private final Path line = new Path();
    private final int steps;
    private List<Double> values = List.of();
    private double ceiling = 1;

    /// @param steps how many values fill the width, above 1
    public Sparkline(int steps) {
        this.steps = steps;
        getStyleClass().add("sparkline");
        area.getStyleClass().add("sparkline-area");
        line.getStyleClass().add("sparkline-line");
        area.setManaged(false);
        line.setManaged(false);
        getChildren().addAll(area, line);
        setAccessibleRole(AccessibleRole.TEXT);
    }

    /// @param newValues oldest first, NaN where nothing was measured; of more than fit, the newest are shown
    /// @param newCeiling the value at the upper edge, above 0
    public void show(List<Double> newValues, double newCeiling) {
        if (!newValues.equals(values) || newCeiling != ceiling) {
            values = List.copyOf(newValues);
            ceiling = newCeiling;
            requestLayout();
        }
    }

    @Override
    protected void layoutChildren() {
        line.getElements().clear();
        area.getElements().clear();
        int from = Math.max(0, values.size() - steps);
        int start = -1;
        for (int i = from; i <= values.size(); i++) {
            boolean measured = i < values.size() && !values.get(i).isNaN();
            if (measured && start < 0) {
                start = i;
            } else if (!measured && start >= 0) {
                draw(start, i);
                start = -1;
            }
        }
    }

    /// An unbroken run of values.
    private void draw(int start, int end) {
        double floor = y(0) + STROKE / 2;
        area.getElements().add(new MoveTo(x(start), floor));
        line.getElements().add(new MoveTo(x(start), y(values.get(start))));
        for (int i = start; i < end; i++) {
            area.getElements().add(new LineTo(x(i), y(values.get(i))));
            line.getElements().add(new LineTo(x(i), y(values.get(i))));
        }
        area.getElements().addAll(new LineTo(x(end - 1), floor), new ClosePath());
    }

    private double x(int index) {
        double width = getWidth() - snappedLeftInset() - snappedRightInset();
        return snappedLeftInset() + width * (steps - values.size() + index) / (steps - 1);
    }

    private double y(double value) {
        double height = getHeight() - snappedTopInset() - snappedBottomInset() - STROKE;
        return snappedTopInset() + STROKE / 2 + height * (1 - Math.clamp(value / ceiling, 0, 1));
    }
}
