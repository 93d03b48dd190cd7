package dev.herd.app.tray;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/// The icon's shapes, on a grid of 16 by 16: three dots, the herd, in what they do; other shapes for what is not work.
final class TrayGlyph {
    private static final double GRID = 16;
    private static final double LINE = 1.4;

    private TrayGlyph() {}

    /// The shape filled with one colour.
    static BufferedImage draw(TrayState state, int pixels, Color ink) {
        var image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.scale(pixels / GRID, pixels / GRID);
        pen.setColor(ink);
        pen.fill(shape(state));
        pen.dispose();
        return image;
    }

    static Area shape(TrayState state) {
        return switch (state) {
            case STARTING -> herd(1.4);
            case NO_MACHINES -> slashed(rings());
            case IDLE -> rings();
            case SERVING -> herd(3.1);
            case BUSY -> bars();
            case PAUSED -> both(new Rectangle2D.Double(3.2, 2, 3.4, 12), new Rectangle2D.Double(9.4, 2, 3.4, 12));
            case STOPPING -> arrow();
            case BROKEN -> triangle();
        };
    }

    private static Area herd(double radius) {
        return both(both(dot(8, 4, radius), dot(3.7, 11.6, radius)), dot(12.3, 11.6, radius));
    }

    private static Area rings() {
        Area rings = herd(3.1);
        rings.subtract(herd(3.1 - LINE));
        return rings;
    }

    private static Area slashed(Area shape) {
        var line = new Line2D.Double(1.5, 14.5, 14.5, 1.5);
        shape.subtract(stroked(line, 3 * LINE));
        return both(shape, stroked(line, LINE));
    }

    /// The herd at work, moved up, above a queue.
    private static Area bars() {
        Area busy = both(both(dot(8, 2.8, 2.6), dot(4, 8.6, 2.6)), dot(12, 8.6, 2.6));
        for (double x = 1.2; x < GRID - 3; x += 5.2) {
            busy.add(new Area(new Rectangle2D.Double(x, 12.8, 3.2, 2.6)));
        }
        return busy;
    }

    private static Area arrow() {
        Path2D head = new Path2D.Double();
        head.moveTo(2.6, 6.8);
        head.lineTo(13.4, 6.8);
        head.lineTo(8, 12.4);
        head.closePath();
        return both(both(head, new Rectangle2D.Double(6.6, 1, 2.8, 6)), new Rectangle2D.Double(2.6, 13.4, 10.8, 1.8));
    }

    private static Area triangle() {
        Path2D outline = new Path2D.Double();
        outline.moveTo(8, 1);
        outline.lineTo(15.6, 14.8);
        outline.lineTo(0.4, 14.8);
        outline.closePath();
        var triangle = new Area(outline);
        triangle.subtract(both(new Rectangle2D.Double(7.1, 5.6, 1.8, 4.8), dot(8, 12.3, 1.1)));
        return triangle;
    }

    private static Shape dot(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private static Area stroked(Shape line, double width) {
        return new Area(
                new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND).createStrokedShape(line));
    }

    private static Area both(Shape one, Shape other) {
        var both = new Area(one);
        both.add(new Area(other));
        return both;
    }
}
