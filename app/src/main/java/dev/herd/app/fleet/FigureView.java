package dev.herd.app.fleet;

import dev.herd.app.controls.SlotRow;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A figure with its unit, and beneath it what it counts.
final class FigureView extends VBox {
    private final Label value = Looks.label("figure-value");
    private final Label unit = Looks.label("figure-unit");
    private final Label caption = Looks.label("figure-caption");
    private final HBox beneath = new HBox(caption);

    FigureView() {
        getStyleClass().add("figure");
        beneath.getStyleClass().add("figure-beneath");
        HBox above = new HBox(value, unit);
        above.getStyleClass().add("figure-above");
        above.setAlignment(Pos.BASELINE_LEFT);
        value.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(above, beneath);
    }

    FigureView with(SlotRow slots) {
        beneath.getChildren().add(slots);
        return this;
    }

    void show(String newValue, String newUnit, String newCaption) {
        value.setText(newValue);
        unit.setText(newUnit);
        caption.setText(newCaption);
        setAccessibleText((newCaption + ": " + newValue + " " + newUnit).strip());
    }
}
