package dev.herd.app.controls;

import java.util.Locale;
import javafx.scene.control.Label;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// A state as a rounded word with its shape. The colour only repeats what both say.
public final class StatePill extends Label {
    private final FontIcon shape = new FontIcon();
    private Tone tone = Tone.IDLE;

    /// What kind of state it is.
    public enum Tone {
        /// Something is being done.
        WORK,
        /// Nothing is to be done.
        IDLE,
        /// Somebody wants it so.
        CALM,
        /// Passes by itself.
        CAUTION,
        /// Nobody wants it so.
        FAULT;

        /// The style class of all that is drawn in this tone.
        public String styleClass() {
            return "tone-" + name().toLowerCase(Locale.ROOT);
        }
    }

    public StatePill() {
        getStyleClass().addAll("state-pill", tone.styleClass());
        setGraphic(shape);
        setMinWidth(USE_PREF_SIZE);
    }

    public void show(Ikon icon, String word, Tone newTone) {
        if (!icon.equals(shape.getIconCode())) {
            shape.setIconCode(icon);
        }
        setText(word);
        if (newTone != tone) {
            getStyleClass().remove(tone.styleClass());
            getStyleClass().add(newTone.styleClass());
            tone = newTone;
        }
    }
}
