package dev.herd.engine.sensing.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import dev.herd.engine.signal.Input;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/// When a person last touched an X11 session: `XScreenSaverQueryInfo` of libXss. The connection lasts for one question,
/// because Xlib ends a process whose server goes away under it.
final class XScreenSaver {
    static final String SOURCE = "XScreenSaverQueryInfo";

    /// `XScreenSaverInfo`: window, state, kind, time until or since, idle in milliseconds, events wished for.
    private static final int SIZE = 40;

    private static final int IDLE = 24;

    private final NativeFunction open;
    private final NativeFunction root;
    private final NativeFunction close;
    private final NativeFunction hasExtension;
    private final NativeFunction query;

    /// @throws IOException when the libraries are missing
    XScreenSaver() throws IOException {
        NativeLibrary x11 = NativeLibrary.named("libX11.so.6");
        NativeLibrary saver = NativeLibrary.named("libXss.so.1");
        open = x11.function("XOpenDisplay", ADDRESS, ADDRESS);
        root = x11.function("XDefaultRootWindow", JAVA_LONG, ADDRESS);
        close = x11.function("XCloseDisplay", JAVA_INT, ADDRESS);
        hasExtension = saver.function("XScreenSaverQueryExtension", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        query = saver.function("XScreenSaverQueryInfo", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);
    }

    /// Empty when the server has no such extension.
    ///
    /// @param name of the display
    /// @throws IOException when it cannot be connected to
    Optional<Input> idle(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment display = open.asSegment(arena.allocateFrom(name));
            if (display.equals(MemorySegment.NULL)) {
                throw new IOException("the screen " + name + " does not answer");
            }
            try {
                MemorySegment info = arena.allocate(SIZE, Long.BYTES);
                MemorySegment number = arena.allocate(Long.BYTES, Long.BYTES);
                boolean told = hasExtension.asInt(display, number, number) != 0
                        && query.asInt(display, root.asLong(display), info) != 0;
                return told ? Optional.of(new Input(Duration.ofMillis(info.get(JAVA_LONG, IDLE)))) : Optional.empty();
            } finally {
                close.asInt(display);
            }
        }
    }
}
