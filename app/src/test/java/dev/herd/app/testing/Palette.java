package dev.herd.app.testing;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// The 256 colours that a picture of a window is kept in, so that its file is small: its most frequent ones as they
/// are, and for the shades of its letters one each of those that look alike.
final class Palette {
    private static final int COLOURS = 256;
    private static final int EXACT = 64;
    private static final int ALIKE = 0xf8f8f8;

    private final List<Integer> colours;
    private final Map<Integer, Integer> nearest = new HashMap<>();

    private Palette(int[] pixels) {
        Set<Integer> chosen = new LinkedHashSet<>(frequent(pixels, 0xffffff, EXACT));
        int[] rest = IntStream.of(pixels)
                .filter(pixel -> !chosen.contains(pixel & 0xffffff))
                .toArray();
        frequent(rest, ALIKE, COLOURS - chosen.size()).forEach(shade -> chosen.add(shade | 0x040404));
        colours = List.copyOf(chosen);
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

    private static List<Integer> frequent(int[] pixels, int mask, int most) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel & mask, weight(pixel), Integer::sum);
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Few pixels are green or red, and those say the most.
    private static int weight(int pixel) {
        int most = IntStream.range(0, 3).map(part -> part(pixel, part)).max().orElseThrow();
        int least = IntStream.range(0, 3).map(part -> part(pixel, part)).min().orElseThrow();
        return 1 + (most - least) / 2;
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
        return IntStream.range(0, 3)
                .map(part -> part(one, part) - part(other, part))
                .map(difference -> difference * difference)
                .sum();
    }

    /// @param part 0 red, 1 green, 2 blue
    private static int part(int colour, int part) {
        return colour >> (16 - 8 * part) & 0xff;
    }
}
