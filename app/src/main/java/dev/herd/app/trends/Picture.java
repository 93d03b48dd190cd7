package dev.herd.app.trends;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

/// The charts as pixels, whole, also where they are scrolled.
///
/// @param pixels row by row from above
@SuppressWarnings("ArrayRecordComponent") // Only the one who made it reads it.
record Picture(int width, int height, int[] pixels) {
    private static final int OPAQUE = 0xff000000;

    /// Takes a picture of nodes under each other. On the toolkit's thread.
    static Picture of(Color ground, Node... nodes) {
        var parameters = new SnapshotParameters();
        parameters.setFill(ground);
        List<WritableImage> parts = new ArrayList<>();
        for (Node node : nodes) {
            if (node.getLayoutBounds().getHeight() >= 1) {
                parts.add(node.snapshot(parameters, null));
            }
        }
        int width =
                (int) parts.stream().mapToDouble(WritableImage::getWidth).max().orElse(1);
        int height = (int) parts.stream().mapToDouble(WritableImage::getHeight).sum();
        int[] pixels = new int[width * Math.max(1, height)];
        Arrays.fill(pixels, argb(ground));
        int top = 0;
        for (WritableImage part : parts) {
            int rows = (int) part.getHeight();
            int columns = (int) part.getWidth();
            part.getPixelReader()
                    .getPixels(0, 0, columns, rows, PixelFormat.getIntArgbInstance(), pixels, top * width, width);
            top += rows;
        }
        return new Picture(width, Math.max(1, height), pixels);
    }

    private static int argb(Color colour) {
        int red = (int) Math.round(colour.getRed() * 255);
        int green = (int) Math.round(colour.getGreen() * 255);
        int blue = (int) Math.round(colour.getBlue() * 255);
        return OPAQUE | red << 16 | green << 8 | blue;
    }

    byte[] png() {
        return Png.of(width, height, pixels);
    }
}
