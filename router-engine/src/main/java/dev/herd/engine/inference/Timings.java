package dev.herd.engine.inference;

/// The server's own measurements in nanoseconds, each 0 when it gave none.
public record Timings(long totalNanos, long loadNanos, long promptNanos, long generateNanos) {
    public static final Timings NONE = new Timings(0, 0, 0, 0);
}
