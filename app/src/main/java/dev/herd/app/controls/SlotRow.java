package dev.herd.app.controls;

import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// Slots drawn as slots: filled ones, free ones, and a hatched one for who comes next. More than a glance counts become
/// one bar, filled as far as they are.
public final class SlotRow extends HBox {
    private static final int MOST_SQUARES = 6;

    private final StackedBar many = new StackedBar();
    private int total = -1;
    private int filled = -1;
    private int waiting = -1;

    public SlotRow() {
        getStyleClass().add("slot-row");
        many.getStyleClass().add("slot-bar");
        setAccessibleRole(AccessibleRole.TEXT);
    }

    /// @param slots in all
    /// @param taken of them
    /// @param queued who wait for one
    public void show(int slots, int taken, int queued) {
        if (slots == total && taken == filled && queued == waiting) {
            return;
        }
        total = slots;
        filled = taken;
        waiting = queued;
        setAccessibleText(taken + " of " + slots + " slots taken");
        if (squaresOf(slots, taken, queued) > MOST_SQUARES) {
            getChildren().setAll(many);
            many.show(List.of(new StackedBar.Part("filled", taken)), slots);
        } else {
            squares();
        }
    }

    /// One more where somebody waits and all are taken.
    private static int squaresOf(int slots, int taken, int queued) {
        return slots + (queued > 0 && taken >= slots ? 1 : 0);
    }

    private void squares() {
        getChildren().remove(many);
        int wanted = squaresOf(total, filled, waiting);
        while (getChildren().size() > wanted) {
            getChildren().removeLast();
        }
        while (getChildren().size() < wanted) {
            getChildren().add(new Region());
        }
        for (int i = 0; i < wanted; i++) {
            String kind = i < filled ? "filled" : i == filled && waiting > 0 ? "next" : "free";
            getChildren().get(i).getStyleClass().setAll("slot", kind);
        }
    }
}
