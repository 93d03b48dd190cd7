package dev.herd.engine.sensing.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A key of the registry, open for reading until it is closed.
final class RegistryKey implements AutoCloseable {
    private static final int KEY_READ = 0x20019;
    private static final int REG_QWORD = 11;
    private static final int ERROR_FILE_NOT_FOUND = 2;
    private static final int ERROR_NO_MORE_ITEMS = 259;
    /// The longest name of a key, and its zero.
    private static final int NAME_LETTERS = 256;

    private final Functions functions;
    private final MemorySegment handle;

    private RegistryKey(Functions functions, MemorySegment handle) {
        this.functions = functions;
        this.handle = handle;
    }

    /// Where all keys begin. The numbers of `winreg.h` are 32 bits wide and extended by their sign.
    enum Root {
        USER(0x80000001),
        MACHINE(0x80000002);

        private final int number;

        Root(int number) {
            this.number = number;
        }
    }

    /// The functions of `advapi32`. Thread-safe.
    static final class Functions {
        private final NativeFunction open;
        private final NativeFunction enumerate;
        private final NativeFunction query;
        private final NativeFunction close;

        /// @throws IOException when the library lacks something
        Functions(NativeLibrary library) throws IOException {
            open = library.function("RegOpenKeyExW", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
            enumerate = library.function(
                    "RegEnumKeyExW", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
            query = library.function(
                    "RegQueryValueExW", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
            close = library.function("RegCloseKey", JAVA_INT, ADDRESS);
        }

        /// The key at that path below a root; empty where there is none.
        Optional<RegistryKey> key(Root root, String path) throws IOException {
            return opened(this, MemorySegment.ofAddress(root.number), path);
        }
    }

    /// The key of that name below this one; empty where there is none.
    Optional<RegistryKey> key(String name) throws IOException {
        return opened(functions, handle, name);
    }

    private static Optional<RegistryKey> opened(Functions functions, MemorySegment parent, String path)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = arena.allocate(ADDRESS);
            int status = functions.open.asInt(parent, arena.allocateFrom(path, UTF_16LE), 0, KEY_READ, found);
            if (status == ERROR_FILE_NOT_FOUND) {
                return Optional.empty();
            }
            if (status != 0) {
                throw new IOException("the registry answers " + status + " for " + path);
            }
            return Optional.of(new RegistryKey(functions, found.get(ADDRESS, 0)));
        }
    }

    /// The names of the keys below this one.
    List<String> names() throws IOException {
        var names = new ArrayList<String>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(2L * NAME_LETTERS, 2);
            while (true) {
                MemorySegment letters = arena.allocateFrom(JAVA_INT, NAME_LETTERS);
                MemorySegment none = MemorySegment.NULL;
                int status = functions.enumerate.asInt(handle, names.size(), name, letters, none, none, none, none);
                if (status == ERROR_NO_MORE_ITEMS) {
                    return names;
                }
                if (status != 0) {
                    throw new IOException("the registry answers " + status + " for its keys");
                }
                names.add(name.getString(0, UTF_16LE));
            }
        }
    }

    /// A number of 64 bits; empty where there is none of that name.
    OptionalLong number(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment type = arena.allocate(JAVA_INT);
            MemorySegment value = arena.allocate(JAVA_LONG);
            MemorySegment bytes = arena.allocateFrom(JAVA_INT, Long.BYTES);
            int status = functions.query.asInt(
                    handle, arena.allocateFrom(name, UTF_16LE), MemorySegment.NULL, type, value, bytes);
            boolean told = status == 0 && type.get(JAVA_INT, 0) == REG_QWORD && bytes.get(JAVA_INT, 0) == Long.BYTES;
            return told ? OptionalLong.of(value.get(JAVA_LONG, 0)) : OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        functions.close.asInt(handle);
    }
}
