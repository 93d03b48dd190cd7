package dev.herd.app.trends;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// Draws over the charts what follows the pointer: the line through all of them, the values of every machine at that
/// time beside each, and what is being chosen. Without a pointer the newest values stand there. For the toolkit's
/// thread.
final class Crosshair {
    private static final double ROW = 16;
    private static final double DOT = 3;
    private static final double SWATCH = 8;
    private static final double CHOSEN = 0.14;

    private final GraphicsContext pen;
    private final Inks inks;
    private final Layout layout;
    private final TimeAxis axis;
    private final TrendsViewModel model;

    Crosshair(GraphicsContext pen, Inks inks, Layout layout, TimeAxis axis, TrendsViewModel model) {
        this.pen = pen;
        this.inks = inks;
        this.layout = layout;
        this.axis = axis;
        this.model = model;
    }

    /// @param step the one under the pointer, null without one
    void paint(@Nullable Integer step) {
        int shown = step == null ? model.newest() : step;
        for (int i = 0; i < model.charts().size(); i++) {
            TrendsViewModel.Chart chart = model.charts().get(i);
            values(i, model.values(chart, shown));
            if (step != null) {
                line(i, chart, step);
            }
        }
    }

    /// The stretch between two places of the lines.
    void paintChosen(double from, double to) {
        double left = Math.clamp(Math.min(from, to), 0, axis.width());
        double right = Math.clamp(Math.max(from, to), 0, axis.width());
        pen.setFill(Inks.faint(inks.accent(), CHOSEN));
        pen.setStroke(inks.accent());
        pen.setLineWidth(1);
        for (int i = 0; i < model.charts().size(); i++) {
            double height = layout.bottom(i) - layout.top(i);
            pen.fillRect(Layout.LEFT + left, layout.top(i), right - left, height);
            pen.strokeLine(Layout.LEFT + left, layout.top(i), Layout.LEFT + left, layout.bottom(i));
            pen.strokeLine(Layout.LEFT + right, layout.top(i), Layout.LEFT + right, layout.bottom(i));
        }
    }

    private void line(int index, TrendsViewModel.Chart chart, int step) {
        double middle =
                axis.x(model.trends().at(step).plus(model.trends().step().dividedBy(2)));
        double x = Layout.LEFT + Math.floor(Math.clamp(middle, 0, axis.width())) + 0.5;
        pen.setStroke(inks.quiet());
        pen.setLineWidth(1);
        pen.strokeLine(x, layout.top(index), x, layout.bottom(index));
        for (TrendsViewModel.Value value : model.values(chart, step)) {
            if (value.isKnown()) {
                double y = layout.y(index, chart.scale().place(value.number()));
                pen.setFill(inks.ground());
                pen.fillOval(x - DOT - 1, y - DOT - 1, 2 * DOT + 2, 2 * DOT + 2);
                pen.setFill(inks.hue(value.machine().hue()));
                pen.fillOval(x - DOT, y - DOT, 2 * DOT, 2 * DOT);
            }
        }
    }

    private void values(int index, List<TrendsViewModel.Value> values) {
        double room = layout.chart() - Layout.FOOT - 4;
        int rows = (int) Math.max(1, Math.floor(room / ROW));
        int shown = values.size() > rows ? rows - 1 : values.size();
        double y = index * layout.chart() + Layout.FOOT + ROW / 2;
        for (int i = 0; i < shown; i++) {
            value(values.get(i), y);
            y += ROW;
        }
        if (shown < values.size()) {
            pen.setFill(inks.quiet());
            pen.setFont(Inks.SMALL);
            pen.setTextBaseline(VPos.CENTER);
            pen.setTextAlign(TextAlignment.LEFT);
            pen.fillText((values.size() - shown) + " more", left() + SWATCH + 6, y);
        }
    }

    private double left() {
        return layout.right() + 2 * Layout.GAP;
    }

    private void value(TrendsViewModel.Value value, double y) {
        Color colour = inks.hue(value.machine().hue());
        double right = layout.width() - 14;
        pen.setFill(colour);
        pen.fillOval(left(), y - SWATCH / 2, SWATCH, SWATCH);
        pen.setTextBaseline(VPos.CENTER);
        pen.setFont(Inks.FIGURE);
        pen.setFill(value.isKnown() ? inks.text() : inks.quiet());
        pen.setTextAlign(TextAlignment.RIGHT);
        pen.fillText(value.text(), right, y);
        double taken = TextWidth.of(value.text(), Inks.FIGURE);
        double start = left() + SWATCH + 6;
        pen.setFill(inks.quiet());
        pen.setTextAlign(TextAlignment.LEFT);
        pen.fillText(TextWidth.cut(value.machine().name(), Inks.FIGURE, right - taken - 8 - start), start, y);
    }
}
