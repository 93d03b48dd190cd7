package dev.herd.app.shell;

import dev.herd.app.tray.TrayState;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The state's shape in front of its word. Colours come from the style class alone.
final class StateShape {
    private StateShape() {}

    static Node of(TrayState state) {
        return switch (state) {
            case STARTING -> icon(Feather.LOADER, "state-idle");
            case NO_MACHINES -> icon(Feather.SLASH, "state-idle");
            case IDLE -> icon(Feather.CIRCLE, "state-idle");
            case SERVING -> region("state-dot");
            case BUSY -> icon(Feather.BAR_CHART_2, "state-busy");
            case PAUSED -> pause();
            case STOPPING -> icon(Feather.ARROW_DOWN, "state-calm");
            case BROKEN -> icon(Feather.ALERT_TRIANGLE, "state-fault");
        };
    }

    private static Node icon(Feather shape, String look) {
        var icon = new FontIcon(shape);
        icon.getStyleClass().addAll("state-shape", look);
        return icon;
    }

    /// Two bars, as full as the other shapes.
    static Node pause() {
        return region("pause-bars");
    }

    private static Node region(String look) {
        var shape = new Region();
        shape.getStyleClass().add(look);
        return shape;
    }
}
