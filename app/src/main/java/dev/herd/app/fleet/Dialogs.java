package dev.herd.app.fleet;

import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.stage.Modality;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// How the tab opens its dialogs: above its window, in its colours.
final class Dialogs {
    private Dialogs() {}

    static void open(Dialog<?> dialog, @Nullable Window owner) {
        dialog.getDialogPane().getStyleClass().add("fleet-dialog");
        if (owner != null) {
            dialog.initOwner(owner);
            dialog.initModality(Modality.WINDOW_MODAL);
            dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        }
        dialog.show();
    }

    /// Makes an open dialog as high as what it says now.
    static void fit(DialogPane pane) {
        if (pane.getScene() != null
                && pane.getScene().getWindow() != null
                && pane.getScene().getWindow().isShowing()) {
            pane.getScene().getWindow().sizeToScene();
        }
    }
}
