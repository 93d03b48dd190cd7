package dev.herd.app.controls;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/// Parts of a whole, end to end. Where the whole is not known, the parts are drawn in proportion to each other and the
/// bar stays open at its end.
public final class StackedBar extends Region {
    private static final PseudoClass TIGHT = PseudoClass.getPseudoClass("tight");
    private static final PseudoClass OPEN = PseudoClass.getPseudoClass("open");

    /// How far the parts of an unknown whole reach.
    private static final double OPEN_PART = 0.6;

    private final Region track = new Region();
    private final Pane stack = new Pane();
    private final Rectangle rounded = new Rectangle();
    private List<Part> parts = List.of();
    private double whole;

    /// @param styleClass of its colour
    /// @param amount in the unit of the whole, not negative
    public record Part(String styleClass, double amount) {}

    public StackedBar() {
        getStyleClass().add("stacked-bar");
        track.getStyleClass().add("track");
        stack.getStyleClass().add("stack");
        stack.setClip(rounded);
        stack.setManaged(false);
        track.setManaged(false);
        getChildren().addAll(track, stack);
        setAccessibleRole(AccessibleRole.TEXT);
    }

    /// @param newWhole what all parts could fill; 0 when not known
    public void show(List<Part> newParts, double newWhole) {
        if (newParts.equals(parts) && newWhole == whole) {
            return;
        }
        parts = List.copyOf(newParts);
        whole = newWhole;
        pseudoClassStateChanged(OPEN, whole <= 0);
        while (stack.getChildren().size() > parts.size()) {
            stack.getChildren().removeLast();
        }
        while (stack.getChildren().size() < parts.size()) {
            Region part = new Region();
            part.setManaged(false);
            stack.getChildren().add(part);
        }
        for (int i = 0; i < parts.size(); i++) {
            stack.getChildren()
                    .get(i)
                    .getStyleClass()
                    .setAll("part", parts.get(i).styleClass());
        }
        requestLayout();
    }

    /// Outlines the bar, or no longer: what it shows is short.
    public void setTight(boolean tight) {
        pseudoClassStateChanged(TIGHT, tight);
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double width = Math.max(0, getWidth() - left - snappedRightInset());
        double height = Math.max(0, getHeight() - top - snappedBottomInset());
        // The line of an open end runs along the middle.
        track.resizeRelocate(left, top, width, whole > 0 ? height : snapSizeY(height / 2));
        stack.resizeRelocate(left, top, width, height);
        rounded.setWidth(width);
        rounded.setHeight(height);
        rounded.setArcWidth(height);
        rounded.setArcHeight(height);
        double sum = parts.stream().mapToDouble(Part::amount).sum();
        double scale = whole > 0 ? width / Math.max(whole, sum) : sum > 0 ? OPEN_PART * width / sum : 0;
        double done = 0;
        for (int i = 0; i < parts.size(); i++) {
            double from = snapPositionX(done * scale);
            done += parts.get(i).amount();
            double to = snapPositionX(done * scale);
            // Something is never drawn as nothing.
            stack.getChildren()
                    .get(i)
                    .resizeRelocate(from, 0, Math.max(parts.get(i).amount() > 0 ? 1 : 0, to - from), height);
        }
    }
}
