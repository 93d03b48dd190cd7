package dev.herd.app.queues;

import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What would have sent it elsewhere, and what Herd changed in it.
final class ChangeSection extends VBox {
    private static final double LABELS = 104;

    private final Line elsewhere = new Line("Would change it", "change");
    private final Line changed = new Line("Changed by Herd", "changed");

    ChangeSection() {
        super(6);
        getChildren().addAll(elsewhere.row, changed.row);
        getStyleClass().add("section");
        setMinWidth(0);
    }

    void show(Story story) {
        elsewhere.show(story.change());
        changed.show(story.changed());
        Section.shown(this, story.change().isPresent() || story.changed().isPresent());
    }

    private static final class Line {
        private final Label text = new Label();
        private final HBox row;

        Line(String label, String id) {
            text.setId(id);
            text.setWrapText(true);
            text.setMinHeight(USE_PREF_SIZE);
            row = FactsSection.line(label, LABELS, text);
        }

        void show(Optional<String> words) {
            Section.shown(row, words.isPresent());
            text.setText(words.orElse(""));
        }
    }
}
