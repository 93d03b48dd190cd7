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

/// Short messages at the window's lower right. Bad news leave when they are dismissed or many, all others by
/// themselves.
final class Toasts extends VBox {
    private static final int MOST = 4;
    private static final Duration READ = Duration.seconds(5);

    /// Nobody waits for what nobody asked for, so that it is seen later.
    private static final Duration NOTICED = Duration.seconds(15);

    Toasts() {
        getStyleClass().add("toasts");
        setAlignment(Pos.BOTTOM_RIGHT);
        setPickOnBounds(false);
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    }

    void show(CommandResult result) {
        switch (result) {
            case CommandResult.Done(String message) -> leave(add(Feather.CHECK_CIRCLE, message, "toast-done"), READ);
            case CommandResult.Rejected(String reason) -> add(Feather.ALERT_CIRCLE, reason, "toast-rejected");
        }
    }

    /// Says something that nobody asked for, unless it still stands there.
    void notice(String message) {
        if (isNew(message)) {
            leave(add(Feather.INFO, message, "toast-notice"), NOTICED);
        }
    }

    /// Says that something went wrong of itself, unless that still stands there.
    void alarm(String message) {
        if (isNew(message)) {
            add(Feather.ALERT_CIRCLE, message, "toast-rejected");
        }
    }

    private boolean isNew(String message) {
        return getChildren().stream().noneMatch(toast -> message.equals(toast.getAccessibleText()));
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

    private void leave(Region toast, Duration after) {
        var read = new PauseTransition(after);
        read.setOnFinished(_ -> getChildren().remove(toast));
        read.play();
    }
}
