package dev.herd.app.shell;

import dev.herd.app.bridge.EnginePhase;
import dev.herd.app.bridge.StartMode;
import dev.herd.app.tray.TrayAction;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The whole window when there is no engine: why, and the ways out.
final class BrokenView extends VBox {
    BrokenView(EnginePhase.Failed failed, Wishes wishes) {
        getStyleClass().addAll("whole-page", "broken-page");
        setAlignment(Pos.CENTER);
        var icon = new FontIcon(Feather.ALERT_TRIANGLE);
        icon.getStyleClass().add("whole-page-icon");
        var headline = new Label(failed.headline());
        headline.getStyleClass().add("whole-page-headline");
        var reason = new Label(failed.reason());
        reason.getStyleClass().add("whole-page-text");
        reason.setWrapText(true);
        var ways = new HBox();
        ways.getStyleClass().add("whole-page-buttons");
        ways.setAlignment(Pos.CENTER);
        for (StartMode mode : failed.waysOut()) {
            var way = new Button(label(mode));
            way.setId("start-" + mode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            way.setDefaultButton(ways.getChildren().isEmpty());
            way.setOnAction(_ -> wishes.start(mode));
            ways.getChildren().add(way);
        }
        var quit = new Button("Quit Herd");
        quit.setId("quit");
        quit.setOnAction(_ -> wishes.perform(new TrayAction.Quit()));
        ways.getChildren().add(quit);
        getChildren().addAll(icon, headline, reason, ways);
    }

    private static String label(StartMode mode) {
        return switch (mode) {
            case AS_ASKED -> "Try again";
            case ON_FREE_PORT -> "Use another port";
            case DEMO_FLEET -> "Show the demo fleet";
        };
    }
}
