package dev.herd.app.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// The whole window while there is nothing to show and nothing to do.
final class PlainView extends VBox {
    PlainView(String headline, String text) {
        getStyleClass().add("whole-page");
        setAlignment(Pos.CENTER);
        var title = new Label(headline);
        title.getStyleClass().add("whole-page-headline");
        var words = new Label(text);
        words.getStyleClass().add("whole-page-text");
        getChildren().addAll(new Logo(), title, words);
    }
}
