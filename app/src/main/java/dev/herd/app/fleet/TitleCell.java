package dev.herd.app.fleet;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// A machine by name, and where it is.
final class TitleCell extends HBox {
    private static final double MOST_NAME = 180;

    private final Label name = Looks.label("cell-name");
    private final Label about = Looks.label("cell-about");

    TitleCell() {
        getStyleClass().add("cell-words");
        setAlignment(Pos.CENTER_LEFT);
        about.setMinWidth(0);
        name.setMaxWidth(MOST_NAME);
        name.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(name, about);
    }

    void show(Machine machine) {
        name.setText(machine.name());
        about.setText(machine.simulated() ? "simulated" : machine.where());
    }
}
