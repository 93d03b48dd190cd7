package dev.herd.engine.cli;

import java.util.List;

/// A figure over time as a row of blocks that are as high as it was; a gap where it is not known.
final class Blocks {
    static final int WIDTH = 20;

    private static final String HEIGHTS = "▁▂▃▄▅▆▇█";

    private Blocks() {}

    /// @param values oldest first, NaN where it is not known
    /// @param least what the highest block stands for where no value is higher, above 0
    static String of(List<Double> values, double least) {
        double ceiling = values.stream()
                .filter(value -> !value.isNaN())
                .mapToDouble(value -> value)
                .reduce(least, Math::max);
        var blocks = new StringBuilder();
        for (int i = 0; i < WIDTH; i++) {
            List<Double> part = values.subList(values.size() * i / WIDTH, values.size() * (i + 1) / WIDTH);
            var mean = part.stream()
                    .filter(value -> !value.isNaN())
                    .mapToDouble(value -> value)
                    .average();
            blocks.append(mean.isPresent() ? block(mean.getAsDouble() / ceiling) : ' ');
        }
        return blocks.toString();
    }

    /// As high as a share of 0 to 1.
    static char block(double share) {
        return HEIGHTS.charAt(Math.clamp(Math.round(share * (HEIGHTS.length() - 1)), 0, HEIGHTS.length() - 1));
    }
}
