package dev.herd.app.fleet;

import dev.herd.app.text.Units;
import dev.herd.engine.api.NodeVitals;
import dev.herd.engine.api.Series;
import java.util.ArrayList;
import java.util.List;

/// A figure over the last hour.
///
/// @param values oldest first, NaN where nothing was measured
/// @param ceiling the value at the top of the picture, above 0
/// @param most `max 96`, or that there was none
record Trend(String label, List<Double> values, double ceiling, String most) {
    /// What has never been measured on the machine is left out, but for its tokens.
    static List<Trend> of(NodeVitals vitals) {
        List<Trend> trends = new ArrayList<>();
        Series tokens = vitals.tokens();
        String speed = Units.rate(tokens.max());
        String most = !isMeasured(tokens) ? "nothing yet" : speed.equals(Units.NONE) ? "none" : "max " + speed;
        trends.add(new Trend("tokens/s, last hour", tokens.values(), Math.max(1, tokens.max()), most));
        share("memory", vitals.memory(), trends);
        share("CPU", vitals.processor(), trends);
        return List.copyOf(trends);
    }

    private static boolean isMeasured(Series series) {
        return series.values().stream().anyMatch(value -> !value.isNaN());
    }

    private static void share(String label, Series series, List<Trend> trends) {
        if (isMeasured(series)) {
            trends.add(new Trend(label, series.values(), 1, "max " + Units.percent(series.max())));
        }
    }
}
