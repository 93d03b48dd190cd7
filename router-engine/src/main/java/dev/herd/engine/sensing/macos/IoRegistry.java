package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The registry of devices and drivers, which `ioreg` prints. Thread-safe.
final class IoRegistry {
    private static final int DEFAULT_PORT = 0;

    private final CoreFoundation foundation;
    private final NativeFunction matching;
    private final NativeFunction services;
    private final NativeFunction next;
    private final NativeFunction property;
    private final NativeFunction release;

    /// @throws IOException when IOKit lacks something
    IoRegistry(MacLibraries libraries) throws IOException {
        NativeLibrary kit = libraries.framework("IOKit");
        foundation = libraries.coreFoundation();
        matching = kit.function("IOServiceMatching", ADDRESS, ADDRESS);
        services = kit.function("IOServiceGetMatchingServices", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        next = kit.function("IOIteratorNext", JAVA_INT, JAVA_INT);
        property = kit.function("IORegistryEntryCreateCFProperty", ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
        release = kit.function("IOObjectRelease", JAVA_INT, JAVA_INT);
    }

    /// An entry, until it is closed.
    final class Service implements AutoCloseable {
        private final int entry;

        private Service(int entry) {
            this.entry = entry;
        }

        /// A property of it; null where it has none of that name.
        CoreFoundation.Owned property(String name) {
            try (var key = foundation.string(name)) {
                return foundation.owned(property.asSegment(entry, key.reference(), MemorySegment.NULL, 0));
            }
        }

        @Override
        public void close() {
            release.asInt(entry);
        }
    }

    /// All of a class, each to be closed.
    List<Service> services(String type) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wanted = matching.asSegment(arena.allocateFrom(type));
            if (CoreFoundation.isNull(wanted)) {
                throw new IOException("IOKit cannot look for " + type);
            }
            MemorySegment iterator = arena.allocate(JAVA_INT);
            // It releases what it looks for.
            int status = services.asInt(DEFAULT_PORT, wanted, iterator);
            if (status != 0) {
                throw new IOException("IOKit answers " + Integer.toHexString(status) + " for " + type);
            }
            return entries(iterator.get(JAVA_INT, 0));
        }
    }

    private List<Service> entries(int iterator) {
        var found = new ArrayList<Service>();
        if (iterator == 0) {
            return found;
        }
        for (int entry = next.asInt(iterator); entry != 0; entry = next.asInt(iterator)) {
            found.add(new Service(entry));
        }
        release.asInt(iterator);
        return found;
    }
}
