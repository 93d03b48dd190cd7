package dev.herd.app.trends;

import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// How wide words are that are drawn by hand. For the toolkit's thread.
final class TextWidth {
    private static final String CUT = "…";

    private TextWidth() {}

    static double of(String words, Font font) {
        var text = new Text(words);
        text.setFont(font);
        return text.getLayoutBounds().getWidth();
    }

    /// The words, or as many of their letters as there is room for.
    static String cut(String words, Font font, double room) {
        if (of(words, font) <= room) {
            return words;
        }
        int end = words.length();
        while (end > 0 && of(words.substring(0, end) + CUT, font) > room) {
            end = words.offsetByCodePoints(end, -1);
        }
        return end == 0 ? "" : words.substring(0, end) + CUT;
    }
}
