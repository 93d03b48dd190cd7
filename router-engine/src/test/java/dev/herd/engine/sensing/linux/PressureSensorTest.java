package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Pressure;
import dev.herd.engine.signal.Pressure.Level;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureSensorTest {
    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private FileTree proc;
    private PressureSensor sensor;

    @BeforeEach
    void plenty() throws IOException {
        proc = new FileTree(folder);
        available(50);
        sensor = new PressureSensor(proc.tree(), 4096, clock);
    }

    private void available(double percent) throws IOException {
        proc.put("meminfo", "MemTotal: 1000000 kB\nMemAvailable: " + (long) (percent * 10000) + " kB\n");
    }

    private void stalls(double some, double full) throws IOException {
        String rest = " avg60=99.00 avg300=99.00 total=1\n";
        proc.put("pressure/memory", "some avg10=" + some + rest + "full avg10=" + full + rest);
    }

    private Reading.Known<Pressure> read() throws IOException {
        return (Reading.Known<Pressure>) sensor.read();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 50, NORMAL",
        "9.99, 0, 50, NORMAL",
        "10, 0, 50, WARN",
        "60, 4.99, 50, WARN",
        "5, 5, 50, CRITICAL",
        "0, 0, 4, WARN",
        "0, 0, 10, NORMAL"
    })
    void stallsSayHowItIs(double some, double full, double available, Level expected) throws IOException {
        stalls(some, full);
        available(available);

        assertThat(read().value().level()).isEqualTo(expected);
        assertThat(read().source()).isEqualTo(folder.resolve("pressure/memory").toString());
    }

    @ParameterizedTest
    @CsvSource({"50, NORMAL", "15, NORMAL", "14, WARN", "4, CRITICAL"})
    void withoutStallsWhatIsAvailableDecidesAndTheSourceSaysSo(double available, Level expected) throws IOException {
        available(available);

        assertThat(read().value().level()).isEqualTo(expected);
        assertThat(read().source()).contains("meminfo").contains("alone");
    }

    @Test
    void aFileOfStallsThatCannotBeReadIsAsGoodAsNone() throws IOException {
        proc.putUnreadable("pressure/memory");

        assertThat(read().source()).contains("alone");
    }

    @Test
    void countsWhatIsSwappedOut() throws IOException {
        stalls(0, 0);
        proc.put("vmstat", "nr_free_pages 5\npswpin 0\npswpout 1000\n");
        assertThat(read().value().swappedOutPerSecond()).isNaN();

        clock.forward(Duration.ofSeconds(2));
        proc.put("vmstat", "nr_free_pages 5\npswpin 0\npswpout 3000\n");

        assertThat(read().value().swappedOutPerSecond()).isEqualTo(1000 * 4096);
    }

    @Test
    void isUnknownWhereNothingTells() throws IOException {
        proc.put("meminfo", "nothing of use\n");

        assertThat(sensor.read()).isInstanceOf(Reading.Unknown.class);
    }
}
