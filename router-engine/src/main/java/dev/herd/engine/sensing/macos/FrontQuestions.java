package dev.herd.engine.sensing.macos;

import dev.herd.engine.sensing.Command;
import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Programs;
import dev.herd.engine.signal.Front;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks which program is in front, by its bundle id. Titles of windows would need a permission, and are never read.
final class FrontQuestions {
    private static final String LSAPPINFO = "/usr/bin/lsappinfo";
    private static final Command FRONT = Command.of(LSAPPINFO, "front");
    private static final Pattern SERIAL = Pattern.compile("\\b(ASN:0x[0-9a-fA-F]+-0x[0-9a-fA-F]+):?");
    private static final Pattern BUNDLE = Pattern.compile("(?:\"CFBundleIdentifier\"|bundleID)\\s*=\\s*\"([^\"]+)\"");

    private final MacLibraries libraries;
    private final Opened<ObjectiveC> objects;
    private final Opened<ScreenWindows> windows;
    private final Programs programs;

    FrontQuestions(MacLibraries libraries, Opened<ObjectiveC> objects, Programs programs) {
        this.libraries = libraries;
        this.objects = objects;
        this.programs = programs;
        windows = new Opened<>(() -> new ScreenWindows(libraries));
    }

    /// Empty when no program is in front, as on a locked screen. A program without a bundle id is one of no known kind.
    Optional<Front> ofWorkspace() throws IOException {
        ObjectiveC objectiveC = objects.get();
        CoreFoundation foundation = libraries.coreFoundation();
        MemorySegment type = objectiveC.type("AppKit", "NSWorkspace");
        try (var _ = objectiveC.pool()) {
            MemorySegment workspace = objectiveC.object(type, "sharedWorkspace");
            MemorySegment application = objectiveC.object(workspace, "frontmostApplication");
            if (CoreFoundation.isNull(application)) {
                return Optional.empty();
            }
            String bundle = foundation
                    .text(objectiveC.object(application, "bundleIdentifier"))
                    .orElse("");
            boolean full = fillsScreen(objectiveC.int32(application, "processIdentifier"));
            return Optional.of(new Front(programs.front(List.of(bundle)), full));
        }
    }

    private boolean fillsScreen(int process) {
        try {
            return windows.get().fillScreen(process);
        } catch (IOException older) {
            return false;
        }
    }

    /// Asks for the serial of the program first, then for its bundle id. How much of the screen it takes is not told.
    Optional<Front> ofCommands() throws IOException, InterruptedException {
        Optional<String> serial = serial(FRONT.run());
        if (serial.isEmpty()) {
            return Optional.empty();
        }
        String told =
                Command.of(LSAPPINFO, "info", "-only", "bundleid", serial.get()).run();
        return bundle(told).map(id -> new Front(programs.front(List.of(id)), false));
    }

    static Optional<String> serial(String text) {
        Matcher found = SERIAL.matcher(text);
        return found.find() ? Optional.of(found.group(1) + ":") : Optional.empty();
    }

    /// Of either form that systems print; empty for `[ NULL ]`.
    static Optional<String> bundle(String text) {
        Matcher found = BUNDLE.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
