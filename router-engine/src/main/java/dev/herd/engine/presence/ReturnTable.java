package dev.herd.engine.presence;

import java.time.Duration;

/// How likely the person comes back within how long, seen from one moment: made once a minute, asked for
/// every candidate of every decision. Immutable; asking makes no garbage.
public final class ReturnTable {
    /// The person is there.
    public static final ReturnTable HERE = new ReturnTable(1, 0, new double[] {0}, new double[] {0});

    private final double here;
    private final double missed;
    private final double[] seconds;
    private final double[] expected;

    /// @param here how likely the person is there already, 0 to 1
    /// @param missed returns that were expected since the person went, and did not happen
    /// @param seconds from now on, rising from 0: where the rate of returns changes
    /// @param expected returns until then if the person were as quick as usual, from 0 on, never falling
    ReturnTable(double here, double missed, double[] seconds, double[] expected) {
        this.here = here;
        this.missed = missed;
        this.seconds = seconds;
        this.expected = expected;
    }

    /// How likely the person comes back within that time, 0 to 1; never less for a longer time. 1 where
    /// they are there.
    public double chance(Duration within) {
        double base = ReturnRates.K + missed;
        double away = Math.pow(base / (base + expectedWithin(within.toNanos() / 1e9)), ReturnRates.K);
        return Math.clamp(here + (1 - here) * (1 - away), 0, 1);
    }

    private double expectedWithin(double within) {
        if (within <= 0) {
            return 0;
        }
        int last = seconds.length - 1;
        if (within >= seconds[last]) {
            // Behind its end the table's mean goes on.
            return last == 0 ? 0 : expected[last] * (within / seconds[last]);
        }
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (seconds[middle] <= within) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double share = (within - seconds[low]) / (seconds[high] - seconds[low]);
        return expected[low] + share * (expected[high] - expected[low]);
    }
}
