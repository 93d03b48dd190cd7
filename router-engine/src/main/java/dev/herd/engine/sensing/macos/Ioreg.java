package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Command;
import dev.herd.engine.signal.Accelerators;
import dev.herd.engine.signal.Accelerators.Accelerator;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What `ioreg` prints of the registry of devices.
final class Ioreg {
    static final Command CAMERA = ioreg("-r", "-k", "FrontCameraStreaming", "-w", "0");
    static final Command INPUT = ioreg("-c", "IOHIDSystem", "-d", "4", "-w", "0");
    static final Command ACCELERATORS = ioreg("-r", "-d", "1", "-w", "0", "-c", "IOAccelerator");
    static final Command SESSIONS = ioreg("-n", "Root", "-d", "1", "-w", "0");

    private static final Pattern STREAMING =
            Pattern.compile("\"FrontCameraStreaming\"\\s*=\\s*(Yes|No|1|0)\\s*$", Pattern.MULTILINE);
    private static final Pattern IDLE = Pattern.compile("\"HIDIdleTime\"[ \\t]*=[ \\t]*(\\d{1,18})[ \\t]*\\R");
    private static final Pattern LOCKED =
            Pattern.compile("\"IOConsoleLocked\"\\s*=\\s*(Yes|No)\\s*$", Pattern.MULTILINE);
    private static final Pattern ENTRY = Pattern.compile("^\\+-o ", Pattern.MULTILINE);
    private static final Pattern UTILIZATION = Pattern.compile("\"Device Utilization %\"\\s*=\\s*(\\d{1,3})[,}]");
    private static final Pattern IN_USE = Pattern.compile("\"In use system memory\"\\s*=\\s*(\\d{1,18})[,}]");
    private static final Pattern MODEL = Pattern.compile("\"model\"\\s*=\\s*<?\"([^\"]+)\"");

    private Ioreg() {}

    private static Command ioreg(String... arguments) {
        return Command.of(Stream.concat(Stream.of("/usr/sbin/ioreg"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /// The camera that is built in: an empty text is a machine whose driver does not tell, so that it says nothing.
    static Optional<Camera> camera(String text) {
        boolean told = false;
        Matcher found = STREAMING.matcher(text);
        while (found.find()) {
            told = true;
            if (found.group(1).equals("Yes") || found.group(1).equals("1")) {
                return Optional.of(new Camera(List.of(new CaptureUse("", CaptureUse.Kind.UNKNOWN))));
            }
        }
        return told ? Optional.of(Camera.IDLE) : Optional.empty();
    }

    /// Nanoseconds since a key, pointer or the like moved; of several systems the one that moved last counts.
    static Optional<Input> input(String text) {
        Matcher found = IDLE.matcher(text);
        long least = Long.MAX_VALUE;
        while (found.find()) {
            least = Math.min(least, Long.parseLong(found.group(1)));
        }
        return least == Long.MAX_VALUE ? Optional.empty() : Optional.of(new Input(Duration.ofNanos(least)));
    }

    static Optional<Lock> lock(String text) {
        Matcher found = LOCKED.matcher(text);
        return found.find() ? Optional.of(new Lock(found.group(1).equals("Yes"))) : Optional.empty();
    }

    /// Each entry that tells how busy it is.
    static Optional<Accelerators> accelerators(String text) {
        var all = new ArrayList<Accelerator>();
        for (String entry : ENTRY.split(text)) {
            Matcher load = UTILIZATION.matcher(entry);
            if (load.find()) {
                double share = Math.clamp(Integer.parseInt(load.group(1)) / 100.0, 0, 1);
                all.add(new Accelerator(
                        first(MODEL, entry).orElse("GPU"),
                        share,
                        0,
                        first(IN_USE, entry).map(Long::parseLong).orElse(0L)));
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(new Accelerators(all));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
