package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import dev.herd.engine.sensing.Sleep;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps a Mac awake by an assertion (`IOPMLib.h`). macOS takes it back when this process ends. The display may sleep,
/// and a closed lid wins.
final class StayAwake {
    private static final String TYPE = "PreventUserIdleSystemSleep";
    private static final int ON = 255;
    /// What macOS takes of a reason.
    private static final int MOST_LETTERS = 128;

    private final CoreFoundation foundation;
    private final NativeFunction create;
    private final NativeFunction release;

    /// @throws IOException when IOKit lacks something
    StayAwake(MacLibraries libraries) throws IOException {
        foundation = libraries.coreFoundation();
        NativeLibrary kit = libraries.framework("IOKit");
        create = kit.function("IOPMAssertionCreateWithName", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
        release = kit.function("IOPMAssertionRelease", JAVA_INT, JAVA_INT);
    }

    Sleep.Hold hold(String reason) throws IOException {
        String told = reason.substring(0, Math.min(reason.length(), MOST_LETTERS));
        try (Arena arena = Arena.ofConfined();
                var type = foundation.string(TYPE);
                var name = foundation.string(told)) {
            MemorySegment id = arena.allocate(JAVA_INT);
            int status = create.asInt(type.reference(), ON, name.reference(), id);
            if (status != 0) {
                throw new IOException("IOPMAssertionCreateWithName answers " + Integer.toHexString(status));
            }
            int assertion = id.get(JAVA_INT, 0);
            var held = new AtomicBoolean(true);
            return () -> {
                if (held.getAndSet(false)) {
                    release.asInt(assertion);
                }
            };
        }
    }
}
