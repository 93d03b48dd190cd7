package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Power.Source;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerSensorTest {
    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private FileTree sys;
    private PowerSensor sensor;

    @BeforeEach
    void tree() {
        sys = new FileTree(folder);
        sensor = new PowerSensor(sys.tree(), PowerSaver.find(List.of(), sys.tree()), clock);
    }

    private void supply(String name, String... files) throws IOException {
        for (String file : files) {
            int equals = file.indexOf('=');
            sys.put("class/power_supply/" + name + "/" + file.substring(0, equals), file.substring(equals + 1) + "\n");
        }
    }

    private Power read() throws Exception {
        return sensor.read().known().orElseThrow();
    }

    @Test
    void withoutAnySupplyItIsMains() throws Exception {
        assertThat(read()).isEqualTo(new Power(Source.MAINS, -1, false));
    }

    @Test
    void aLaptopThatIsUnplugged() throws Exception {
        supply("AC", "type=Mains", "online=0");
        supply("BAT0", "type=Battery", "status=Discharging", "capacity=78", "present=1", "energy_full=50000000");

        assertThat(read()).isEqualTo(new Power(Source.BATTERY, 78, false));
    }

    @Test
    void aFullBatteryThatIsNotChargedIsOnMains() throws Exception {
        supply("AC", "type=Mains", "online=1");
        supply("BAT0", "type=Battery", "status=Not charging", "capacity=80");

        assertThat(read()).isEqualTo(new Power(Source.MAINS, 80, false));
    }

    @Test
    void aSocketThatSaysNothingIsSeenByTheBatteryThatCharges() throws Exception {
        supply("AC", "type=Mains", "online=0");
        supply("BAT0", "type=Battery", "status=Charging", "capacity=30");

        assertThat(read().source()).isEqualTo(Source.MAINS);
    }

    @Test
    void aDesktopsMouseAndEmptySocketsAreNoBattery() throws Exception {
        supply("hidpp_battery_0", "type=Battery", "scope=Device", "status=Discharging", "capacity=5");
        supply("ucsi-source-psy-1", "type=USB", "online=0");

        assertThat(read()).isEqualTo(new Power(Source.MAINS, -1, false));
    }

    @Test
    void largerBatteriesCountForMore() throws Exception {
        supply("AC", "type=Mains", "online=0");
        supply("BAT0", "type=Battery", "status=Discharging", "capacity=100", "energy_full=10000000");
        supply("BAT1", "type=Battery", "status=Unknown", "capacity=50", "energy_full=30000000");

        assertThat(read().percent()).isEqualTo(63);
    }

    @Test
    void aUsbCableIsMainsToo() throws Exception {
        supply("ucsi-source-psy-1", "type=USB", "online=1");
        supply("BAT0", "type=Battery", "status=Discharging", "capacity=40");

        assertThat(read().source()).isEqualTo(Source.MAINS);
    }

    @Test
    void aBatteryWithoutSocketsSaysItself() throws Exception {
        supply("macsmc-battery", "type=Battery", "status=Full", "capacity=100");
        assertThat(read().source()).isEqualTo(Source.MAINS);

        clock.forward(Duration.ofSeconds(30));
        supply("macsmc-battery", "status=Discharging");
        assertThat(read().source()).isEqualTo(Source.BATTERY);
    }

    @Test
    void aPlugIsSeenAtTheNextReadingAndABatteryTwiceAMinute() throws Exception {
        supply("AC", "type=Mains", "online=1");
        supply("BAT0", "type=Battery", "status=Full", "capacity=100");
        read();

        clock.forward(Duration.ofMillis(2500));
        supply("BAT0", "status=Discharging", "capacity=99");
        assertThat(read().percent()).isEqualTo(100);

        supply("AC", "online=0");
        assertThat(read()).isEqualTo(new Power(Source.BATTERY, 99, false));
    }

    @Test
    void filesThatCannotBeReadAreNoErrors() throws Exception {
        supply("BAT0", "type=Battery", "status=Discharging");
        sys.putUnreadable("class/power_supply/BAT0/capacity").putUnreadable("class/power_supply/BAT0/energy_full");

        assertThat(read()).isEqualTo(new Power(Source.BATTERY, -1, false));
    }

    @Test
    void theFirmwaresProfileSaysWhetherToSave() throws Exception {
        sys.put("firmware/acpi/platform_profile", "low-power\n");
        assertThat(read().lowPower()).isTrue();

        sys.put("firmware/acpi/platform_profile", "balanced\n");
        assertThat(read().lowPower()).isFalse();
    }

    @Test
    void powerprofilesctlIsAskedOnceAMinuteAndWhenTheProfileChanges() throws Exception {
        Path program = sys.program(
                "powerprofilesctl", "echo x >> " + folder.resolve("asked") + "; cat " + folder.resolve("profile"));
        sys.put("profile", "power-saver\n");
        var saver = PowerSaver.find(List.of(folder.resolve("missing"), program), sys.tree());

        assertThat(saver.saves(clock.instant())).isTrue();
        clock.forward(Duration.ofSeconds(59));
        sys.put("profile", "balanced\n");
        assertThat(saver.saves(clock.instant())).isTrue();

        clock.forward(Duration.ofSeconds(1));
        assertThat(saver.saves(clock.instant())).isFalse();

        sys.put("profile", "power-saver\n").put("firmware/acpi/platform_profile", "low-power\n");
        assertThat(saver.saves(clock.instant())).isTrue();
        assertThat(sys.tree().text("asked").orElseThrow().lines()).hasSize(3);
    }
}
