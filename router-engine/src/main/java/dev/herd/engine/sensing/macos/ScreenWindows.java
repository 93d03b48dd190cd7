package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/// The windows on the screen: to whom they belong and where they are, which needs no permission. What they show and are
/// called is not asked for.
final class ScreenWindows {
    /// `kCGWindowListOptionOnScreenOnly` and `kCGWindowListExcludeDesktopElements` (`CGWindow.h`).
    private static final int ON_SCREEN = 1 | 16;

    private static final int NO_WINDOW = 0;
    private static final MemoryLayout RECTANGLE =
            MemoryLayout.structLayout(JAVA_DOUBLE, JAVA_DOUBLE, JAVA_DOUBLE, JAVA_DOUBLE);

    private final CoreFoundation foundation;
    private final NativeFunction copyWindows;
    private final NativeFunction mainDisplay;
    private final NativeFunction displayBounds;

    /// @throws IOException when CoreGraphics lacks something
    ScreenWindows(MacLibraries libraries) throws IOException {
        foundation = libraries.coreFoundation();
        NativeLibrary graphics = libraries.framework("CoreGraphics");
        copyWindows = graphics.function("CGWindowListCopyWindowInfo", ADDRESS, JAVA_INT, JAVA_INT);
        mainDisplay = graphics.function("CGMainDisplayID", JAVA_INT);
        displayBounds = graphics.function("CGDisplayBounds", RECTANGLE, JAVA_INT);
    }

    /// Whether a window of that process covers the main display.
    boolean fillScreen(int process) {
        double width;
        double height;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bounds = displayBounds.asSegment((SegmentAllocator) arena, mainDisplay.asInt());
            width = bounds.getAtIndex(JAVA_DOUBLE, 2);
            height = bounds.getAtIndex(JAVA_DOUBLE, 3);
        }
        try (var windows = foundation.owned(copyWindows.asSegment(ON_SCREEN, NO_WINDOW))) {
            return foundation.parts(windows.reference()).stream()
                    .anyMatch(window -> isOf(process, window) && covers(window, width, height));
        }
    }

    /// Ordinary windows lie in layer 0.
    private boolean isOf(int process, MemorySegment window) {
        return foundation.number(window, "kCGWindowOwnerPID").orElse(-1) == process
                && foundation.number(window, "kCGWindowLayer").orElse(-1) == 0;
    }

    private boolean covers(MemorySegment window, double width, double height) {
        MemorySegment bounds = foundation.value(window, "kCGWindowBounds");
        return foundation.number(bounds, "Width").orElse(0) >= width
                && foundation.number(bounds, "Height").orElse(0) >= height
                && foundation.number(bounds, "X").orElse(1) <= 0
                && foundation.number(bounds, "Y").orElse(1) <= 0;
    }
}
