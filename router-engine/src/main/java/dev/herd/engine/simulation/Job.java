package dev.herd.engine.simulation;

/// A task on a server: what is left of it, in seconds that it would take alone, and how long its parts took.
final class Job {
    final Task task;
    final Scenario.Model model;
    double prefillLeft;
    double decodeLeft;
    double loadSeconds;
    double promptSeconds;
    double decodeSeconds;
    double startedAt = Double.NaN;
    double firstTokenAt = Double.NaN;

    /// Whether its first token makes a difference when it comes.
    boolean watched;

    Job(Task task, Scenario.Model model) {
        this.task = task;
        this.model = model;
    }

    /// Lets it come on.
    ///
    /// @param speed lone seconds per second
    void advance(double from, double seconds, double speed) {
        double prefilling = Math.min(seconds, prefillLeft / speed);
        if (Double.isNaN(firstTokenAt)) {
            promptSeconds += prefilling;
            prefillLeft = prefilling < seconds ? 0 : prefillLeft - prefilling * speed;
            if (prefillLeft <= DONE) {
                firstTokenAt = from + prefilling;
            }
        }
        double decoding = seconds - prefilling;
        decodeSeconds += decoding;
        decodeLeft -= decoding * speed;
    }

    /// Less is the rounding of doubles.
    private static final double DONE = 1e-9;

    boolean isDone() {
        return prefillLeft <= DONE && decodeLeft <= DONE;
    }

    private double left() {
        return Math.max(0, prefillLeft) + Math.max(0, decodeLeft);
    }

    /// Lone seconds until something happens to it.
    double untilNext() {
        return watched && Double.isNaN(firstTokenAt) ? Math.max(0, prefillLeft) : left();
    }
}
