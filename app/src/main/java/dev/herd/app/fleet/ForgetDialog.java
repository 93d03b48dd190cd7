package dev.herd.app.fleet;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// Asks once more before something is forgotten, and says what goes with it.
final class ForgetDialog {
    private static final ButtonType FORGET = new ButtonType("Forget", ButtonBar.ButtonData.OTHER);

    private final Dialog<ButtonType> dialog = new Dialog<>();

    /// @param losses each a sentence
    ForgetDialog(String question, List<String> losses, Runnable forget) {
        dialog.setTitle(question);
        dialog.setHeaderText(null);
        Label title = Looks.label("form-title");
        title.setText(question);
        VBox content = new VBox(title);
        content.getStyleClass().add("server-form");
        for (String loss : losses) {
            Label line = Looks.label("farewell-loss");
            line.setText(loss);
            line.setWrapText(true);
            content.getChildren().add(line);
        }
        dialog.getDialogPane().setContent(content);
        dialog.getDialogPane().getButtonTypes().setAll(FORGET, ButtonType.CANCEL);
        Button sure = (Button) dialog.getDialogPane().lookupButton(FORGET);
        sure.setId("forget-sure");
        sure.getStyleClass().add("danger");
        sure.setOnAction(event -> forget.run());
        Button stay = (Button) dialog.getDialogPane().lookupButton(ButtonType.CANCEL);
        stay.setId("forget-cancel");
        stay.setDefaultButton(true);
    }

    void open(@Nullable Window owner) {
        Dialogs.open(dialog, owner);
    }
}
