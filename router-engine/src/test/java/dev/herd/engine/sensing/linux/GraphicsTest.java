package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.signal.Accelerators.Accelerator;
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
import org.junit.jupiter.params.provider.ValueSource;

class GraphicsTest {
    private static final String LINE = "61, 12, 24576, 1830, Not Active, Not Active, NVIDIA GeForce RTX 4090";
    private static final Accelerator RTX = new Accelerator("NVIDIA GeForce RTX 4090", 0.12, 24576L << 20, 1830L << 20);

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private FileTree sys;

    @BeforeEach
    void tree() {
        sys = new FileTree(folder);
    }

    private NvidiaDriver driver(String script) throws IOException {
        return new NvidiaDriver(sys.program("nvidia-smi", script), sys.tree());
    }

    @Test
    void readsWhatNvidiasProgramPrints() {
        List<NvidiaText.Gpu> all = NvidiaText.parse(LINE + "\r\n" + LINE.replace("61", "70") + "\n")
                .orElseThrow();

        assertThat(all).hasSize(2);
        assertThat(all.getFirst()).isEqualTo(new NvidiaText.Gpu(RTX, 61, Level.NOMINAL));
    }

    @Test
    void chipsThatShareTheMachinesMemoryHaveNoneOfTheirOwn() {
        NvidiaText.Gpu gpu = NvidiaText.parse("52, [N/A], [N/A], [Not Supported], Not Active, Active, NVIDIA GB10")
                .orElseThrow()
                .getFirst();

        assertThat(gpu.accelerator()).isEqualTo(new Accelerator("NVIDIA GB10", Double.NaN, 0, 0));
        assertThat(gpu.throttled()).isEqualTo(Level.SERIOUS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "No devices were found",
                "Failed to initialize NVML: Driver/library version mismatch, x, y, z, a, b, c",
                "61, 12, 24576",
                "61, 12, 24576, 1830, Not Active, Not Active, A\nUnable to determine the device handle"
            })
    void anErrorsTextIsNoGraphicsProcessor(String text) {
        assertThat(NvidiaText.parse(text)).isEmpty();
    }

    @Test
    void twoSensorsShareAnAnswer() throws Exception {
        NvidiaDriver driver = driver("echo x >> " + folder.resolve("asked") + "; echo '" + LINE + "'");

        driver.look(clock.instant());
        assertThat(driver.look(clock.instant())).hasSize(1);
        assertThat(sys.tree().text("asked").orElseThrow().lines()).hasSize(1);

        clock.forward(Duration.ofSeconds(10));
        driver.look(clock.instant());
        assertThat(sys.tree().text("asked").orElseThrow().lines()).hasSize(2);
    }

    @Test
    void olderDriversAreAskedByTheOldNamesOnceThatIsKnown() throws Exception {
        NvidiaDriver driver = driver("echo x >> " + folder.resolve("asked")
                + "\ncase \"$1\" in *event_reasons*) echo 'Field is not valid'; exit 2;; esac\necho '" + LINE + "'");

        assertThat(driver.look(clock.instant())).hasSize(1);
        clock.forward(Duration.ofMinutes(1));
        driver.look(clock.instant());

        assertThat(sys.tree().text("asked").orElseThrow().lines()).hasSize(3);
    }

    @Test
    void oneThatFailsSaysWhy() throws Exception {
        NvidiaDriver driver = driver("echo 'No devices were found'");

        assertThatThrownBy(() -> driver.look(clock.instant()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No devices were found");
    }

    @Test
    void oneThatSleepsIsNotWoken() throws Exception {
        String state = "bus/pci/drivers/nvidia/0000:01:00.0/power/runtime_status";
        NvidiaDriver driver = driver("echo x >> " + folder.resolve("asked") + "; echo '" + LINE + "'");
        sys.put(state, "suspended\n").put("bus/pci/drivers/nvidia/bind", "");
        assertThatThrownBy(() -> driver.look(clock.instant())).hasMessage("the graphics processor sleeps");

        sys.put(state, "active\n");
        driver.look(clock.instant());
        clock.forward(Duration.ofMinutes(1));
        sys.put(state, "suspended\n");

        assertThat(driver.look(clock.instant()))
                .containsExactly(new NvidiaText.Gpu(
                        new Accelerator(RTX.name(), 0, RTX.totalBytes(), RTX.usedBytes()), Double.NaN, Level.NOMINAL));
        assertThat(sys.tree().text("asked").orElseThrow().lines()).hasSize(1);
    }

    @Test
    void readsAmdsDriver() throws Exception {
        String device = "class/drm/card1/device/";
        sys.put(device + "vendor", "0x1002\n")
                .put(device + "device", "0x744c\n")
                .put(device + "mem_info_vram_total", "25753026560\n")
                .put(device + "mem_info_vram_used", "1000000\n")
                .put(device + "gpu_busy_percent", "37\n")
                .put("class/drm/card1-DP-1/status", "connected\n")
                .put("class/drm/card0/device/vendor", "0x8086\n");

        var reading = new AcceleratorSensor(sys.tree(), Optional.empty(), clock).read();

        assertThat(reading.known().orElseThrow().all())
                .containsExactly(new Accelerator("AMD graphics 0x744c", 0.37, 25753026560L, 1000000));
    }

    @Test
    void aLoadThatCannotBeReadIsNotTold() throws Exception {
        String device = "class/drm/card0/device/";
        sys.put(device + "vendor", "0x1002\n")
                .put(device + "mem_info_vram_total", "1\n")
                .putUnreadable(device + "gpu_busy_percent")
                .put(device + "product_name", "Radeon PRO W7900\n");

        assertThat(AmdGraphics.read(sys.tree())).containsExactly(new Accelerator("Radeon PRO W7900", Double.NaN, 1, 0));
    }

    @Test
    void aMachineWithoutAnyHasNone() throws Exception {
        Reading<?> reading = new AcceleratorSensor(sys.tree(), Optional.empty(), clock).read();

        assertThat(reading).isInstanceOf(Reading.Known.class);
    }
}
