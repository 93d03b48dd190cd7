package dev.herd.app.fleet;

import dev.herd.engine.api.WeekMap;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// One hour of the map: its colour says how likely the person is active, a fainter one that this is not certain; a
/// hatch stands for busy, a dot for free, an outline for the hour that goes on.
final class WeekCell extends StackPane {
    static final PseudoClass PICKED = PseudoClass.getPseudoClass("picked");
    private static final PseudoClass NOW = PseudoClass.getPseudoClass("now");
    private static final PseudoClass FREE = PseudoClass.getPseudoClass("free");
    private static final PseudoClass BUSY = PseudoClass.getPseudoClass("busy");

    /// What is quite uncertain can still be seen.
    private static final double FAINTEST = 0.3;

    private final Region fill = new Region();
    private WeekViewModel.@Nullable Cell shown;

    WeekCell() {
        getStyleClass().add("week-cell");
        fill.getStyleClass().add("week-fill");
        Region mark = new Region();
        mark.getStyleClass().add("week-mark");
        mark.setMouseTransparent(true);
        getChildren().addAll(fill, mark);
        setAccessibleRole(AccessibleRole.BUTTON);
    }

    void show(WeekViewModel.Cell cell) {
        if (cell.equals(shown)) {
            return;
        }
        shown = cell;
        setId("week-" + cell.day().getValue() + "-" + cell.hour());
        fill.getStyleClass().setAll("week-fill", "level-" + cell.level());
        fill.setOpacity(FAINTEST + (1 - FAINTEST) * cell.certainty());
        pseudoClassStateChanged(NOW, cell.now());
        pseudoClassStateChanged(FREE, cell.mark() == WeekMap.Mark.FREE);
        pseudoClassStateChanged(BUSY, cell.mark() == WeekMap.Mark.BUSY);
        setAccessibleText(cell.spoken());
    }

    /// All of it in words; empty before it shows anything.
    String spoken() {
        return shown == null ? "" : shown.spoken();
    }
}
