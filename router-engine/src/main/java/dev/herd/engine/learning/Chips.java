package dev.herd.engine.learning;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How fast kinds of hardware are, by their makers' published figures: memory bandwidth, which bounds
/// answers, and half precision arithmetic, which bounds prompts. Good for an order of machines nobody has
/// measured, and forgotten with the first measurement.
public final class Chips {
    /// Shares of the peaks that runners reach on common machines.
    private static final double DECODE_SHARE = 0.6;

    private static final double PREFILL_SHARE = 0.4;

    /// Weights take about this many bytes per parameter at four and a half bits, and each parameter two
    /// operations per token.
    private static final double BYTES_PER_PARAMETER = 0.6;

    /// The longest name that a text holds is meant, so that `m1 max` comes before `m1`.
    private static final List<Chip> ALL = List.of(
            new Chip("m1", 68, 2.6),
            new Chip("m1 pro", 200, 5.2),
            new Chip("m1 max", 400, 10.4),
            new Chip("m1 ultra", 800, 21),
            new Chip("m2", 100, 3.6),
            new Chip("m2 pro", 200, 6.8),
            new Chip("m2 max", 400, 13.6),
            new Chip("m2 ultra", 800, 27),
            new Chip("m3", 100, 4.1),
            new Chip("m3 pro", 150, 7.4),
            new Chip("m3 max", 400, 16.3),
            new Chip("m3 ultra", 819, 32),
            new Chip("m4", 120, 4.6),
            new Chip("m4 pro", 273, 9.3),
            new Chip("m4 max", 546, 18.4),
            new Chip("m5", 153, 8),
            new Chip("strix halo", 256, 59),
            new Chip("rtx 5090", 1792, 210),
            new Chip("rtx 5080", 960, 113),
            new Chip("rtx 5070 ti", 896, 88),
            new Chip("rtx 5070", 672, 62),
            new Chip("rtx 4090", 1008, 165),
            new Chip("rtx 4080", 716, 98),
            new Chip("rtx 4070 ti super", 672, 88),
            new Chip("rtx 4070", 504, 58),
            new Chip("rtx 4060 ti", 288, 44),
            new Chip("rtx 4060", 272, 30),
            new Chip("rtx 3090", 936, 71),
            new Chip("rtx 3080", 760, 60),
            new Chip("rtx 3070", 448, 40),
            new Chip("rtx 3060", 360, 25),
            new Chip("rtx 2080", 616, 80),
            new Chip("rtx 2070", 448, 60),
            new Chip("rx 7900 xtx", 960, 123),
            new Chip("rx 7900 xt", 800, 103),
            new Chip("a100", 2039, 312),
            new Chip("h100", 3350, 990),
            new Chip("l40", 864, 181),
            new Chip("l4", 300, 121));

    /// @param bandwidth in GB/s
    /// @param teraOperations per second
    private record Chip(String name, double bandwidth, double teraOperations) {
        Hardware hardware() {
            return new Hardware(
                    bandwidth * 1e9 * DECODE_SHARE, teraOperations * 1e12 * PREFILL_SHARE / 2 * BYTES_PER_PARAMETER);
        }
    }

    private Chips() {}

    /// The hardware that a person's or a system's words name, such as `Apple M2 Max` or `NVIDIA GeForce RTX
    /// 4090`.
    public static Optional<Hardware> find(String words) {
        String text = " "
                + words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip() + " ";
        Chip best = null;
        for (Chip chip : ALL) {
            if (text.contains(" " + chip.name() + " ")
                    && (best == null || chip.name().length() > best.name().length())) {
                best = chip;
            }
        }
        return Optional.ofNullable(best).map(Chip::hardware);
    }
}
