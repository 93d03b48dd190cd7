package dev.herd.app.trends;

import dev.herd.engine.api.TrendSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One machine in one step, as the table shows it.
///
/// @param values means; a panel that is missing is not known
record TrendRow(Instant at, String machine, Map<Panel, Double> values) {
    TrendRow {
        values = Map.copyOf(values);
    }

    /// Every step of every machine that is shown, of which anything is known, newest first.
    static List<TrendRow> of(TrendsViewModel model) {
        List<TrendRow> rows = new ArrayList<>();
        for (int step = model.trends().steps() - 1; step >= 0; step--) {
            for (TrendsViewModel.Machine machine : model.machines()) {
                Map<Panel, Double> values = machine.hidden() ? Map.of() : values(model, machine, step);
                if (!values.isEmpty()) {
                    rows.add(new TrendRow(model.trends().at(step), machine.name(), values));
                }
            }
        }
        return rows;
    }

    private static Map<Panel, Double> values(TrendsViewModel model, TrendsViewModel.Machine machine, int step) {
        Map<Panel, Double> values = new EnumMap<>(Panel.class);
        for (Panel panel : Panel.values()) {
            TrendSeries series = model.series(machine, panel.measure());
            if (series != null && series.knows(step)) {
                values.put(panel, series.mean(step));
            }
        }
        return values;
    }

    /// NaN where it is not known.
    double value(Panel panel) {
        return values.getOrDefault(panel, Double.NaN);
    }
}
