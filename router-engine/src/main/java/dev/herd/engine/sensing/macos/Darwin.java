package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import dev.herd.engine.sensing.Opened;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;

/// The kernel's own answers, through libSystem. Each is bound when it is first asked. Thread-safe.
final class Darwin {
    private static final int HOST_VM_INFO64 = 4;
    /// `vm_statistics64` up to the field that we read, in numbers of 32 bits; newer systems know more and cut.
    private static final int VM_NUMBERS = 38;

    private static final long SWAPOUTS_AT = 120;
    private static final int PATH_BYTES = 4096;

    private final Opened<NativeFunction> sysctl;
    private final Opened<NativeFunction> register;
    private final Opened<NativeFunction> state;
    private final Opened<Integer> host;
    private final Opened<NativeFunction> statistics;
    private final Opened<NativeFunction> path;

    Darwin(MacLibraries libraries) {
        NativeLibrary system = libraries.system();
        sysctl = new Opened<>(
                () -> system.function("sysctlbyname", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
        register = new Opened<>(() -> system.function("notify_register_check", JAVA_INT, ADDRESS, ADDRESS));
        state = new Opened<>(() -> system.function("notify_get_state", JAVA_INT, JAVA_INT, ADDRESS));
        // Each call takes a reference more to the host's port, so that it is called once.
        host = new Opened<>(() -> system.function("mach_host_self", JAVA_INT).asInt());
        statistics = new Opened<>(
                () -> system.function("host_statistics64", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
        path = new Opened<>(() -> system.function("proc_pidpath", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    }

    /// A number of 32 or 64 bits; empty where this machine has none of that name.
    OptionalLong number(String name) throws IOException {
        NativeFunction ask = sysctl.get();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_LONG);
            MemorySegment length = arena.allocateFrom(JAVA_LONG, Long.BYTES);
            if (ask.asInt(arena.allocateFrom(name), value, length, MemorySegment.NULL, 0L) != 0) {
                return OptionalLong.empty();
            }
            return switch ((int) length.get(JAVA_LONG, 0)) {
                case Integer.BYTES -> OptionalLong.of(value.get(JAVA_INT, 0));
                case Long.BYTES -> OptionalLong.of(value.get(JAVA_LONG, 0));
                default -> OptionalLong.empty();
            };
        }
    }

    /// Whether this is a virtual machine, whose heat, battery and graphics are not the machine's.
    boolean isVirtual() throws IOException {
        return number("kern.hv_vmm_present").orElse(0) == 1;
    }

    /// Begins to follow a key of notify(3).
    ///
    /// @return what to ask for its state by. The system answers for keys that nobody ever sets, too
    int notifications(String key) throws IOException {
        NativeFunction ask = register.get();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment token = arena.allocate(JAVA_INT);
            int status = ask.asInt(arena.allocateFrom(key), token);
            if (status != 0) {
                throw new IOException("notify_register_check answers " + status + " for " + key);
            }
            return token.get(JAVA_INT, 0);
        }
    }

    long notifiedState(int token) throws IOException {
        NativeFunction ask = state.get();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_LONG);
            int status = ask.asInt(token, value);
            if (status != 0) {
                throw new IOException("notify_get_state answers " + status);
            }
            return value.get(JAVA_LONG, 0);
        }
    }

    /// Pages that were moved from memory to disk since the machine started.
    long swapouts() throws IOException {
        NativeFunction ask = statistics.get();
        int port = host.get();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocate(VM_NUMBERS * JAVA_INT.byteSize(), JAVA_LONG.byteAlignment());
            MemorySegment count = arena.allocateFrom(JAVA_INT, VM_NUMBERS);
            int status = ask.asInt(port, HOST_VM_INFO64, numbers, count);
            if (status != 0) {
                throw new IOException("host_statistics64 answers " + status);
            }
            return numbers.get(JAVA_LONG, SWAPOUTS_AT);
        }
    }

    /// Where the program of a process lies; empty where the process is gone or not ours to look at.
    Optional<String> path(int process) throws IOException {
        NativeFunction ask = path.get();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(PATH_BYTES);
            return ask.asInt(process, text, PATH_BYTES) > 0 ? Optional.of(text.getString(0)) : Optional.empty();
        }
    }
}
