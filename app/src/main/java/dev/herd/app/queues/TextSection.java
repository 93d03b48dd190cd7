package dev.herd.app.queues;

import java.util.Optional;
import javafx.scene.control.Label;

/// An answer that is a sentence, where there is one.
final class TextSection extends Section {
    private final Label text = new Label();

    /// @param id of the sentence
    TextSection(String title, String id) {
        text.setId(id);
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        head(title, "");
        getChildren().add(text);
    }

    void show(Optional<String> sentence) {
        shown(this, sentence.isPresent());
        text.setText(sentence.orElse(""));
    }
}
