package dev.herd.app.controls;

import java.util.List;
import javafx.scene.Node;

/// Style classes of nodes that are shown anew again and again: the same ones are not set twice, since each setting
/// costs
/// a look through the style sheets.
public final class Styles {
    private Styles() {}

    /// Gives a node these classes and no other.
    public static void set(Node node, String... classes) {
        List<String> wanted = List.of(classes);
        if (!node.getStyleClass().equals(wanted)) {
            node.getStyleClass().setAll(wanted);
        }
    }
}
