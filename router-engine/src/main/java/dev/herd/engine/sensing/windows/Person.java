package dev.herd.engine.sensing.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.Opened;
import dev.herd.engine.sensing.Programs;
import dev.herd.engine.signal.Front;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What Windows tells of the person in front of it. Each function is bound when it is first asked. Thread-safe.
final class Person {
    private static final int INPUT_BYTES = 8;
    private static final int SWITCH_DESKTOP = 0x0100;
    private static final int QUERY_LIMITED = 0x1000;
    private static final int PATH_LETTERS = 1024;
    /// `QUERY_USER_NOTIFICATION_STATE`: a full screen, Direct3D's, a presentation.
    private static final Set<Integer> FULL_SCREEN = Set.of(2, 3, 4);

    private final Programs programs;
    private final Opened<NativeFunction> lastInput;
    private final Opened<NativeFunction> ticks;
    private final Opened<NativeFunction> sessionOf;
    private final Opened<NativeFunction> openDesktop;
    private final Opened<NativeFunction> closeDesktop;
    private final Opened<NativeFunction> frontWindow;
    private final Opened<NativeFunction> processOf;
    private final Opened<NativeFunction> openProcess;
    private final Opened<NativeFunction> imageOf;
    private final Opened<NativeFunction> closeHandle;
    private final Opened<NativeFunction> notifications;

    Person(WindowsLibraries libraries, Programs programs) {
        this.programs = programs;
        var user = libraries.user();
        var kernel = libraries.kernel();
        lastInput = new Opened<>(() -> user.function("GetLastInputInfo", JAVA_INT, ADDRESS));
        ticks = new Opened<>(() -> kernel.function("GetTickCount", JAVA_INT));
        sessionOf = new Opened<>(() -> kernel.function("ProcessIdToSessionId", JAVA_INT, JAVA_INT, ADDRESS));
        openDesktop = new Opened<>(() -> user.function("OpenInputDesktop", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
        closeDesktop = new Opened<>(() -> user.function("CloseDesktop", JAVA_INT, ADDRESS));
        frontWindow = new Opened<>(() -> user.function("GetForegroundWindow", ADDRESS));
        processOf = new Opened<>(() -> user.function("GetWindowThreadProcessId", JAVA_INT, ADDRESS, ADDRESS));
        openProcess = new Opened<>(() -> kernel.function("OpenProcess", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
        imageOf = new Opened<>(
                () -> kernel.function("QueryFullProcessImageNameW", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
        closeHandle = new Opened<>(() -> kernel.function("CloseHandle", JAVA_INT, ADDRESS));
        notifications =
                new Opened<>(() -> libraries.shell().function("SHQueryUserNotificationState", JAVA_INT, ADDRESS));
    }

    /// Both counts are 32 bits of milliseconds, and begin anew every 50 days.
    Optional<Input> input() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment last = arena.allocate(INPUT_BYTES, Integer.BYTES);
            last.set(JAVA_INT, 0, INPUT_BYTES);
            if (lastInput.get().asInt(last) == 0) {
                return Optional.empty();
            }
            int idle = ticks.get().asInt() - last.get(JAVA_INT, Integer.BYTES);
            return Optional.of(new Input(Duration.ofMillis(Integer.toUnsignedLong(idle))));
        }
    }

    /// While the screen is locked its desktop is not ours to open. A service, in session 0, sees nobody's.
    Optional<Lock> lock() throws IOException {
        if (session() == 0) {
            return Optional.empty();
        }
        MemorySegment desktop = openDesktop.get().asSegment(0, 0, SWITCH_DESKTOP);
        if (desktop.address() == 0) {
            return Optional.of(new Lock(true));
        }
        closeDesktop.get().asInt(desktop);
        return Optional.of(new Lock(false));
    }

    private int session() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment session = arena.allocate(JAVA_INT);
            int own = (int) ProcessHandle.current().pid();
            return sessionOf.get().asInt(own, session) == 0 ? 0 : session.get(JAVA_INT, 0);
        }
    }

    /// Empty while no window is in front, as on a locked screen.
    Optional<Front> front() throws IOException {
        MemorySegment window = frontWindow.get().asSegment();
        if (window.address() == 0) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment process = arena.allocate(JAVA_INT);
            processOf.get().asInt(window, process);
            Front.Kind kind = programs.front(List.of(image(process.get(JAVA_INT, 0))));
            MemorySegment state = arena.allocate(JAVA_INT);
            boolean told = notifications.get().asInt(state) == 0;
            return Optional.of(new Front(kind, told && FULL_SCREEN.contains(state.get(JAVA_INT, 0))));
        }
    }

    /// The path of a process's file; empty where it may not be looked at.
    private String image(int id) throws IOException {
        MemorySegment process = openProcess.get().asSegment(QUERY_LIMITED, 0, id);
        if (process.address() == 0) {
            return "";
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocate(2L * PATH_LETTERS, 2);
            MemorySegment letters = arena.allocateFrom(JAVA_INT, PATH_LETTERS);
            return imageOf.get().asInt(process, 0, path, letters) == 0 ? "" : path.getString(0, UTF_16LE);
        } finally {
            closeHandle.get().asInt(process);
        }
    }
}
