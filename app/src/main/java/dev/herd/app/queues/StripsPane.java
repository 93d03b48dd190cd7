package dev.herd.app.queues;

import dev.herd.app.text.Units;
import dev.herd.engine.fleet.InstanceId;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;

/// The strips in a grid of equal columns. Where there is no room for all, the last place says how many more there are,
/// and shows them when it is pressed.
final class StripsPane extends Region {
    private static final double LEAST_WIDTH = 250;
    private static final double HEIGHT = 54;
    private static final double GAP = 12;
    private static final int MOST_COLUMNS = 4;

    private final List<StripView> views = new ArrayList<>();
    private final Button more = new Button();
    private List<InstanceId> shown = List.of();
    private List<Strip> strips = List.of();
    private boolean all;
    private int rows = 1;
    private int columns = 1;

    StripsPane() {
        setId("strips");
        more.setId("more-strips");
        more.getStyleClass().addAll("more-strips", "flat");
        more.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
        more.setOnAction(event -> {
            all = !all;
            arrange();
        });
        widthProperty().addListener(observable -> fit());
    }

    /// How many rows there is room for while not all are asked for.
    void setRows(int count) {
        if (rows != count) {
            rows = count;
            arrange();
        }
    }

    void show(List<Strip> now) {
        strips = now;
        arrange();
    }

    private void fit() {
        int fitting = Math.clamp((int) ((getWidth() + GAP) / (LEAST_WIDTH + GAP)), 1, MOST_COLUMNS);
        if (fitting != columns) {
            columns = fitting;
            arrange();
        }
    }

    private void arrange() {
        int places = rows * columns;
        boolean tooMany = strips.size() > places;
        int room = all || !tooMany ? Math.max(1, strips.size()) : places - 1;
        List<Strip> arranged = StripOrder.arrange(shown, strips, Math.max(1, room));
        shown = arranged.stream().map(Strip::key).toList();
        while (views.size() > arranged.size()) {
            views.removeLast();
        }
        while (views.size() < arranged.size()) {
            views.add(new StripView());
        }
        for (int i = 0; i < arranged.size(); i++) {
            views.get(i).show(arranged.get(i));
        }
        more.setText(all ? "Show fewer" : hidden(arranged));
        List<Node> nodes = new ArrayList<>(views);
        if (tooMany) {
            nodes.add(more);
        }
        if (!getChildren().equals(nodes)) {
            getChildren().setAll(nodes);
            requestLayout();
        }
    }

    /// `46 more · 12 running`.
    private String hidden(List<Strip> arranged) {
        List<Strip> rest =
                strips.stream().filter(strip -> !arranged.contains(strip)).toList();
        int running = rest.stream().mapToInt(Strip::running).sum();
        int waiting = rest.stream().mapToInt(Strip::waiting).sum();
        return Units.count(rest.size()) + " more"
                + (running > 0 ? " · " + Units.count(running) + " running" : "")
                + (waiting > 0 ? " · " + Units.count(waiting) + " waiting" : "");
    }

    @Override
    protected double computePrefHeight(double width) {
        int lines = (getManagedChildren().size() + columns - 1) / columns;
        return lines == 0 ? 0 : lines * (HEIGHT + GAP) - GAP;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        List<Node> nodes = getManagedChildren();
        // Fewer strips than columns: each takes its share of the width, as long as it stays a strip.
        int across = Math.clamp(nodes.size(), Math.min(2, columns), columns);
        double width = (getWidth() - GAP * (across - 1)) / across;
        for (int i = 0; i < nodes.size(); i++) {
            int line = i / across;
            double from = (i - line * across) * (width + GAP);
            double x = snapPositionX(from);
            double right = snapPositionX(from + width);
            layoutInArea(nodes.get(i), x, line * (HEIGHT + GAP), right - x, HEIGHT, 0, HPos.LEFT, VPos.TOP);
        }
    }
}
