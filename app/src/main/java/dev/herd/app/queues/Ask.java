package dev.herd.app.queues;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A question over the page that is answered before anything is undone for good. Escape and a click beside it mean no.
final class Ask extends StackPane {
    private final Label question = new Label();
    private final Label detail = new Label();
    private final Button yes = new Button("Yes");
    private final Button no = new Button("Keep");
    private Runnable confirmed = () -> {};
    private @Nullable Node before;

    Ask() {
        getStyleClass().add("ask");
        question.getStyleClass().add("ask-question");
        detail.getStyleClass().add("quiet");
        detail.setWrapText(true);
        yes.setId("ask-yes");
        yes.getStyleClass().addAll("danger", "small");
        yes.setOnAction(event -> close(confirmed));
        no.setId("ask-no");
        no.getStyleClass().add("small");
        no.setOnAction(event -> close(() -> {}));
        HBox buttons = new HBox(8, no, yes);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        VBox card = new VBox(8, question, detail, buttons);
        card.getStyleClass().add("ask-card");
        card.setMaxSize(380, Region.USE_PREF_SIZE);
        Region veil = new Region();
        veil.getStyleClass().add("veil");
        veil.setOnMousePressed(event -> close(() -> {}));
        getChildren().addAll(veil, card);
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        setVisible(false);
    }

    /// Asks.
    ///
    /// @param answer what the confirming button says
    void ask(String what, String about, String answer, Runnable then) {
        question.setText(what);
        detail.setText(about);
        yes.setText(answer);
        confirmed = then;
        before = getScene() == null ? null : getScene().getFocusOwner();
        setVisible(true);
        yes.requestFocus();
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            close(() -> {});
            event.consume();
        } else if (event.getCode() == KeyCode.TAB
                || event.getCode() == KeyCode.LEFT
                || event.getCode() == KeyCode.RIGHT) {
            // The page beneath is out of reach while the question stands.
            (yes.isFocused() ? no : yes).requestFocus();
            event.consume();
        }
    }

    private void close(Runnable then) {
        setVisible(false);
        if (before != null) {
            before.requestFocus();
        }
        then.run();
    }
}
