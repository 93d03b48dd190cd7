package dev.herd.app.trends;

import dev.herd.engine.api.TrendEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Group;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;

/// The colours that the style sheet gives to what is drawn by hand, in whichever theme is worn. For the toolkit's
/// thread.
final class Inks extends Group {
    private static final String FAMILY = "Herd Sans";
    static final Font SMALL = Font.font(FAMILY, 11.5);
    static final Font TITLE = Font.font(FAMILY, FontWeight.BOLD, 12);
    static final Font FIGURE = Font.font(FAMILY, 12);

    private final Rectangle text = ink("text");
    private final Rectangle quiet = ink("quiet");
    private final Rectangle line = ink("line");
    private final Rectangle ground = ink("ground");
    private final Rectangle accent = ink("accent");
    private final List<Rectangle> hues = new ArrayList<>();
    private final Map<TrendEvent.Kind, Rectangle> kinds = new EnumMap<>(TrendEvent.Kind.class);
    private final Runnable changed;

    /// @param changed is run when a colour is another one
    Inks(Runnable changed) {
        this.changed = changed;
        setManaged(false);
        setVisible(false);
        getChildren().addAll(text, quiet, line, ground, accent);
        for (int hue = 1; hue <= MachineHues.COUNT; hue++) {
            Rectangle ink = ink("hue-" + hue);
            hues.add(ink);
            getChildren().add(ink);
        }
        for (TrendEvent.Kind kind : TrendEvent.Kind.values()) {
            Rectangle ink = ink("event-" + kind.name().toLowerCase(Locale.ROOT));
            kinds.put(kind, ink);
            getChildren().add(ink);
        }
    }

    private Rectangle ink(String name) {
        var ink = new Rectangle();
        ink.getStyleClass().add("ink-" + name);
        ink.fillProperty().subscribe((_, _) -> changed());
        return ink;
    }

    private void changed() {
        // Colours come one after the other while a theme is put on.
        if (getScene() != null) {
            changed.run();
        }
    }

    private static Color of(Rectangle ink) {
        Paint fill = ink.getFill();
        return fill instanceof Color colour ? colour : Color.GRAY;
    }

    Color text() {
        return of(text);
    }

    Color quiet() {
        return of(quiet);
    }

    /// Of hairlines.
    Color line() {
        return of(line);
    }

    Color ground() {
        return of(ground);
    }

    Color accent() {
        return of(accent);
    }

    /// @param number 1 to [MachineHues#COUNT]
    Color hue(int number) {
        return of(hues.get(number - 1));
    }

    Color of(TrendEvent.Kind kind) {
        Rectangle ink = kinds.get(kind);
        return ink == null ? Color.GRAY : of(ink);
    }

    static Color faint(Color colour, double opacity) {
        return colour.deriveColor(0, 1, 1, opacity);
    }
}
