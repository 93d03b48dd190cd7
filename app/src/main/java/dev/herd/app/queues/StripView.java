package dev.herd.app.queues;

import dev.herd.app.controls.Styles;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// One strip: the model, where it is, and its slots drawn as slots.
final class StripView extends Region {
    private static final double LINE = 22;
    private static final double SLOT_HEIGHT = 8;
    private static final double SLOT_GAP = 3;

    /// More are not told apart any more: then each drawn slot stands for several.
    private static final int MOST_SLOTS = 24;

    private final Label model = new Label();
    private final Label where = new Label();
    private final Tooltip full = new Tooltip();
    private final List<Region> slots = new ArrayList<>();
    private @Nullable Strip shown;

    StripView() {
        getStyleClass().add("strip");
        setAccessibleRole(AccessibleRole.TEXT);
        model.getStyleClass().add("strip-model");
        model.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        where.getStyleClass().add("quiet");
        where.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        Tooltip.install(this, full);
        getChildren().addAll(model, where);
    }

    void show(Strip strip) {
        if (strip.equals(shown)) {
            return;
        }
        shown = strip;
        model.setText(strip.model());
        where.setText(strip.where());
        full.setText(strip.spoken());
        setAccessibleText(strip.spoken());
        int drawn = Math.min(strip.slots(), MOST_SLOTS);
        int filled = (int) Math.ceil((double) strip.running() * drawn / Math.max(1, strip.slots()));
        boolean extra = strip.hasNext() && filled == drawn;
        count(drawn + (extra ? 1 : 0));
        for (int i = 0; i < slots.size(); i++) {
            String state = i < filled ? "filled" : i == filled && strip.hasNext() ? "next" : "free";
            Styles.set(slots.get(i), "slot", state);
        }
        requestLayout();
    }

    private void count(int wanted) {
        while (slots.size() > wanted) {
            getChildren().remove(slots.removeLast());
        }
        while (slots.size() < wanted) {
            Region slot = new Region();
            slots.add(slot);
            getChildren().add(slot);
        }
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double width = getWidth() - left - snappedRightInset();
        double top = snappedTopInset();
        // Where there is no room for both, the model loses its middle first: who waits is news, the model is not.
        double whereWidth = Math.min(where.prefWidth(-1), Math.max(width * 0.6, width - model.prefWidth(-1) - 8));
        layoutInArea(model, left, top, width - whereWidth - 8, LINE, 0, HPos.LEFT, VPos.CENTER);
        layoutInArea(where, left + width - whereWidth, top, whereWidth, LINE, 0, HPos.RIGHT, VPos.CENTER);
        double y = getHeight() - snappedBottomInset() - SLOT_HEIGHT;
        double each = (width - SLOT_GAP * (slots.size() - 1)) / Math.max(1, slots.size());
        for (int i = 0; i < slots.size(); i++) {
            double from = snapPositionX(left + i * (each + SLOT_GAP));
            double to = snapPositionX(left + i * (each + SLOT_GAP) + each);
            slots.get(i).resizeRelocate(from, snapPositionY(y), Math.max(1, to - from), SLOT_HEIGHT);
        }
    }
}
