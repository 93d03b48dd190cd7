package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/// The objects of CoreAudio or CoreMediaIO and their properties; both have the same shape. Objects come and go while
/// they are looked at: what is gone reads as empty. Only what is told about them is read, nothing is opened, so that
/// no person is asked for permission and no light goes on. Thread-safe.
final class MediaObjects {
    /// Whose properties name all others.
    static final int SYSTEM = 1;

    private static final int NO_SUCH_OBJECT = FourCharacters.code("!obj");
    private static final int NO_SUCH_DEVICE = FourCharacters.code("!dev");

    private final String name;
    private final Calls calls;
    private final MacLibraries libraries;

    /// The functions of one of the two frameworks. They return 0, or four characters that say what is wrong.
    interface Calls {
        /// @param size receives how many bytes the property has
        int size(int object, MemorySegment address, MemorySegment size);

        /// @param size says how many bytes `target` takes, and receives how many there are now
        int read(int object, MemorySegment address, MemorySegment size, MemorySegment target);

        /// Lets `callback` be called when the property changes.
        int listen(int object, MemorySegment address, MemorySegment callback);

        int unlisten(int object, MemorySegment address, MemorySegment callback);
    }

    MediaObjects(String name, Calls calls, MacLibraries libraries) {
        this.name = name;
        this.calls = calls;
        this.libraries = libraries;
    }

    /// The objects that a property lists; empty when `object` is gone.
    ///
    /// @throws IOException when there is no such property, or it cannot be read
    Optional<int[]> objects(int object, MediaProperty property) throws IOException {
        return list(object, property).map(bytes -> {
            int[] found = new int[bytes.remaining() / Integer.BYTES];
            bytes.asIntBuffer().get(found);
            return found;
        });
    }

    /// A property that is one 32-bit number; empty when `object` is gone.
    ///
    /// @throws IOException when there is no such property, or it cannot be read
    OptionalInt number(int object, MediaProperty property) throws IOException {
        Optional<ByteBuffer> bytes = bytes(object, property, JAVA_INT);
        return bytes.isPresent() ? OptionalInt.of(bytes.get().getInt()) : OptionalInt.empty();
    }

    /// A property that is one text; empty when there is none.
    ///
    /// @throws IOException when there is no such property, or it cannot be read
    Optional<String> text(int object, MediaProperty property) throws IOException {
        Optional<ByteBuffer> bytes = bytes(object, property, ADDRESS);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        CoreFoundation foundation = libraries.coreFoundation();
        try (var text = foundation.owned(MemorySegment.ofAddress(bytes.get().getLong()))) {
            return foundation.text(text.reference());
        }
    }

    /// A property of a fixed size; empty when `object` is gone.
    ///
    /// @throws IOException when there is no such property, or it cannot be read
    Optional<ByteBuffer> bytes(int object, MediaProperty property, ValueLayout layout) throws IOException {
        Optional<ByteBuffer> bytes = read(object, property, (int) layout.byteSize());
        if (bytes.isPresent() && bytes.get().remaining() < layout.byteSize()) {
            throw new IOException(name + " cut " + property);
        }
        return bytes;
    }

    /// A property of any size; empty when `object` is gone.
    ///
    /// @throws IOException when there is no such property, or it cannot be read
    Optional<ByteBuffer> list(int object, MediaProperty property) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(JAVA_INT);
            if (!succeeded(calls.size(object, property.address(arena), size), property)) {
                return Optional.empty();
            }
            return read(object, property, size.get(JAVA_INT, 0));
        }
    }

    private Optional<ByteBuffer> read(int object, MediaProperty property, int capacity) throws IOException {
        if (capacity == 0) {
            return Optional.of(ByteBuffer.allocate(0));
        }
        try (Arena arena = Arena.ofConfined()) {
            // allocateFrom gives the value, allocate would give that many numbers.
            MemorySegment size = arena.allocateFrom(JAVA_INT, capacity);
            MemorySegment target = arena.allocate(capacity, Long.BYTES);
            if (!succeeded(calls.read(object, property.address(arena), size, target), property)) {
                return Optional.empty();
            }
            int length = Math.clamp(size.get(JAVA_INT, 0), 0, capacity);
            return Optional.of(ByteBuffer.wrap(target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE))
                    .order(ByteOrder.nativeOrder()));
        }
    }

    /// Lets `callback` be called when the property changes. That it cannot be is no failure: it is a hint alone.
    void listen(int object, MediaProperty property, MemorySegment callback) {
        try (Arena arena = Arena.ofConfined()) {
            calls.listen(object, property.address(arena), callback);
        }
    }

    void unlisten(int object, MediaProperty property, MemorySegment callback) {
        try (Arena arena = Arena.ofConfined()) {
            calls.unlisten(object, property.address(arena), callback);
        }
    }

    private boolean succeeded(int status, MediaProperty property) throws IOException {
        if (status == NO_SUCH_OBJECT || status == NO_SUCH_DEVICE) {
            return false;
        }
        if (status != 0) {
            throw new IOException(name + " answers " + FourCharacters.text(status) + " for " + property);
        }
        return true;
    }
}
