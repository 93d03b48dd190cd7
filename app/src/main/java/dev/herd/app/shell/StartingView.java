package dev.herd.app.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// The whole window until the engine serves.
final class StartingView extends VBox {
    StartingView(String headline, String text) {
        getStyleClass().add("whole-page");
        setAlignment(Pos.CENTER);
        var title = new Label(headline);
        title.getStyleClass().add("whole-page-headline");
        var words = new Label(text);
        words.getStyleClass().add("whole-page-text");
        getChildren().addAll(new Logo(), title, words);
    }
}
