package dev.herd.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.sensing.linux.LinuxPerson;
import dev.herd.engine.signal.Front;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What a real X server and window manager tell of the person in front of them.
@EnabledOnOs(OS.LINUX)
class ScreenTest {
    private static final List<String> NEEDED = List.of("Xvfb", "openbox", "xprop", "xdotool", "xcalc");

    @TempDir
    Path folder;

    private static final int LOOKS_BEFORE_ANOTHER = 50;

    private final List<Process> started = new ArrayList<>();
    private String display = "";

    @BeforeEach
    void begin() throws IOException {
        for (String program : NEEDED) {
            assumeTrue(found(program).isPresent(), "needs " + program);
        }
        Process server = new ProcessBuilder(
                        "Xvfb", "-displayfd", "1", "-noreset", "-screen", "0", "800x600x24", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(server);
        display = ":" + server.inputReader().readLine();
        run("openbox");
        Await.until("the window manager is there", this::windowsAreManaged);
    }

    private boolean windowsAreManaged() {
        try {
            Process asked = new ProcessBuilder("xprop", "-display", display, "-root", "_NET_SUPPORTING_WM_CHECK")
                    .redirectErrorStream(true)
                    .start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("window id");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @AfterEach
    void end() {
        started.reversed().forEach(SoundServer::end);
    }

    private static Optional<Path> found(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Process run(String... words) throws IOException {
        var builder = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DISPLAY", display);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private <T extends Signal> List<Reading<T>> read(Class<T> kind, Map<String, String> environment) {
        var person = new LinuxPerson(environment, Programs.shipped(), InstantSource.system(), _ -> {});
        List<Reading<T>> readings = new ArrayList<>();
        for (Sensor<?> sensor : person.sensors()) {
            if (sensor.kind().equals(kind)) {
                readings.add(ofOne(sensor));
            }
            sensor.close();
        }
        return readings;
    }

    @SuppressWarnings("unchecked") // asked for by its kind
    private static <T extends Signal> Reading<T> ofOne(Sensor<?> sensor) {
        try {
            return (Reading<T>) sensor.read();
        } catch (IOException failed) {
            return new Reading.Unknown<>(failed.toString());
        } catch (InterruptedException hurried) {
            throw new IllegalStateException(hurried);
        }
    }

    private Reading<Front> front() {
        return read(Front.class, Map.of("DISPLAY", display)).getFirst();
    }

    /// First by the class of its window, then by the process that it names.
    @Test
    void theProgramInFrontIsToldByItsKind() throws Exception {
        comesToTheFront(copied("xcalc", "vlc"), Front.Kind.MEDIA);

        Process blender = run(copied("sleep", "blender"), "60");
        set("_NET_WM_PID", "32c", Long.toString(blender.pid()));
        Await.until("its process counts", () -> isInFront(Front.Kind.CREATIVE, false));

        set("_NET_WM_STATE", "32a", "_NET_WM_STATE_FULLSCREEN");
        Await.until("it fills the screen", () -> isInFront(Front.Kind.CREATIVE, true));
    }

    /// A window that came while the window manager still started is not brought to the front; the next one is.
    private void comesToTheFront(String program, Front.Kind kind) throws IOException {
        run(program);
        var looks = new AtomicInteger();
        Await.until(program + " is in front", () -> {
            if (looks.incrementAndGet() % LOOKS_BEFORE_ANOTHER == 0) {
                runAgain(program);
            }
            return isInFront(kind, false);
        });
    }

    private void runAgain(String program) {
        try {
            run(program);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean isInFront(Front.Kind kind, boolean fullScreen) {
        return front().known().equals(Optional.of(new Front(kind, fullScreen)));
    }

    /// A program under another name.
    private String copied(String program, String name) throws IOException {
        return Files.copy(found(program).orElseThrow().toRealPath(), folder.resolve(name))
                .toString();
    }

    private void set(String property, String format, String value) throws IOException {
        run(
                        "sh",
                        "-c",
                        "xprop -id $(xdotool getactivewindow) -f %1$s %2$s -set %1$s %3$s"
                                .formatted(property, format, value))
                .onExit()
                .join();
    }

    @Test
    void inputIsToldByTheServer() throws Exception {
        run("xdotool", "mousemove", "200", "200").onExit().join();

        assertThat(read(Input.class, Map.of("DISPLAY", display)))
                .filteredOn(reading -> reading instanceof Reading.Known)
                .isNotEmpty()
                .allSatisfy(reading ->
                        assertThat(reading.known().orElseThrow().idle()).isLessThan(Duration.ofMinutes(10)));
    }

    @Test
    void anotherMachinesScreenAndWaylandTellNothing() {
        for (Map<String, String> environment : List.of(
                Map.of("DISPLAY", "localhost:10.0"),
                Map.of("DISPLAY", display, "WAYLAND_DISPLAY", "wayland-0"),
                Map.of("DISPLAY", display, "XDG_SESSION_TYPE", "wayland"),
                Map.<String, String>of())) {
            assertThat(read(Front.class, environment)).hasOnlyElementsOfType(Reading.Unknown.class);
        }
    }
}
