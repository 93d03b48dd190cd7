package dev.herd.app.fleet;

import dev.herd.app.text.Units;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// The models in a machine's memory in a row, as many as there is room for.
final class ModelsCell extends HBox {
    private List<ModelChip> shown = List.of();

    ModelsCell() {
        getStyleClass().add("cell-words");
        setAlignment(Pos.CENTER_LEFT);
    }

    void show(Machine machine) {
        if (shown.equals(machine.models()) && !getChildren().isEmpty()) {
            return;
        }
        shown = machine.models();
        List<Node> words = new ArrayList<>();
        for (ModelChip model : shown) {
            var swatch = new Region();
            swatch.getStyleClass().setAll("swatch", Looks.hue(model.hue()));
            Label name = Looks.label("cell-text");
            name.setText(model.name());
            name.setMinWidth(0);
            HBox pair = new HBox(swatch, name);
            pair.getStyleClass().add("cell-model");
            pair.setAlignment(Pos.CENTER_LEFT);
            pair.setMinWidth(0);
            words.add(pair);
        }
        if (words.isEmpty()) {
            Label none = Looks.label("cell-about");
            none.setText(Units.NONE);
            words.add(none);
        }
        getChildren().setAll(words);
    }
}
