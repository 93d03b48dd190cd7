package dev.herd.app.shell;

import javafx.scene.layout.Pane;
import javafx.scene.shape.Circle;

/// Three dots: the herd.
final class Logo extends Pane {
    private static final double SIZE = 20;

    Logo() {
        getStyleClass().add("logo");
        setMinSize(SIZE, SIZE);
        setPrefSize(SIZE, SIZE);
        setMaxSize(SIZE, SIZE);
        getChildren().addAll(dot(10, 4.4, "logo-lead"), dot(4.2, 14.6, "logo-near"), dot(15.8, 14.6, "logo-far"));
    }

    private static Circle dot(double x, double y, String look) {
        var dot = new Circle(x, y, 3.6);
        dot.getStyleClass().add(look);
        return dot;
    }
}
