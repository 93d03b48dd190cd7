package dev.herd.app.fleet;

import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// What is happening, in words.
final class SentenceView extends TextFlow {
    private static final char NO_BREAK = '\u00a0';

    private List<Phrase> shown = List.of();

    SentenceView() {
        setId("fleet-sentence");
        getStyleClass().add("sentence");
        setAccessibleRole(AccessibleRole.TEXT);
        setMinWidth(0);
    }

    void show(List<Phrase> phrases) {
        if (phrases.equals(shown)) {
            return;
        }
        shown = phrases;
        setAccessibleText(Sentence.text(phrases));
        getChildren().setAll(phrases.stream().map(SentenceView::text).toList());
    }

    private static Text text(Phrase phrase) {
        // A number stays with what it counts.
        Text text = new Text(phrase.strong() ? phrase.text().replace(' ', NO_BREAK) : phrase.text());
        text.getStyleClass().add(phrase.strong() ? "sentence-strong" : "sentence-plain");
        return text;
    }
}
