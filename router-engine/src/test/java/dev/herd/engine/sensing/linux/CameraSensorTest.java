package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real processes hold files that pose as cameras open.
@EnabledOnOs(OS.LINUX)
class CameraSensorTest {
    private static final CaptureUse ZOOM = new CaptureUse("zoom", CaptureUse.Kind.CALL);

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon(true).factory());
    private final AtomicInteger hints = new AtomicInteger();
    private final List<Process> programs = new ArrayList<>();
    private String dump = "";
    private CameraSensor sensor;

    @BeforeEach
    void begin() throws IOException {
        for (String root : List.of("dev", "sys", "run")) {
            Files.createDirectories(folder.resolve(root));
        }
        var roots = new CameraSensor.Roots(
                Path.of("/proc"), folder.resolve("dev"), folder.resolve("sys"), folder.resolve("run"));
        sensor = new CameraSensor(roots, () -> dump, Programs.shipped(), clock, threads);
        camera("video0");
    }

    @AfterEach
    void end() {
        sensor.close();
        programs.forEach(CameraSensorTest::end);
        threads.shutdownNow();
    }

    private Path camera(String name) throws IOException {
        return Files.createFile(folder.resolve("dev").resolve(name));
    }

    private void about(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /// A program of that name opens it.
    private Process opens(String program, String device) throws IOException {
        Path copy = folder.resolve(program);
        Files.copy(Path.of("/bin/sleep").toRealPath(), copy);
        Process process = new ProcessBuilder(copy.toString(), "60")
                .redirectInput(folder.resolve("dev").resolve(device).toFile())
                .start();
        programs.add(process);
        Await.until("it runs", () -> process.info().command().equals(java.util.Optional.of(copy.toString())));
        return process;
    }

    private static void end(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    private List<CaptureUse> uses() {
        try {
            return sensor.read().known().map(Camera::uses).orElseThrow();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private List<CaptureUse> usesAfter(Duration time) {
        clock.forward(time);
        return uses();
    }

    @Test
    void aProgramThatHoldsItForThreeSecondsUsesIt() throws Exception {
        assertThat(uses()).isEmpty();
        Process zoom = opens("zoom", "video0");

        assertThat(uses()).isEmpty();
        assertThat(usesAfter(Duration.ofMillis(2_900))).isEmpty();
        assertThat(usesAfter(Duration.ofMillis(100))).containsExactly(ZOOM);

        end(zoom);
        assertThat(uses()).isEmpty();
        opens("cheese", "video0");
        assertThat(uses()).isEmpty();
        assertThat(usesAfter(Duration.ofSeconds(5)))
                .containsExactly(new CaptureUse("cheese", CaptureUse.Kind.RECORDING));
    }

    @Test
    void theKernelTellsWhenItIsOpenedAndClosed() throws Exception {
        sensor.onHint(hints::incrementAndGet);
        Await.until("the kernel is listened to", () -> {
            clock.forward(Duration.ofSeconds(6));
            uses();
            touch("video0");
            return hints.get() > 0;
        });
        clock.forward(Duration.ofSeconds(6));
        assertThat(uses()).isEmpty();
        hints.set(0);

        Process zoom = opens("zoom", "video0");
        Await.until("its opening is told of", () -> hints.get() > 0);
        assertThat(uses()).isEmpty();
        hints.set(0);
        Await.until("a look is asked for once it has stayed", () -> hints.get() > 0);
        assertThat(usesAfter(CameraSensor.STAYS)).containsExactly(ZOOM);
        hints.set(0);
        end(zoom);
        Await.until("its closing is told of", () -> hints.get() > 0);
        assertThat(uses()).isEmpty();
    }

    @Test
    void aCameraThatIsPluggedInIsListenedToAsWell() throws Exception {
        sensor.onHint(hints::incrementAndGet);
        camera("video2");
        Await.until("it is listened to", () -> {
            hints.set(0);
            touch("video2");
            return hints.get() > 0;
        });

        opens("zoom", "video2");
        uses();

        assertThat(usesAfter(CameraSensor.STAYS)).containsExactly(ZOOM);
    }

    private void touch(String device) {
        try {
            Files.readAllBytes(folder.resolve("dev").resolve(device));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sys/class/video4linux/video0/name|Dummy video device (0x0000)",
                "sys/class/video4linux/video0/name|OBS Virtual Camera",
                "sys/class/video4linux/video0/name|bcm2835-codec-decode",
                "sys/class/video4linux/video0/index|1",
                "run/udev/data/c81:0|E:ID_V4L_VERSION=2;E:ID_V4L_CAPABILITIES=:",
                "run/udev/data/c81:0|E:ID_V4L_CAPABILITIES=:capture:video_output:",
            })
    void whatIsNoCameraMayBeOpen(String file, String text) throws Exception {
        about("sys/class/video4linux/video0/dev", "81:0\n");
        about(file, text.replace(";", "\n") + "\n");
        opens("zoom", "video0");
        uses();

        assertThat(usesAfter(CameraSensor.STAYS)).isEmpty();
    }

    @Test
    void udevKnowsBestWhatIsACamera() throws Exception {
        about("sys/class/video4linux/video0/dev", "81:7\n");
        about("sys/class/video4linux/video0/index", "2\n");
        about("sys/class/video4linux/video0/name", "Integrated Camera: Integrated C\n");
        about("run/udev/data/c81:7", "S:v4l/by-id/x\nE:ID_V4L_CAPABILITIES=:capture:\nG:uaccess\n");
        opens("zoom", "video0");
        uses();

        assertThat(usesAfter(CameraSensor.STAYS)).containsExactly(ZOOM);
    }

    @Test
    void wherePipeWireHoldsItThoseItServesUseIt() throws Exception {
        dump = Captured.text("pw-dump-camera.json");
        opens("pipewire", "video0");
        uses();

        assertThat(usesAfter(CameraSensor.STAYS)).containsExactly(new CaptureUse("firefox", CaptureUse.Kind.CALL));
    }

    @Test
    void wherePipeWireDoesNotSaySomebodyUsesIt() throws Exception {
        opens("pipewire", "video0");
        uses();

        assertThat(usesAfter(CameraSensor.STAYS)).containsExactly(new CaptureUse("", CaptureUse.Kind.UNKNOWN));
    }

    @Test
    void aPersonWhoseProcessesCannotBeSeenUsesIt() throws Exception {
        assumeTrue(uses().isEmpty());
        about("sys/module/uvcvideo/refcnt", "0\n");
        assertThat(usesAfter(CameraSensor.STAYS)).isEmpty();
        about("sys/module/uvcvideo/refcnt", "2\n");
        uses();

        assertThat(usesAfter(CameraSensor.STAYS)).containsExactly(new CaptureUse("", CaptureUse.Kind.UNKNOWN));
    }
}
