package dev.herd.engine.sensing.linux;

import java.util.Arrays;
import java.util.Optional;

/// What all processors together did since the machine started, in ticks (`/proc/stat`, its first line).
///
/// @param busy neither idle nor waiting for a disk; what a host took away is busy
/// @param total all of it
record CpuTimes(long busy, long total) {
    /// Ticks are hundredths of a second: what is measured over fewer says little.
    private static final long LEAST_TICKS = 20;

    private static final int IDLE = 3;
    private static final int WAITING = 4;

    /// Guests' times, which are in the users' already.
    private static final int GUEST = 8;

    /// Empty when the text does not begin with them.
    static Optional<CpuTimes> parse(String stat) {
        String[] words = stat.lines().findFirst().orElse("").strip().split("\\s+");
        boolean known = words.length > WAITING + 1
                && words[0].equals("cpu")
                && Arrays.stream(words).skip(1).allMatch(Digits::are);
        if (!known) {
            return Optional.empty();
        }
        long[] ticks = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
        long total = Arrays.stream(ticks).limit(GUEST).sum();
        return Optional.of(new CpuTimes(total - ticks[IDLE] - ticks[WAITING], total));
    }

    boolean isWorthMeasuringSince(CpuTimes before) {
        return total - before.total >= LEAST_TICKS;
    }

    /// The load since then, 0 to 1. Counters of waiting may go back a little.
    double loadSince(CpuTimes before) {
        return Math.clamp((double) (busy - before.busy) / (total - before.total), 0, 1);
    }
}
