package dev.herd.app.shell;

import dev.herd.engine.api.CommandResult;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Short messages at the window's lower right. Good news leave by themselves, bad news when they are dismissed or many.
final class Toasts extends VBox {
    private static final int MOST = 4;
    private static final Duration READ = Duration.seconds(5);

    Toasts() {
        getStyleClass().add("toasts");
        setAlignment(Pos.BOTTOM_RIGHT);
        setPickOnBounds(false);
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    }

    void show(CommandResult result) {
        switch (result) {
            case CommandResult.Done(String message) -> leave(add(Feather.CHECK_CIRCLE, message, "toast-done"));
            case CommandResult.Rejected(String reason) -> add(Feather.ALERT_CIRCLE, reason, "toast-rejected");
        }
    }

    /// Says something that nobody asked for, unless it still stands there.
    void notice(String message) {
        if (getChildren().stream().noneMatch(toast -> message.equals(toast.getAccessibleText()))) {
            add(Feather.INFO, message, "toast-notice");
        }
    }

    private Region add(Feather shape, String message, String look) {
        var icon = new FontIcon(shape);
        icon.getStyleClass().add("toast-icon");
        var text = new Label(message);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        var toast = new HBox(icon, text);
        var dismiss = new Button("", new FontIcon(Feather.X));
        dismiss.getStyleClass().add("frame-icon-button");
        dismiss.setAccessibleText("Dismiss");
        dismiss.setOnAction(_ -> getChildren().remove(toast));
        toast.getChildren().add(dismiss);
        toast.getStyleClass().addAll("toast", look);
        toast.setAccessibleRole(AccessibleRole.TEXT);
        toast.setAccessibleText(message);
        getChildren().add(toast);
        if (getChildren().size() > MOST) {
            getChildren().removeFirst();
        }
        return toast;
    }

    private void leave(Region toast) {
        var read = new PauseTransition(READ);
        read.setOnFinished(_ -> getChildren().remove(toast));
        read.play();
    }
}
