package dev.herd.app.trends;

import dev.herd.app.text.Units;
import dev.herd.engine.api.TrendMeasure;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/// One of the small charts: what it shows and in which words.
@SuppressWarnings("ImmutableEnumChecker") // A scale copies its list, and the functions have no state.
enum Panel {
    HEAT("Heat", TrendMeasure.HEAT, Scale.of(20, 100, 40), value -> Math.round(value) + " °C"),
    HEAT_LEVEL("Heat level", TrendMeasure.HEAT_LEVEL, Scale.levels("nominal", "fair", "serious", "critical")),
    PRESSURE("Memory pressure", TrendMeasure.PRESSURE, Scale.levels("normal", "warn", "critical")),
    PROCESSOR("Processor", TrendMeasure.PROCESSOR, Scale.share(), Units::percent),
    ACCELERATOR("Accelerator", TrendMeasure.ACCELERATOR, Scale.share(), Units::percent),
    MEMORY("Memory", TrendMeasure.MEMORY, Scale.share(), Units::percent),
    POWER("Battery", TrendMeasure.CHARGE, Scale.of(0, 100, 50), value -> Math.round(value) + " %"),
    RUNNING("Running requests", TrendMeasure.RUNNING, Scale.counting(4), Panel::oneDigit),
    TOKENS("Tokens per second", TrendMeasure.TOKENS, Scale.counting(20), Panel::oneDigit);

    private final String title;
    private final TrendMeasure measure;
    private final Scale scale;
    private final DoubleFunction<String> words;

    Panel(String title, TrendMeasure measure, Scale scale, DoubleFunction<String> words) {
        this.title = title;
        this.measure = measure;
        this.scale = scale;
        this.words = words;
    }

    Panel(String title, TrendMeasure measure, Scale scale) {
        this(title, measure, scale, scale::word);
    }

    private static String oneDigit(double value) {
        return value == Math.rint(value)
                ? Long.toString(Math.round(value))
                : String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
    }

    String title() {
        return title;
    }

    TrendMeasure measure() {
        return measure;
    }

    Scale scale() {
        return scale;
    }

    /// A value with its unit.
    String text(double value) {
        return words.apply(value);
    }

    /// How a panel's values stand between its floor and its ceiling.
    ///
    /// @param floor value at the lower edge, while no value is lower
    /// @param ceiling value at the upper edge, while no value is higher
    /// @param step between two marks
    /// @param levels words of whole values from 0 on; empty where values are figures
    record Scale(double floor, double ceiling, double step, List<String> levels) {
        private static final int MARKS = 2;
        private static final double TEN = 10;
        private static final List<Double> NICE = List.of(1.0, 2.0, 5.0, TEN);

        Scale {
            levels = List.copyOf(levels);
        }

        static Scale of(double floor, double ceiling, double step) {
            return new Scale(floor, ceiling, step, List.of());
        }

        static Scale share() {
            return of(0, 1, 0.5);
        }

        static Scale levels(String... words) {
            return new Scale(0, words.length - 1, 1, List.of(words));
        }

        static Scale counting(double least) {
            return new Scale(0, least, least / MARKS, List.of());
        }

        /// The same with room for these values.
        Scale reaching(double least, double most) {
            if (isLevel() || (most <= ceiling && least >= floor)) {
                return this;
            }
            double bottom = Math.min(floor, TEN * Math.floor(least / TEN));
            double wanted = (Math.max(most, ceiling) - bottom) / MARKS;
            double power = Math.pow(TEN, Math.floor(Math.log10(wanted)));
            double wide = NICE.stream()
                            .filter(nice -> nice * power >= wanted)
                            .findFirst()
                            .orElse(TEN)
                    * power;
            return new Scale(bottom, bottom + MARKS * wide, wide, levels);
        }

        /// 0 at the lower edge, 1 at the upper.
        double place(double value) {
            return Math.clamp((value - floor) / (ceiling - floor), 0, 1);
        }

        boolean isLevel() {
            return !levels.isEmpty();
        }

        String word(double value) {
            return levels.get(Math.clamp(Math.round(value), 0, levels.size() - 1));
        }
    }
}
