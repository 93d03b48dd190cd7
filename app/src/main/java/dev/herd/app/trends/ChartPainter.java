package dev.herd.app.trends;

import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.api.TrendSeries;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// Draws the charts: marks, what went on meanwhile, and a line of each machine with the range between its least and
/// most. For the toolkit's thread.
final class ChartPainter {
    private static final double STROKE = 1.6;
    private static final double DOT = 2.2;
    private static final double BAND = 0.10;
    private static final double RANGE = 0.16;
    private static final double SIGN = 3;
    private static final double TITLE = 14;

    private final GraphicsContext pen;
    private final Inks inks;
    private final Layout layout;
    private final TimeAxis axis;
    private final TrendsViewModel model;

    /// @param axis as wide as the lines
    ChartPainter(GraphicsContext pen, Inks inks, Layout layout, TimeAxis axis, TrendsViewModel model) {
        this.pen = pen;
        this.inks = inks;
        this.layout = layout;
        this.axis = axis;
        this.model = model;
    }

    void paint(ZoneId zone) {
        List<TimeAxis.Tick> ticks = axis.ticks(zone);
        for (int i = 0; i < model.charts().size(); i++) {
            TrendsViewModel.Chart chart = model.charts().get(i);
            List<Outline> outlines = chart.lines().stream()
                    .map(line -> Outline.of(line.series(), model.trends(), axis))
                    .toList();
            head(i, chart);
            clip(i);
            bands(i);
            marks(i, ticks);
            for (int line = 0; line < outlines.size(); line++) {
                range(i, chart, chart.lines().get(line), outlines.get(line));
            }
            pen.restore();
            scale(i, chart);
            clip(i);
            for (int line = 0; line < outlines.size(); line++) {
                line(i, chart, chart.lines().get(line), outlines.get(line));
            }
            if (chart.panel() == Panel.POWER) {
                batteries(i, chart);
            }
            pen.restore();
        }
    }

    private void clip(int index) {
        pen.save();
        pen.beginPath();
        pen.rect(Layout.LEFT, layout.top(index) - 2, layout.plot(), layout.bottom(index) - layout.top(index) + 4);
        pen.clip();
        pen.translate(Layout.LEFT, 0);
    }

    private void head(int index, TrendsViewModel.Chart chart) {
        if (index > 0) {
            pen.setStroke(inks.line());
            pen.setLineWidth(1);
            double y = Math.floor(index * layout.chart()) + 0.5;
            pen.strokeLine(0, y, layout.width(), y);
        }
        pen.setTextBaseline(VPos.CENTER);
        pen.setTextAlign(TextAlignment.LEFT);
        pen.setFont(Inks.TITLE);
        pen.setFill(inks.text());
        pen.fillText(chart.panel().title(), 14, index * layout.chart() + TITLE);
        if (chart.lines().isEmpty()) {
            pen.setFont(Inks.SMALL);
            pen.setFill(inks.quiet());
            pen.setTextAlign(TextAlignment.CENTER);
            // Between two lines of the grid.
            pen.fillText("no machine tells it", Layout.LEFT + layout.plot() / 2, layout.y(index, 0.75), layout.plot());
        }
    }

    private void bands(int index) {
        for (TrendsViewModel.Lane lane : model.lanes()) {
            for (TrendEvent event : lane.events()) {
                pen.setFill(Inks.faint(inks.of(event.kind()), BAND));
                double from = axis.x(event.start());
                double to = end(event);
                pen.fillRect(from, layout.top(index), Math.max(1, to - from), layout.bottom(index) - layout.top(index));
            }
        }
    }

    private double end(TrendEvent event) {
        Instant end = event.end();
        return end == null ? axis.width() : axis.x(end);
    }

    private void marks(int index, List<TimeAxis.Tick> ticks) {
        pen.setLineWidth(1);
        for (TimeAxis.Tick tick : ticks) {
            pen.setStroke(tick.day() ? inks.line().darker() : inks.line());
            double x = Math.floor(axis.x(tick.at())) + 0.5;
            pen.strokeLine(x, layout.top(index), x, layout.bottom(index));
        }
    }

