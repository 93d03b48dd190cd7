package dev.herd.engine.sensing.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.sensing.Opened;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Heat.Level;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.testing.CapturedText;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.NativeMock;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeatTest {
    private MacMock mac;
    private NativeMock answers;

    @BeforeAll
    void build(@TempDir Path folder) throws IOException, InterruptedException {
        mac = new MacMock(folder);
        answers = mac.answers();
    }

    @BeforeEach
    void reset() throws IOException {
        answers.reset();
    }

    private Darwin darwin() {
        return new Darwin(mac.libraries());
    }

    private HeatQuestions questions() {
        return new HeatQuestions(darwin(), new Opened<>(() -> new ObjectiveC(mac.libraries())));
    }

    private static Level level(Reading<Heat> reading) {
        return reading.known().orElseThrow().level();
    }

    @Test
    void readsWhatMacOsAnnounces() throws IOException {
        var sensor = new ThermalPressureSensor(darwin(), new FakeClock());
        assertThat(sensor.read())
                .isEqualTo(new Reading.Known<>(
                        new Heat(Double.NaN, Level.NOMINAL, 0),
                        FakeClock.START,
                        "com.apple.system.thermalpressurelevel (nothing but nominal so far)"));

        Level[] levels = {Level.NOMINAL, Level.FAIR, Level.SERIOUS, Level.CRITICAL, Level.CRITICAL, Level.CRITICAL};
        for (int state = 0; state < levels.length; state++) {
            answers.set("thermal", state);
            assertThat(level(sensor.read())).isEqualTo(levels[state]);
        }
        answers.set("thermal", 0);
        assertThat(sensor.read())
                .isEqualTo(new Reading.Known<>(
                        new Heat(Double.NaN, Level.NOMINAL, 0),
                        FakeClock.START,
                        "com.apple.system.thermalpressurelevel"));
        assertThat(answers.get("notify.registered"))
                .as("one registration for all readings")
                .isEqualTo(1);
    }

    @Test
    void expectsMoreSlowdownFromMoreHeat() {
        assertThat(HeatLevels.ofPressure(1).slowdown()).isEqualTo(0.1);
        assertThat(HeatLevels.ofPressure(2).slowdown()).isEqualTo(0.4);
        assertThat(HeatLevels.ofPressure(3).slowdown()).isEqualTo(0.7);
    }

    @Test
    void tellsNothingInAVirtualMachine() throws IOException, InterruptedException {
        answers.set("sysctl.kern.hv_vmm_present", 1);

        assertThat(new ThermalPressureSensor(darwin(), new FakeClock()).read())
                .isEqualTo(new Reading.Unknown<>("a virtual machine does not tell its heat"));
        assertThat(questions().ofProcessInfo()).isEmpty();
        assertThat(questions().ofNotified()).isEmpty();
        assertThat(questions().ofSpeedLimit()).isEmpty();
    }

    @Test
    void saysWhatWentWrong() throws IOException {
        answers.set("notify.status", 1);

        assertThatThrownBy(() -> new ThermalPressureSensor(darwin(), new FakeClock()).read())
                .hasMessageContaining("notify_register_check answers 1");
    }

    @Test
    void asksTheProcessesOwnObject() throws IOException {
        answers.set("class.NSProcessInfo", 1)
                .set("objc.NSProcessInfo.processInfo.object", "process")
                .set("objc.process.thermalState", 2);

        assertThat(questions().ofProcessInfo().orElseThrow().level()).isEqualTo(Level.SERIOUS);

        answers.set("objc.process.thermalState", 7);
        assertThat(questions().ofProcessInfo()).isEmpty();
        assertThat(answers.get("objc.leaked")).isZero();
        assertThat(answers.get("pool.open")).isZero();
        assertThat(answers.get("pool.misused")).isZero();
    }

    @Test
    void sendsNoMessageThatIsNotUnderstood() throws IOException {
        answers.set("class.NSProcessInfo", 1).set("objc.NSProcessInfo.processInfo.object", "process");

        assertThatThrownBy(() -> questions().ofProcessInfo()).hasMessage("this macOS does not know thermalState");
        assertThat(answers.get("objc.crashed")).isZero();
        assertThat(answers.get("pool.open")).isZero();
    }

    @Test
    void doesNotAskAppleSiliconForItsLimitOfSpeed() throws IOException, InterruptedException {
        answers.set("sysctl.hw.optional.arm64", 1);

        assertThat(questions().ofSpeedLimit()).isEmpty();
    }

    @Test
    void readsWhatCommandsPrint() {
        assertThat(HeatLevels.ofNotified(CapturedText.of("macos/therm-0").text()))
                .contains(HeatLevels.of(Level.NOMINAL));
        assertThat(HeatLevels.ofNotified(CapturedText.of("macos/therm-2").text()))
                .contains(HeatLevels.of(Level.SERIOUS));
        assertThat(HeatLevels.ofSpeedLimit(
                        CapturedText.of("macos/therm-intel-pmset").text()))
                .hasValueSatisfying(heat -> {
                    assertThat(heat.level()).isEqualTo(Level.SERIOUS);
                    assertThat(heat.slowdown()).isEqualTo(0.38);
                });
        assertThat(HeatLevels.ofSpeedLimit("CPU_Speed_Limit \t= 100\n")).contains(HeatLevels.of(Level.NOMINAL));
        assertThat(HeatLevels.ofSpeedLimit(
                        CapturedText.of("macos/therm-silicon-pmset").text()))
                .isEmpty();
    }

    @Test
    void readsAnyText() {
        CapturedText.of("macos/therm-1").holdsWhollyFor(HeatLevels::ofNotified);
        CapturedText.of("macos/therm-intel-pmset").holdsWhollyFor(HeatLevels::ofSpeedLimit);
        CapturedText.of("macos/therm-silicon-pmset").holdsWhollyFor(HeatLevels::ofSpeedLimit);
    }

    @Test
    void keepsTheKeysLetters() {
        assertThat(ThermalPressureSensor.KEY).isEqualTo("com.apple.system.thermalpressurelevel");
    }
}
