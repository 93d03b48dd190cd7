package dev.herd.engine.sensing.macos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Pressure;
import dev.herd.engine.signal.Pressure.Level;
import dev.herd.engine.testing.CapturedText;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.NativeMock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemoryPressureTest {
    private final FakeClock clock = new FakeClock();
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

    @Test
    void readsTheKernelsLevelAndWhatGoesToDisk() throws IOException {
        answers.set("sysctl.kern.memorystatus_vm_pressure_level", 1)
                .set("sysctl.hw.pagesize", 16_384)
                .set("sysctl.hw.pagesize.bytes", 8)
                .set("vm.swapouts", 1000);
        var questions = new PressureQuestions(new Darwin(mac.libraries()), clock);
        assertThat(questions.ofKernel())
                .as("nothing was measured before")
                .contains(new Pressure(Level.NORMAL, Double.NaN));

        clock.forward(Duration.ofSeconds(2));
        answers.set("vm.swapouts", (1L << 32) + 1100).set("sysctl.kern.memorystatus_vm_pressure_level", 2);
        assertThat(questions.ofKernel()).contains(new Pressure(Level.WARN, ((1L << 31) + 50.0) * 16_384));

        clock.forward(Duration.ofSeconds(2));
        answers.set("sysctl.kern.memorystatus_vm_pressure_level", 4);
        assertThat(questions.ofKernel()).contains(new Pressure(Level.CRITICAL, 0));
        assertThat(answers.get("host.calls")).as("each takes a reference").isEqualTo(1);
    }

    @Test
    void readsNumbersOfEitherWidth() throws IOException {
        answers.set("sysctl.wide", 0x1_2345_6789AL).set("sysctl.wide.bytes", 8).set("sysctl.narrow", 0x7234_5678);
        var darwin = new Darwin(mac.libraries());

        assertThat(darwin.number("wide")).hasValue(0x1_2345_6789AL);
        assertThat(darwin.number("narrow")).hasValue(0x7234_5678);
    }

    @Test
    void takesNoOtherNumberForALevel() throws IOException {
        var questions = new PressureQuestions(new Darwin(mac.libraries()), clock);
        assertThat(questions.ofKernel()).isEmpty();
        answers.set("sysctl.kern.memorystatus_vm_pressure_level", 0).set("sysctl.hw.pagesize", 4096);
        assertThat(questions.ofKernel()).isEmpty();
        answers.set("sysctl.kern.memorystatus_vm_pressure_level", 3);
        assertThat(questions.ofKernel()).isEmpty();
    }

    @Test
    void readsWhatCommandsPrint() {
        assertThat(VmText.swappedOutBytes(CapturedText.of("macos/vmstat-16k").text()))
                .hasValue(42 * 16_384);
        assertThat(VmText.swappedOutBytes(CapturedText.of("macos/vmstat-4k").text()))
                .hasValue(42 * 4096);
        assertThat(VmText.level(VmText.number("4\n"))).contains(Level.CRITICAL);
    }

    private static Optional<Long> swappedOut(String text) {
        OptionalLong bytes = VmText.swappedOutBytes(text);
        return bytes.isPresent() ? Optional.of(bytes.getAsLong()) : Optional.empty();
    }

    @Test
    void readsAnyText() {
        CapturedText.of("macos/vmstat-16k").holdsWhollyFor(MemoryPressureTest::swappedOut);
        new CapturedText("2\n").holdsWhollyFor(text -> VmText.level(VmText.number(text)));
    }
}
