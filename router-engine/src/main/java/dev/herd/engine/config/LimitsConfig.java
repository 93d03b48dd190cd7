package dev.herd.engine.config;

/// Sizes, in bytes.
///
/// @param maxBody longest JSON body of one request
/// @param allBodies all bodies in memory together
public record LimitsConfig(long maxBody, long allBodies) {
    public static final LimitsConfig DEFAULT = new LimitsConfig(64L << 20, 192L << 20);

    public LimitsConfig {
        if (maxBody < 1 || maxBody > 1L << 30) {
            throw new IllegalArgumentException("limits.maxBody must be 1 byte to 1 GiB, not " + maxBody);
        }
        if (allBodies < maxBody) {
            throw new IllegalArgumentException("limits.allBodies must not be less than limits.maxBody");
        }
    }
}
