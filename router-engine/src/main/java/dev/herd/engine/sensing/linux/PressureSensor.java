package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Growth;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.signal.Pressure;
import dev.herd.engine.signal.Pressure.Level;
import dev.herd.engine.signal.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;

/// How much the machine suffers from a lack of memory: by its stalls, and where the kernel does not count those (before
/// 4.20, or switched off), by what is available alone.
final class PressureSensor implements Sensor<Pressure> {
    private static final String STALLS = "pressure/memory";
    private static final String MEMORY = "meminfo";

    /// Percent of ten seconds, as the kernel's own users of stalls take them to act (systemd-oomd, earlyoom).
    private static final double SOME_WARNS = 10;

    private static final double FULL_IS_CRITICAL = 5;

    /// Share of memory that is left when little is: kernels begin to take back what programs use.
    private static final double LITTLE = 0.05;

    /// What is left when nothing but that is known warns earlier, as Windows and others do.
    private static final double SHORT = 0.15;

    private final Tree proc;
    private final long pageBytes;
    private final InstantSource clock;
    private final Growth swappedOut = new Growth();

    PressureSensor(Tree proc, long pageBytes, InstantSource clock) {
        this.proc = proc;
        this.pageBytes = pageBytes;
        this.clock = clock;
    }

    @Override
    public Class<Pressure> kind() {
        return Pressure.class;
    }

    @Override
    public Duration every() {
        return Duration.ofMillis(2500);
    }

    @Override
    public Reading<Pressure> read() throws IOException {
        OptionalDouble left = MemoryText.availableShare(proc.read(MEMORY));
        Optional<StallText> stalls = proc.text(STALLS).flatMap(StallText::parse);
        if (left.isEmpty() && stalls.isEmpty()) {
            return new Reading.Unknown<>(proc.name(MEMORY) + " does not tell");
        }
        Instant now = clock.instant();
        Level level = stalls.isPresent() ? level(stalls.get(), left.orElse(1)) : level(left.orElse(1));
        String source = stalls.isPresent()
                ? proc.name(STALLS)
                : proc.name(MEMORY) + ", by what is available alone: there is no " + proc.name(STALLS);
        return new Reading.Known<>(new Pressure(level, swappedOut(now)), now, source);
    }

    static Level level(StallText stalls, double left) {
        if (stalls.full() >= FULL_IS_CRITICAL) {
            return Level.CRITICAL;
        }
        return stalls.some() >= SOME_WARNS || left < LITTLE ? Level.WARN : Level.NORMAL;
    }

    static Level level(double left) {
        if (left < LITTLE) {
            return Level.CRITICAL;
        }
        return left < SHORT ? Level.WARN : Level.NORMAL;
    }

    /// NaN at the first reading, and where the kernel does not count it.
    private double swappedOut(Instant now) {
        return proc.text("vmstat").map(NamedNumbers::new).stream()
                .flatMap(numbers -> numbers.of("pswpout").stream().boxed())
                .mapToDouble(pages -> swappedOut.perSecond(pages * pageBytes, now))
                .findFirst()
                .orElse(Double.NaN);
    }
}
