package dev.herd.engine;

import dev.herd.engine.sensing.Programs;
import dev.herd.engine.sensing.Sensor;
import dev.herd.engine.sensing.Sleep;
import dev.herd.engine.sensing.linux.LinuxMachine;
import dev.herd.engine.sensing.linux.LinuxPerson;
import dev.herd.engine.sensing.macos.MacSensors;
import dev.herd.engine.sensing.macos.MacSleep;
import dev.herd.engine.sensing.oshi.OshiMachine;
import dev.herd.engine.sensing.windows.WindowsSensors;
import dev.herd.engine.sensing.windows.WindowsSleep;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which sensors this machine has. The one place that knows all systems.
///
/// @param environment the process's environment
/// @param threads starts a thread of the system's own for each task: for what listens to it
public record MachineSensors(InstantSource clock, Map<String, String> environment, Executor threads) {
    /// What was opened.
    ///
    /// @param sleep how it falls asleep, and is kept from it
    public record Opened(List<Sensor<?>> sensors, Sleep sleep) {}

    private static final Logger LOG = LoggerFactory.getLogger(MachineSensors.class);

    /// Folders of a system's own programs, which nobody else can put before them.
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin"), Path.of("/usr/lib/wsl/lib"));

    /// The systems that Herd knows.
    private enum Kind {
        LINUX,
        MAC,
        WINDOWS,
        OTHER;

        static Kind here() {
            String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
            if (name.startsWith("mac")) {
                return MAC;
            }
            return name.startsWith("windows") ? WINDOWS : name.equals("linux") ? LINUX : OTHER;
        }
    }

    /// Opens them, those of one kind in order of preference; may load native parts, which takes a few tenths of a
    /// second.
    Opened open() {
        Programs programs = Programs.shipped();
        return switch (Kind.here()) {
            case LINUX -> {
                var person = new LinuxPerson(environment, programs, clock, threads);
                yield new Opened(
                        all(family("Linux", this::linux), family("its person", person::sensors)), person.sleep());
            }
            case MAC ->
                new Opened(
                        all(family("macOS", () -> MacSensors.all(programs, clock)), family("OSHI", this::oshi)),
                        new MacSleep(threads));
            case WINDOWS ->
                new Opened(
                        all(family("Windows", () -> WindowsSensors.all(programs, clock)), family("OSHI", this::oshi)),
                        new WindowsSleep(threads));
            case OTHER -> new Opened(family("OSHI", this::oshi), Sleep.NONE);
        };
    }

    private static List<Sensor<?>> all(List<Sensor<?>> some, List<Sensor<?>> more) {
        List<Sensor<?>> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private List<Sensor<?>> linux() {
        return new LinuxMachine(Path.of("/proc"), Path.of("/sys"), PROGRAMS, clock).sensors(models(), self());
    }

    private List<Sensor<?>> oshi() {
        return new OshiMachine(clock).sensors(models(), self());
    }

    private Path models() {
        return ModelsFolder.orHome(environment);
    }

    private static long self() {
        return ProcessHandle.current().pid();
    }

    /// Where one family's native parts cannot be loaded, the others sense on.
    private static List<Sensor<?>> family(String name, Supplier<List<Sensor<?>>> opener) {
        try {
            return opener.get();
        } catch (LinkageError missing) {
            LOG.warn("what {} tells cannot be read here: {}", name, missing.toString());
            return List.of();
        }
    }
}
