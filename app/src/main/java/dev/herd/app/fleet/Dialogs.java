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
        dress(dialog.getDialogPane(), owner);
        if (owner != null) {
            dialog.initOwner(owner);
            dialog.initModality(Modality.WINDOW_MODAL);
        }
        dialog.show();
    }

    static void dress(DialogPane pane, @Nullable Window owner) {
        if (owner != null) {
            pane.getStylesheets().setAll(owner.getScene().getStylesheets());
        }
        pane.getStylesheets().add(FleetPage.stylesheet());
        pane.getStyleClass().add("fleet-dialog");
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
