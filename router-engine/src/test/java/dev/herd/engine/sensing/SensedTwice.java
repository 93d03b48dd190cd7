package dev.herd.engine.sensing;

import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads sensors of the machine that runs the test, as often as rates need.
public final class SensedTwice {
    private SensedTwice() {}

    /// The second reading of each; the clock moves on by a second between them.
    public static Map<Class<? extends Signal>, Reading<? extends Signal>> of(List<Sensor<?>> sensors, FakeClock clock)
            throws IOException, InterruptedException {
        Map<Class<? extends Signal>, Reading<? extends Signal>> readings = new LinkedHashMap<>();
        for (int i = 0; i < 2; i++) {
            for (Sensor<?> sensor : sensors) {
                readings.put(sensor.kind(), sensor.read());
            }
            clock.forward(Duration.ofSeconds(1));
            workForSomeTicks();
        }
        return readings;
    }

    /// The kernel counts in hundredths of a second of its own, whatever the test's clock says.
    private static void workForSomeTicks() {
        long end = System.nanoTime() + Duration.ofMillis(50).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
