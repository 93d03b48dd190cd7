package dev.herd.engine.learning;

/// How often an instance's cache held what it was believed to hold.
///
/// @param share of the last answers, 0 to 1
record Trust(double share, int count) {
    static final Trust FRESH = new Trust(1, 0);

    /// After so many answers the share is believed.
    private static final int ENOUGH = 20;

    private static final double LEAST_SHARE = 0.5;

    /// Whether prefixes may still decide anything there.
    boolean holds() {
        return count < ENOUGH || share >= LEAST_SHARE;
    }

    Trust after(boolean asBelieved) {
        double weight = Math.max(1.0 / (count + 1), 1.0 / ENOUGH);
        return new Trust(share + weight * ((asBelieved ? 1 : 0) - share), count + 1);
    }
}
