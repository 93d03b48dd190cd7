package dev.herd.app.fleet;

import dev.herd.app.controls.StackedBar;
import dev.herd.app.text.Units;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// A machine's memory in a row.
final class MemoryCell extends HBox {
    private final StackedBar bar = new StackedBar();
    private final Label text = Looks.label("cell-about");

    MemoryCell() {
        getStyleClass().add("cell-words");
        setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(bar, Priority.ALWAYS);
        text.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(bar, text);
    }

    void show(Machine machine) {
        MemoryLine memory = machine.memory();
        bar.show(Looks.parts(memory), (double) memory.total());
        bar.setTight(memory.tight());
        bar.setVisible(memory.sensed());
        bar.setManaged(memory.sensed());
        bar.setAccessibleText(memory.text());
        text.setText(memory.sensed() ? Units.percent(memory.share()) + (memory.tight() ? " tight" : "") : "not sensed");
    }
}
