package dev.herd.app.queues;

import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Copies a text, and says for a moment that it did.
final class CopyButton extends Button {
    private static final Duration SAID = Duration.seconds(1.5);

    private final FontIcon icon = new FontIcon(Feather.COPY);
    private final String label;
    private final PauseTransition back = new PauseTransition(SAID);

    /// @param label empty for an icon alone
    /// @param spoken what it does, for those who hear it
    CopyButton(String label, String spoken, Supplier<String> text) {
        super(label);
        this.label = label;
        setGraphic(icon);
        setAccessibleText(spoken);
        getStyleClass().add("small");
        setOnAction(event -> copy(text.get()));
        back.setOnFinished(event -> {
            icon.setIconCode(Feather.COPY);
            setText(label);
        });
    }

    private void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
        icon.setIconCode(Feather.CHECK);
        if (!label.isEmpty()) {
            setMinWidth(getWidth());
            setText("Copied");
        }
        back.playFromStart();
    }
}
