package dev.herd.app.fleet;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/// Cards in as many equal columns as there is room for, rows as high as their highest card.
final class CardGrid extends Pane {
    /// A card narrower than that cuts its figures; two side by side fit the smallest window.
    private static final double LEAST_WIDTH = 440;

    /// Three side by side want more room: two that are wide read better than three that are narrow.
    private static final double ROOMY_WIDTH = 520;

    private static final double GAP = 16;

    CardGrid() {
        getStyleClass().add("card-grid");
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private static int columns(double width) {
        if (width >= 3 * ROOMY_WIDTH + 2 * GAP) {
            return 3;
        }
        return width >= 2 * LEAST_WIDTH + GAP ? 2 : 1;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        return LEAST_WIDTH;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        double usable = width < 0 ? LEAST_WIDTH : width;
        int columns = columns(usable);
        double height = 0;
        for (int i = 0; i < getChildren().size(); i += columns) {
            height += rowHeight(i, columns, cardWidth(usable, columns)) + (i == 0 ? 0 : GAP);
        }
        return height;
    }

    private double cardWidth(double width, int columns) {
        return Math.floor((width - GAP * (columns - 1)) / columns);
    }

    private double rowHeight(int first, int columns, double cardWidth) {
        List<Node> row = getChildren().subList(first, Math.min(getChildren().size(), first + columns));
        return snapSizeY(row.stream()
                .mapToDouble(card -> card.prefHeight(cardWidth))
                .max()
                .orElse(0));
    }

    @Override
    protected void layoutChildren() {
        int columns = columns(getWidth());
        double cardWidth = cardWidth(getWidth(), columns);
        double y = 0;
        for (int i = 0; i < getChildren().size(); i += columns) {
            double height = rowHeight(i, columns, cardWidth);
            for (int column = 0; column < columns && i + column < getChildren().size(); column++) {
                getChildren().get(i + column).resizeRelocate(column * (cardWidth + GAP), y, cardWidth, height);
            }
            y += height + GAP;
        }
    }
}
