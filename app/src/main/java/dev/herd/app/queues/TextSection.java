package dev.herd.app.queues;

import java.util.Optional;
import javafx.scene.control.Label;

/// What would have changed it.
final class ChangeSection extends Section {
    private final Label text = new Label();

    ChangeSection() {
        text.setId("change");
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        head("What would have changed it", "");
        getChildren().add(text);
    }

    void show(Optional<String> change) {
        shown(this, change.isPresent());
        text.setText(change.orElse(""));
    }
}
