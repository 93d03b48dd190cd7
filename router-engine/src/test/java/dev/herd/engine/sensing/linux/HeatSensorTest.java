package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Heat.Level;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeatSensorTest {
    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private FileTree sys;

    @BeforeEach
    void tree() {
        sys = new FileTree(folder);
    }

    private HeatSensor sensor() {
        return new HeatSensor(sys.tree(), Optional.empty(), clock);
    }

    private Heat heat(HeatSensor sensor) throws Exception {
        return sensor.read().known().orElseThrow();
    }

    private void zone(int number, String type, long milli, String... trips) throws IOException {
        String zone = "class/thermal/thermal_zone" + number + "/";
        sys.put(zone + "type", type + "\n").put(zone + "temp", milli + "\n");
        for (int i = 0; i < trips.length; i++) {
            String[] trip = trips[i].split(" ");
            sys.put(zone + "trip_point_" + i + "_type", trip[0] + "\n")
                    .put(zone + "trip_point_" + i + "_temp", trip[1] + "\n");
        }
    }

    private void chip(String name, String label, long milli, String critical) throws IOException {
        String chip = "class/hwmon/" + name + "/";
        sys.put(chip + "name", name + "\n")
                .put(chip + "temp1_input", milli + "\n")
                .put(chip + "temp1_label", label + "\n");
        if (!critical.isEmpty()) {
            sys.put(chip + "temp1_crit", critical + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "45000, NOMINAL",
        "80000, NOMINAL",
        "80001, FAIR",
        "90000, FAIR",
        "90001, SERIOUS",
        "95000, SERIOUS",
        "95001, CRITICAL",
        "101000, CRITICAL"
    })
    void distanceToTheLimitDecides(long milli, Level expected) throws Exception {
        chip("coretemp", "Package id 0", milli, "100000");

        assertThat(heat(sensor()).level()).isEqualTo(expected);
        assertThat(heat(sensor()).celsius()).isEqualTo(milli / 1000.0);
    }

    @Test
    void theWorstPlaceCountsAndIsTheSource() throws Exception {
        chip("coretemp", "Package id 0", 60_000, "100000");
        zone(0, "acpitz", 93_000, "critical 103000");
        zone(1, "x86_pkg_temp", 60_000, "passive -274000", "passive 0");

        Reading<Heat> reading = sensor().read();

        assertThat(reading.known().orElseThrow()).isEqualTo(new Heat(93, Level.FAIR, 0.1));
        assertThat(((Reading.Known<Heat>) reading).source()).endsWith("thermal_zone0/temp");
    }

    @Test
    void wherePassiveCoolingBeginsItIsFair() throws Exception {
        zone(0, "cpu-thermal", 75_000, "passive 75000", "critical 110000", "active 55000");

        assertThat(heat(sensor()).level()).isEqualTo(Level.FAIR);
    }

    @Test
    void disksRadiosAndBatteriesDoNotCount() throws Exception {
        chip("nvme", "Composite", 84_000, "84800");
        zone(0, "iwlwifi_1", 95_000, "critical 100000");
        zone(1, "BAT0", 95_000, "critical 100000");
        zone(2, "INT3400 Thermal", 20_000);

        assertThat(sensor().read()).isEqualTo(new Reading.Unknown<>("this machine shows no temperature"));
    }

    @Test
    void aLimitThatNobodyToldIsWorthALittleOnly() throws Exception {
        chip("k10temp", "Tctl", 95_000, "");

        assertThat(heat(sensor()).level()).isEqualTo(Level.FAIR);
    }

    @Test
    void limitsThatMakeNoSenseAreNone() throws Exception {
        zone(0, "acpitz", 40_000, "critical 20800", "passive 0");

        assertThat(heat(sensor()).level()).isEqualTo(Level.NOMINAL);
    }

    @ParameterizedTest
    @CsvSource({"-273200", "255000", "''", "warm", "65", "99999999999999999999"})
    void oddValuesAreNoErrors(String text) throws Exception {
        chip("coretemp", "Package id 0", 50_000, "100000");
        sys.put("class/hwmon/coretemp/temp2_input", text);

        assertThat(heat(sensor()).celsius()).isEqualTo(50);
    }

    @Test
    void onesThatAnswerNothingAreUnknown() throws Exception {
        sys.put("class/hwmon/coretemp/name", "coretemp\n").putUnreadable("class/hwmon/coretemp/temp1_input");

        assertThat(sensor().read()).isEqualTo(new Reading.Unknown<>("no sensor of temperature answers"));
    }

    @Test
    void aProcessorThatSaysItWasSlowedDownIsFairAtLeast() throws Exception {
        chip("coretemp", "Package id 0", 60_000, "100000");
        String counter = "devices/system/cpu/cpu0/thermal_throttle/package_throttle_count";
        sys.put(counter, "1000\n").put("devices/system/cpu/cpu0/topology/physical_package_id", "0\n");
        HeatSensor sensor = sensor();
        assertThat(heat(sensor).level()).as("what was before is no sign").isEqualTo(Level.NOMINAL);

        clock.forward(Duration.ofSeconds(5));
        sys.put(counter, "1003\n");
        assertThat(heat(sensor).level()).isEqualTo(Level.FAIR);

        clock.forward(Duration.ofSeconds(5));
        assertThat(heat(sensor).level()).isEqualTo(Level.NOMINAL);
    }

    @Test
    void oneThatWasSlowedDownForLongIsSerious() throws Exception {
        chip("coretemp", "Package id 0", 60_000, "100000");
        String part = "devices/system/cpu/cpu1/thermal_throttle/core_throttle_";
        sys.put(part + "count", "5\n").put(part + "total_time_ms", "100\n");
        HeatSensor sensor = sensor();
        heat(sensor);

        clock.forward(Duration.ofSeconds(5));
        sys.put(part + "total_time_ms", "1100\n");

        assertThat(heat(sensor)).isEqualTo(new Heat(60, Level.SERIOUS, 0.4));
    }

    @Test
    void nvidiasDriverSaysWhenItSlowsDown() throws Exception {
        Path program =
                sys.program("nvidia-smi", "echo '87, 99, 24576, 20000, Active, Not Active, NVIDIA GeForce RTX 4090'");
        var driver = NvidiaDriver.find(List.of(program), sys.tree());

        assertThat(heat(new HeatSensor(sys.tree(), driver, clock))).isEqualTo(new Heat(87, Level.FAIR, 0.1));
    }
}
