package dev.herd.app.trends;

import dev.herd.engine.api.TrendSeries;
import dev.herd.engine.api.Trends;
import java.util.ArrayList;
import java.util.List;

/// A series as it is drawn: for each column of pixels what lies in it, and nothing where nothing is known. However many
/// steps there are, there are no more strokes than pixels.
///
/// @param runs unbroken stretches, oldest first
record Outline(List<List<Stroke>> runs) {
    /// What is known in one column.
    ///
    /// @param x in pixels
    /// @param first mean of its first step
    /// @param last mean of its last step
    /// @param lowest of the means
    /// @param highest of the means
    /// @param least of all that was measured
    /// @param most of all that was measured
    record Stroke(double x, double first, double last, double lowest, double highest, double least, double most) {
        private Stroke and(double mean, double low, double high) {
            return new Stroke(
                    x,
                    first,
                    mean,
                    Math.min(lowest, mean),
                    Math.max(highest, mean),
                    Math.min(least, low),
                    Math.max(most, high));
        }
    }

    Outline {
        runs = runs.stream().map(List::copyOf).toList();
    }

    /// @param axis where its steps stand; those outside are left out, but for the ones beside its ends
    static Outline of(TrendSeries series, Trends trends, TimeAxis axis) {
        List<List<Stroke>> runs = new ArrayList<>();
        List<Stroke> run = new ArrayList<>();
        double wide = axis.x(trends.at(1)) - axis.x(trends.start());
        for (int i = 0; i < series.size(); i++) {
            double x = axis.x(trends.at(i)) + wide / 2;
            if (x < -wide || x > axis.width() + wide) {
                continue;
            }
            if (!series.knows(i)) {
                end(run, runs);
                run = new ArrayList<>();
            } else {
                add(run, x, series, i);
            }
        }
        end(run, runs);
        return new Outline(runs);
    }

    private static void add(List<Stroke> run, double x, TrendSeries series, int i) {
        double mean = series.mean(i);
        double least = series.least(i);
        double most = series.most(i);
        if (!run.isEmpty() && Math.floor(run.getLast().x()) == Math.floor(x)) {
            run.add(run.removeLast().and(mean, least, most));
        } else {
            run.add(new Stroke(x, mean, mean, mean, mean, least, most));
        }
    }

    private static void end(List<Stroke> run, List<List<Stroke>> runs) {
        if (!run.isEmpty()) {
            runs.add(run);
        }
    }
}
