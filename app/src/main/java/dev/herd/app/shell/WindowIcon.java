package dev.herd.app.shell;

import java.util.List;
import java.util.stream.Stream;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;

/// The icon of the window in task bars and switchers: the herd's three dots on a tile. Its colours are its own, since
/// it stands on anybody's ground.
final class WindowIcon {
    private static final double GRID = 32;
    private static final Color TILE = Color.web("#0d1117");

    private WindowIcon() {}

    static List<Image> sizes() {
        return Stream.of(16, 32, 48, 64, 128).map(WindowIcon::draw).toList();
    }

    private static Image draw(int pixels) {
        var canvas = new Canvas(pixels, pixels);
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.scale(pixels / GRID, pixels / GRID);
        pen.setFill(TILE);
        pen.fillRoundRect(0, 0, GRID, GRID, 14, 14);
        dot(pen, 16, 9.5, "#58a6ff");
        dot(pen, 8.8, 22, "#1f6feb");
        dot(pen, 23.2, 22, "#79c0ff");
        var clear = new SnapshotParameters();
        clear.setFill(Color.TRANSPARENT);
        return canvas.snapshot(clear, null);
    }

    private static void dot(GraphicsContext pen, double x, double y, String colour) {
        pen.setFill(Color.web(colour));
        pen.fillOval(x - 5, y - 5, 10, 10);
    }
}