    private void scale(int index, TrendsViewModel.Chart chart) {
        Panel.Scale scale = chart.scale();
        pen.setFont(Inks.SMALL);
        pen.setTextAlign(TextAlignment.RIGHT);
        pen.setTextBaseline(VPos.CENTER);
        pen.setLineWidth(1);
        for (double value = scale.floor(); value <= scale.ceiling() + scale.step() / 2; value += scale.step()) {
            double y = Math.floor(layout.y(index, scale.place(value))) + 0.5;
            pen.setStroke(inks.line());
            pen.strokeLine(Layout.LEFT, y, layout.right(), y);
            pen.setFill(inks.quiet());
            pen.fillText(chart.panel().text(value), Layout.LEFT - 8, y);
        }
    }

    private void range(int index, TrendsViewModel.Chart chart, TrendsViewModel.Line line, Outline outline) {
        // Levels jump: their range would fill the chart.
        if (chart.scale().isLevel()) {
            return;
        }
        pen.setFill(Inks.faint(inks.hue(line.machine().hue()), RANGE));
        for (List<Outline.Stroke> run : outline.runs()) {
            double[] xs = new double[2 * run.size()];
            double[] ys = new double[2 * run.size()];
            for (int i = 0; i < run.size(); i++) {
                int back = xs.length - 1 - i;
                xs[i] = run.get(i).x();
                xs[back] = run.get(i).x();
                ys[i] = layout.y(index, chart.scale().place(run.get(i).most()));
                ys[back] = layout.y(index, chart.scale().place(run.get(i).least()));
            }
            pen.fillPolygon(xs, ys, xs.length);
        }
    }

    private void line(int index, TrendsViewModel.Chart chart, TrendsViewModel.Line line, Outline outline) {
        Color colour = inks.hue(line.machine().hue());
        pen.setStroke(colour);
        pen.setFill(colour);
        pen.setLineWidth(STROKE);
        for (List<Outline.Stroke> run : outline.runs()) {
            Outline.Stroke only = run.getFirst();
            if (run.size() == 1 && only.lowest() == only.highest()) {
                double y = layout.y(index, chart.scale().place(only.first()));
                pen.fillOval(only.x() - DOT, y - DOT, 2 * DOT, 2 * DOT);
                continue;
            }
            pen.beginPath();
            trace(index, chart.scale(), run);
            pen.stroke();
        }
    }

    private void trace(int index, Panel.Scale scale, List<Outline.Stroke> run) {
        double before = Double.NaN;
        for (Outline.Stroke stroke : run) {
            double first = layout.y(index, scale.place(stroke.first()));
            if (Double.isNaN(before)) {
                pen.moveTo(stroke.x(), first);
            } else {
                if (scale.isLevel()) {
                    // A level holds until there is another one.
                    pen.lineTo(stroke.x(), before);
                }
                pen.lineTo(stroke.x(), first);
            }
            if (stroke.lowest() < stroke.highest()) {
                pen.lineTo(stroke.x(), layout.y(index, scale.place(stroke.lowest())));
                pen.lineTo(stroke.x(), layout.y(index, scale.place(stroke.highest())));
            }
            before = layout.y(index, scale.place(stroke.last()));
            pen.lineTo(stroke.x(), before);
        }
    }

    /// A bar at the lower edge while a machine lives on its battery.
    private void batteries(int index, TrendsViewModel.Chart chart) {
        double wide = axis.x(model.trends().at(1)) - axis.x(model.trends().start());
        for (TrendsViewModel.Line line : chart.lines()) {
            TrendSeries battery = model.series(line.machine(), TrendMeasure.ON_BATTERY);
            pen.setFill(inks.hue(line.machine().hue()));
            for (int i = 0; battery != null && i < battery.size(); i++) {
                if (battery.knows(i) && battery.mean(i) >= 0.5) {
                    pen.fillRect(axis.x(model.trends().at(i)), layout.bottom(index) - SIGN, wide + 1, SIGN);
                }
            }
        }
    }
}
