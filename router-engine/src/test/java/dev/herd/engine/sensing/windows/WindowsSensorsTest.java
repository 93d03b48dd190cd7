package dev.herd.engine.sensing.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.sensing.Sleep;
import dev.herd.engine.signal.Front;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Power.Source;
import dev.herd.engine.signal.Pressure;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.CapturedText;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.NativeMock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WindowsSensorsTest {
    private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

    private NativeMock answers;
    private WindowsLibraries libraries;

    @BeforeAll
    void build(@TempDir Path folder) throws IOException, InterruptedException {
        answers = NativeMock.of("windows", folder);
        libraries = WindowsLibraries.in(answers.file().toString());
    }

    @BeforeEach
    void reset() throws IOException {
        answers.reset();
    }

    private Machine machine() {
        return new Machine(libraries.kernel());
    }

    private Person person() {
        return new Person(libraries, Programs.shipped());
    }

    /// @param commit more than four GB, in units of which each is
    private void memory(int load, long commit, long left) throws IOException {
        answers.set("memory.load", load).set("commit.total", commit << 33).set("commit.left", left << 33);
    }

    @Test
    void readsTheMemorysPressure() throws IOException {
        assertThat(machine().pressure()).isEmpty();
        memory(84, 100, 11);
        assertThat(machine().pressure()).contains(new Pressure(Pressure.Level.NORMAL, Double.NaN));
        memory(85, 100, 50);
        assertThat(machine().pressure()).contains(new Pressure(Pressure.Level.WARN, Double.NaN));
        memory(40, 100, 9);
        assertThat(machine().pressure())
                .as("little may be committed")
                .contains(new Pressure(Pressure.Level.WARN, Double.NaN));
        memory(95, 100, 50);
        assertThat(machine().pressure()).contains(new Pressure(Pressure.Level.CRITICAL, Double.NaN));
    }

    private void power(int line, int battery, int percent, int saver) throws IOException {
        answers.set("power.line", line)
                .set("power.battery", battery)
                .set("power.percent", percent)
                .set("power.saver", saver);
    }

    @Test
    void readsWhatItLivesOn() throws IOException {
        assertThat(machine().power()).isEmpty();
        power(0, 1, 63, 1);
        assertThat(machine().power()).contains(new Power(Source.BATTERY, 63, true));
        power(1, 9, 80, 0);
        assertThat(machine().power()).contains(new Power(Source.MAINS, 80, false));
        power(1, 128, 255, 0);
        assertThat(machine().power()).as("a desktop").contains(new Power(Source.MAINS, -1, false));
        power(1, 128, 50, 0);
        assertThat(machine().power()).as("whatever it says of its charge").contains(new Power(Source.MAINS, -1, false));
        power(0, 255, 40, 0);
        assertThat(machine().power()).as("in no known state").contains(new Power(Source.BATTERY, 40, false));
        power(0, 1, 101, 2);
        assertThat(machine().power()).as("no percentage").contains(new Power(Source.BATTERY, -1, false));
        power(255, 255, 255, 0);
        assertThat(machine().power()).isEmpty();
    }

    @Test
    void countsTheTimeSinceTheLastInputOverTheCountersEnd() throws IOException {
        assertThat(person().input()).isEmpty();
        answers.set("input", 1000).set("ticks", 4500);
        assertThat(person().input()).contains(new Input(Duration.ofMillis(3500)));
        answers.set("input", 0xFFFFFF00L).set("ticks", 0x1_0000_0100L);
        assertThat(person().input()).contains(new Input(Duration.ofMillis(512)));
    }

    @Test
    void readsHowLongItHasRun() throws IOException {
        answers.set("ticks", 0x1_0000_0100L);

        assertThat(machine().upTime()).isEqualTo(Duration.ofMillis(0x1_0000_0100L));
    }

    @Test
    void knowsALockedScreen() throws IOException {
        assertThat(person().lock()).as("a service").isEmpty();
        answers.set("session", 1);
        assertThat(person().lock()).contains(new Lock(false));
        answers.set("locked", 1);
        assertThat(person().lock()).contains(new Lock(true));
        assertThat(answers.get("handles")).isZero();
    }

    @Test
    void knowsWhatIsInFront() throws IOException {
        assertThat(person().front()).isEmpty();
        answers.set("window", 0x1234).set("window.process", 77);
        assertThat(person().front()).as("not ours to look at").contains(new Front(Front.Kind.UNKNOWN, false));

        answers.set("image.77", "C:\\Users\\ada\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe");
        assertThat(person().front()).contains(new Front(Front.Kind.BUILD, false));
        answers.set("notifications", 3);
        assertThat(person().front()).contains(new Front(Front.Kind.BUILD, true));
        assertThat(answers.get("handles")).isZero();
    }

    @Test
    void readsTheHottestZone() {
        assertThat(ThermalZones.parse(CapturedText.of("windows/zones").text())).hasValueSatisfying(heat -> {
            assertThat(heat.level()).isEqualTo(Heat.Level.SERIOUS);
            assertThat(heat.slowdown()).isCloseTo(0.3, offset(1e-9));
        });
        CapturedText.of("windows/zones").holdsFor(ThermalZones::parse);
    }

    private long count(String key) {
        try {
            return answers.get(key);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void staysAwakeOnAThreadOfItsOwn() throws IOException {
        var sleep = new WindowsSleep(libraries, THREADS);
        Sleep.Hold hold = sleep.stayAwake("Herd: serving a job");
        assertThat(count("awake.live")).isEqualTo(1);
        hold.close();
        hold.close();
        Await.until("the wish is taken back", () -> count("awake.live") == 0);

        answers.set("awake.refused", 1);
        assertThatThrownBy(() -> sleep.stayAwake("x")).hasMessage("SetThreadExecutionState is refused");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void saysWhatIsMissingOnAnotherSystem() {
        List<Sensor<?>> all = WindowsSensors.in(
                WindowsLibraries.in("/nowhere/all.dll"), new CaptureUses(Programs.shipped(), Set::of), new FakeClock());

        assertThat(all).hasSize(10);
        assertThat(all).allSatisfy(sensor -> assertThatThrownBy(sensor::read).isInstanceOf(IOException.class));
    }
}
