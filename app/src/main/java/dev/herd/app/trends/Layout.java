package dev.herd.app.trends;

/// Where the parts of the charts stand, in pixels: marks at the left, lines in the middle, values at the right.
///
/// @param width of it all
/// @param chart height of each chart
record Layout(double width, double chart) {
    static final double LEFT = 74;
    static final double GAP = 12;
    static final double HEAD = 30;
    static final double FOOT = 8;

    /// Under a title three machines' values, which is the least that is worth a look.
    static final double LEAST_CHART = 90;

    private static final double MOST_CHART = 170;
    private static final double VALUES = 196;
    private static final double VALUES_WHEN_NARROW = 160;
    private static final double NARROW = 1000;

    /// As high as there is room for, or as low as can be read.
    static Layout fitting(double width, double height, int charts) {
        return new Layout(width, Math.clamp(Math.floor(height / Math.max(1, charts)), LEAST_CHART, MOST_CHART));
    }

    double right() {
        return width - values() - GAP;
    }

    /// Width of the lines.
    double plot() {
        return Math.max(1, right() - LEFT);
    }

    double values() {
        return width < NARROW ? VALUES_WHEN_NARROW : VALUES;
    }

    double top(int index) {
        return index * chart + HEAD;
    }

    double bottom(int index) {
        return (index + 1) * chart - FOOT;
    }

    /// @param place 0 at the lower edge, 1 at the upper
    double y(int index, double place) {
        return bottom(index) - place * (bottom(index) - top(index));
    }

    boolean isInPlot(double x) {
        return x >= LEFT && x <= right();
    }
}
