package dev.herd.app.trends;

import dev.herd.engine.api.TrendEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// Above the charts: what went on with each machine as a bar, and the time. It stays where it is while charts scroll.
final class TimeStrip extends Region {
    private static final double LANE = 16;
    private static final double BAR = 8;
    private static final double TIMES = 24;
    private static final double LEAST_BAR = 3;
    private static final int MOST_LANES = 6;
    private static final double FLAG = 20;

    private final Canvas canvas = new Canvas();
    private final Inks inks = new Inks(this::requestLayout);
    private final Tooltip tip = new Tooltip();
    private final ZoneId zone;
    private @Nullable TrendsViewModel model;
    private @Nullable Span span;
    private Instant now = Instant.EPOCH;
    private @Nullable Integer step;

    TimeStrip(ZoneId zone) {
        this.zone = zone;
        setId("trend-strip");
        getStyleClass().add("trend-strip");
        setAccessibleRole(AccessibleRole.TEXT);
        canvas.setManaged(false);
        getChildren().addAll(inks, canvas);
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> tip.hide());
    }

    void show(TrendsViewModel shown, Span shownSpan, Instant moment) {
        model = shown;
        span = shownSpan;
        now = moment;
        setAccessibleText(
                shown.trends().events().isEmpty()
                        ? "Nothing went on in this time"
                        : shown.trends().events().stream()
                                .map(event -> EventWords.of(event, now, zone).replace('\n', ' '))
                                .collect(Collectors.joining(". ")));
        requestLayout();
    }

    /// Marks the step that is pointed at, or none.
    void point(@Nullable Integer at) {
        step = at;
        requestLayout();
    }

    /// What everything is drawn on.
    Color ground() {
        return inks.ground();
    }

    private List<TrendsViewModel.Lane> lanes() {
        TrendsViewModel shown = model;
        return shown == null
                ? List.of()
                : shown.lanes().stream().limit(MOST_LANES).toList();
    }

    @Override
    protected double computePrefHeight(double width) {
        List<TrendsViewModel.Lane> lanes = lanes();
        return TIMES + (lanes.isEmpty() ? 0 : lanes.size() * LANE + 10);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        TrendsViewModel shown = model;
        Span shownSpan = span;
        if (shown == null || shownSpan == null) {
            return;
        }
        var layout = new Layout(getWidth(), Layout.LEAST_CHART);
        var axis = new TimeAxis(shownSpan.from(), shownSpan.to(), layout.plot());
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.clearRect(0, 0, getWidth(), getHeight());
        List<TrendsViewModel.Lane> lanes = lanes();
        for (int i = 0; i < lanes.size(); i++) {
            lane(pen, layout, axis, lanes.get(i), i);
        }
        int more = shown.lanes().size() - lanes.size();
        title(pen, lanes.isEmpty() ? "" : more > 0 ? "Events, " + more + " more" : "Events");
        times(pen, axis);
        Integer at = step;
        if (at != null && at < shown.trends().steps()) {
            flag(pen, axis, shown, at);
        }
        pen.setFill(inks.line());
        pen.fillRect(0, getHeight() - 1, getWidth(), 1);
    }

    private void title(GraphicsContext pen, String words) {
        pen.setFont(Inks.SMALL);
        pen.setFill(inks.quiet());
        pen.setTextAlign(TextAlignment.LEFT);
        pen.setTextBaseline(VPos.CENTER);
        pen.fillText(words, 14, middle(0), Layout.LEFT - 18);
    }

    private static double middle(int lane) {
        return 6 + lane * LANE + LANE / 2;
    }

    private void lane(GraphicsContext pen, Layout layout, TimeAxis axis, TrendsViewModel.Lane lane, int index) {
        double y = middle(index);
        pen.save();
        pen.beginPath();
        pen.rect(Layout.LEFT, 0, layout.plot(), getHeight());
        pen.clip();
        for (TrendEvent event : lane.events()) {
            double from = Layout.LEFT + axis.x(event.start());
            double to = Layout.LEFT + end(axis, event);
            pen.setFill(inks.of(event.kind()));
            pen.fillRoundRect(from, y - BAR / 2, Math.max(LEAST_BAR, to - from), BAR, LEAST_BAR, LEAST_BAR);
        }
        pen.restore();
        pen.setFill(inks.hue(lane.machine().hue()));
        double left = layout.right() + 2 * Layout.GAP;
        pen.fillOval(left, y - BAR / 2, BAR, BAR);
        pen.setFill(inks.quiet());
        pen.setFont(Inks.FIGURE);
        pen.setTextAlign(TextAlignment.LEFT);
        pen.setTextBaseline(VPos.CENTER);
        double room = layout.width() - left - BAR - 20;
        pen.fillText(TextWidth.cut(lane.machine().name(), Inks.FIGURE, room), left + BAR + 6, y);
    }

    private static double end(TimeAxis axis, TrendEvent event) {
        Instant end = event.end();
        return end == null ? axis.width() : axis.x(end);
    }

    private void times(GraphicsContext pen, TimeAxis axis) {
        pen.setFont(Inks.SMALL);
        pen.setFill(inks.quiet());
        pen.setTextAlign(TextAlignment.CENTER);
        pen.setTextBaseline(VPos.CENTER);
        for (TimeAxis.Tick tick : axis.ticks(zone)) {
            double half = TextWidth.of(tick.label(), Inks.SMALL) / 2;
            double x = Math.clamp(axis.x(tick.at()), half, Math.max(half, axis.width() - half));
            pen.fillText(tick.label(), Layout.LEFT + x, getHeight() - TIMES / 2);
        }
    }

    /// The time under the pointer, over the others.
    private void flag(GraphicsContext pen, TimeAxis axis, TrendsViewModel shown, int at) {
        Duration length = shown.trends().step();
        String words = TimeAxis.full(shown.trends().at(at), length, zone);
        double wide = TextWidth.of(words, Inks.SMALL) + 14;
        double x = Layout.LEFT + axis.x(shown.trends().at(at).plus(length.dividedBy(2)));
        double left = Math.clamp(x - wide / 2, 4, Math.max(4, getWidth() - wide - 4));
        double top = getHeight() - TIMES / 2 - FLAG / 2;
        pen.setFill(inks.text());
        pen.fillRoundRect(left, top, wide, FLAG, 8, 8);
        pen.setFill(inks.ground());
        pen.setTextAlign(TextAlignment.CENTER);
        pen.fillText(words, left + wide / 2, top + FLAG / 2);
    }

    private void hover(MouseEvent event) {
        Optional<TrendEvent> found = at(event.getX(), event.getY());
        if (found.isEmpty()) {
            tip.hide();
            return;
        }
        tip.setText(EventWords.of(found.get(), now, zone));
        tip.show(this, event.getScreenX() + 12, event.getScreenY() + 16);
    }

    /// The event at a place of the strip.
    Optional<TrendEvent> at(double x, double y) {
        Span shown = span;
        int lane = (int) Math.floor((y - 6) / LANE);
        if (shown == null || lane < 0 || lane >= lanes().size()) {
            return Optional.empty();
        }
        var layout = new Layout(getWidth(), Layout.LEAST_CHART);
        var axis = new TimeAxis(shown.from(), shown.to(), layout.plot());
        double place = x - Layout.LEFT;
        return lanes().get(lane).events().stream()
                .filter(event -> place >= axis.x(event.start()) - LEAST_BAR
                        && place <= Math.max(end(axis, event), axis.x(event.start())) + LEAST_BAR)
                .reduce((earlier, later) -> later);
    }
}
