package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/// The level that macOS announces to every process.
final class ThermalPressureSensor implements Sensor<Heat> {
    /// A key that nobody sets reads 0 too, so that a wrong letter would never be noticed.
    static final String KEY = "com.apple.system.thermalpressurelevel";

    private final Darwin darwin;
    private final InstantSource clock;
    private final Opened<Integer> token;
    private boolean everHot;

    ThermalPressureSensor(Darwin darwin, InstantSource clock) {
        this.darwin = darwin;
        this.clock = clock;
        token = new Opened<>(() -> darwin.notifications(KEY));
    }

    @Override
    public Class<Heat> kind() {
        return Heat.class;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(2);
    }

    /// A virtual machine has no heat of its own. A machine that never told anything but nominal may be one that never
    /// tells, which the source of its readings says.
    @Override
    public Reading<Heat> read() throws IOException {
        if (darwin.isVirtual()) {
            return new Reading.Unknown<>("a virtual machine does not tell its heat");
        }
        long state = darwin.notifiedState(token.get());
        everHot |= state != 0;
        String source = everHot ? KEY : KEY + " (nothing but nominal so far)";
        return new Reading.Known<>(HeatLevels.ofPressure(state), clock.instant(), source);
    }
}
