package dev.herd.app.trends;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// The charts under each other, drawn by hand: with a node for each point a month would be too many. What follows the
/// pointer is drawn on a sheet of its own, so that the lines are not drawn again for it.
final class ChartStack extends Region {
    /// A hand that trembles chooses nothing.
    static final double LEAST_DRAG = 6;

    private final Canvas lines = new Canvas();
    private final Canvas over = new Canvas();
    private final Inks inks = new Inks(this::requestLayout);
    private final ZoneId zone;
    private final Wishes wishes;
    private @Nullable TrendsViewModel model;
    private @Nullable Span span;
    private double room;
    private @Nullable Integer step;
    private @Nullable Double pressed;
    private double dragged;

    /// What a person does at the charts.
    interface Wishes {
        /// To see only that stretch of time.
        void zoom(Instant from, Instant to);

        /// To see what was seen before.
        void back();

        /// To see the stretch before, or after.
        ///
        /// @param steps -1 or 1
        void shift(int steps);

        /// Points at a step, or at none.
        void point(@Nullable Integer step);
    }

    ChartStack(ZoneId zone, Wishes wishes) {
        this.zone = zone;
        this.wishes = wishes;
        setId("trend-charts");
        getStyleClass().add("trend-charts");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        lines.setManaged(false);
        over.setManaged(false);
        over.setMouseTransparent(true);
        getChildren().addAll(inks, lines, over);
        setOnMouseMoved(event -> follow(event.getX()));
        setOnMouseExited(event -> point(null));
        setOnMousePressed(this::press);
        setOnMouseDragged(this::drag);
        setOnMouseReleased(event -> release());
        setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                wishes.back();
            }
        });
        setOnKeyPressed(this::key);
        focusedProperty().subscribe(_ -> requestLayout());
    }

    /// @param height that there is room for without scrolling
    void show(TrendsViewModel shown, Span shownSpan, double height) {
        model = shown;
        span = shownSpan;
        room = height;
        Integer pointed = step;
        if (pointed != null && pointed >= shown.trends().steps()) {
            step = null;
        }
        describe(shown);
        requestLayout();
    }

    private void describe(TrendsViewModel shown) {
        int at = step == null ? shown.newest() : step;
        String values = shown.charts().stream()
                .filter(chart -> !chart.lines().isEmpty())
                .map(chart -> chart.panel().title() + ": "
                        + shown.values(chart, at).stream()
                                .map(value -> value.machine().name() + " " + value.text())
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(". "));
        String when = shown.trends().steps() == 0
                ? ""
                : TimeAxis.full(shown.trends().at(at), shown.trends().step(), zone) + ". ";
        setAccessibleText("Charts of " + shown.machines().size() + " machines. " + when + values);
    }

    private Layout places() {
        TrendsViewModel shown = model;
        return Layout.fitting(
                getWidth(), room, shown == null ? 1 : shown.charts().size());
    }

    private @Nullable TimeAxis axis() {
        Span shown = span;
        return shown == null ? null : new TimeAxis(shown.from(), shown.to(), places().plot());
    }

    @Override
    protected double computePrefHeight(double width) {
        TrendsViewModel shown = model;
        return shown == null ? 0 : places().chart() * shown.charts().size();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        for (Canvas each : new Canvas[] {lines, over}) {
            each.setWidth(getWidth());
            each.setHeight(getHeight());
        }
        TrendsViewModel shown = model;
        TimeAxis axis = axis();
        if (shown == null || axis == null) {
            return;
        }
        var pen = lines.getGraphicsContext2D();
        pen.clearRect(0, 0, getWidth(), getHeight());
        new ChartPainter(pen, inks, places(), axis, shown).paint(zone);
        paintOver();
    }

    private void paintOver() {
        TrendsViewModel shown = model;
        TimeAxis axis = axis();
        if (shown == null || axis == null) {
            return;
        }
        var pen = over.getGraphicsContext2D();
        pen.clearRect(0, 0, getWidth(), getHeight());
        var crosshair = new Crosshair(pen, inks, places(), axis, shown);
        Double start = pressed;
        if (start != null && Math.abs(dragged - start) >= LEAST_DRAG) {
            crosshair.paintChosen(start - Layout.LEFT, dragged - Layout.LEFT);
        }
        crosshair.paint(step);
    }

    private void follow(double x) {
        TrendsViewModel shown = model;
        TimeAxis axis = axis();
        if (shown == null || axis == null || shown.trends().steps() == 0 || !places().isInPlot(x)) {
            point(null);
        } else {
            point(shown.step(axis.at(x - Layout.LEFT)));
        }
    }

    private void point(@Nullable Integer at) {
        if (!Objects.equals(step, at)) {
            step = at;
            paintOver();
            wishes.point(at);
        }
    }

    private void press(MouseEvent event) {
        requestFocus();
        if (event.getButton() == MouseButton.PRIMARY && places().isInPlot(event.getX())) {
            pressed = event.getX();
            dragged = event.getX();
        }
    }

    private void drag(MouseEvent event) {
        if (pressed != null) {
            dragged = event.getX();
            follow(event.getX());
            paintOver();
        }
    }

    private void release() {
        Double start = pressed;
        TimeAxis axis = axis();
        pressed = null;
        if (start != null && axis != null && Math.abs(dragged - start) >= LEAST_DRAG) {
            wishes.zoom(axis.at(start - Layout.LEFT), axis.at(dragged - Layout.LEFT));
        }
        paintOver();
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> escape();
            case LEFT, RIGHT -> {
                int by = event.getCode() == KeyCode.LEFT ? -1 : 1;
                if (event.isAltDown()) {
                    wishes.shift(by);
                } else {
                    walk(by);
                }
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void escape() {
        if (pressed != null) {
            pressed = null;
            paintOver();
        } else {
            wishes.back();
        }
    }

    /// Points at the next step, from the newest on.
    private void walk(int by) {
        TrendsViewModel shown = model;
        if (shown != null && shown.trends().steps() > 0) {
            int from = step == null ? shown.newest() : step;
            point(Math.clamp(from + by, 0, shown.trends().steps() - 1));
            describe(shown);
        }
    }
}
