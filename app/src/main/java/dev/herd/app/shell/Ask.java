package dev.herd.app.shell;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.layout.Region;
import javafx.stage.Modality;
import javafx.stage.Window;

/// Puts a question to the person, over the window it concerns.
final class Ask {
    private Ask() {}

    /// Returns at once.
    ///
    /// @param decided hears the choice, unless it was to leave things as they are
    static <T> void over(Window window, Question<T> question, Consumer<T> decided) {
        Map<ButtonType, Optional<T>> answers = new HashMap<>();
        var dialog = new Dialog<ButtonType>();
        dialog.initOwner(window);
        dialog.initModality(Modality.WINDOW_MODAL);
        dialog.setTitle("Herd");
        dialog.setHeaderText(question.title());
        dialog.setContentText(question.text());
        dialog.getDialogPane().setMinHeight(Region.USE_PREF_SIZE);
        dialog.getDialogPane().setPrefWidth(480);
        dialog.getDialogPane().getStyleClass().add("question");
        dialog.getDialogPane().getStylesheets().addAll(window.getScene().getStylesheets());
        for (Question.Choice<T> choice : question.choices()) {
            var button = new ButtonType(
                    choice.label(), place(choice, question.choices().getFirst()));
            answers.put(button, choice.value());
            dialog.getDialogPane().getButtonTypes().add(button);
        }
        dialog.setOnHidden(_ -> {
            ButtonType pressed = dialog.getResult();
            if (pressed != null) {
                answers.getOrDefault(pressed, Optional.empty()).ifPresent(decided);
            }
        });
        dialog.show();
    }

    private static <T> ButtonData place(Question.Choice<T> choice, Question.Choice<T> first) {
        if (choice.value().isEmpty()) {
            return ButtonData.CANCEL_CLOSE;
        }
        return choice.equals(first) ? ButtonData.OK_DONE : ButtonData.OTHER;
    }
}
