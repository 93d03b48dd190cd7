package dev.herd.app.testing;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The 256 colours that a picture of a window is kept in, so that its file is small: its most frequent ones, then
/// again and again the one that all before stand for worst.
final class Palette {
    private static final int COLOURS = 256;
    private static final int FREQUENT = 64;

    private final List<Integer> colours = new ArrayList<>();
    private final Map<Integer, Integer> nearest = new HashMap<>();

    private Palette(int[] pixels) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel & 0xffffff, 1, Integer::sum);
        }
        int[] all = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
        double[] wrong = new double[all.length];
        Arrays.fill(wrong, Double.MAX_VALUE);
        counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .limit(FREQUENT)
                .forEach(entry -> add(entry.getKey(), all, wrong));
        while (colours.size() < Math.min(COLOURS, all.length)) {
            int worst = IntStream.range(0, all.length)
                    .boxed()
                    .max(Comparator.comparingDouble(i -> wrong[i] * Math.sqrt(counts.getOrDefault(all[i], 0))))
                    .orElseThrow();
            add(all[worst], all, wrong);
        }
    }

    private void add(int colour, int[] all, double[] wrong) {
        colours.add(colour);
        for (int i = 0; i < all.length; i++) {
            wrong[i] = Math.min(wrong[i], distance(all[i], colour));
        }
    }

    /// The picture in as many colours as that.
    static BufferedImage reduced(int width, int height, int[] pixels) {
        var palette = new Palette(pixels);
        byte[][] parts = new byte[3][palette.colours.size()];
        for (int i = 0; i < palette.colours.size(); i++) {
            for (int part = 0; part < 3; part++) {
                parts[part][i] = (byte) part(palette.colours.get(i), part);
            }
        }
        var model = new IndexColorModel(8, palette.colours.size(), parts[0], parts[1], parts[2]);
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int i = 0; i < pixels.length; i++) {
            picture.getRaster().setSample(i % width, i / width, 0, palette.index(pixels[i] & 0xffffff));
        }
        return picture;
    }

    private int index(int colour) {
        return nearest.computeIfAbsent(
                colour,
                wanted -> IntStream.range(0, colours.size())
                        .boxed()
                        .min(Comparator.comparingInt(i -> distance(colours.get(i), wanted)))
                        .orElseThrow());
    }

    private static int distance(int one, int other) {
        int red = part(one, 0) - part(other, 0);
        int green = part(one, 1) - part(other, 1);
        int blue = part(one, 2) - part(other, 2);
        return red * red + green * green + blue * blue;
    }

    /// @param part 0 red, 1 green, 2 blue
    private static int part(int colour, int part) {
        return colour >> (16 - 8 * part) & 0xff;
    }
}
