package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The functions of CoreMediaIO that read properties (`CMIOHardwareObject.h`). Reading takes one parameter more than
/// CoreAudio's: how much may be written, and how much was.
final class CoreMediaIo implements MediaObjects.Calls {
    private final NativeFunction size;
    private final NativeFunction read;
    private final NativeFunction listen;
    private final NativeFunction unlisten;

    private CoreMediaIo(NativeLibrary framework) throws IOException {
        size = framework.function(
                "CMIOObjectGetPropertyDataSize", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
        read = framework.function(
                "CMIOObjectGetPropertyData",
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                ADDRESS);
        listen = framework.function("CMIOObjectAddPropertyListener", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        unlisten =
                framework.function("CMIOObjectRemovePropertyListener", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    }

    /// Loads what cameras need, which may take seconds.
    ///
    /// @throws IOException when the framework lacks something
    static MediaObjects objects(MacLibraries libraries) throws IOException {
        return new MediaObjects("CoreMediaIO", new CoreMediaIo(libraries.framework("CoreMediaIO")), libraries);
    }

    @Override
    public int size(int object, MemorySegment address, MemorySegment bytes) {
        return size.asInt(object, address, 0, MemorySegment.NULL, bytes);
    }

    @Override
    public int read(int object, MemorySegment address, MemorySegment bytes, MemorySegment target) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment used = arena.allocate(JAVA_INT);
            int capacity = bytes.get(JAVA_INT, 0);
            int status = read.asInt(object, address, 0, MemorySegment.NULL, capacity, used, target);
            bytes.set(JAVA_INT, 0, used.get(JAVA_INT, 0));
            return status;
        }
    }

    @Override
    public int listen(int object, MemorySegment address, MemorySegment callback) {
        return listen.asInt(object, address, callback, MemorySegment.NULL);
    }

    @Override
    public int unlisten(int object, MemorySegment address, MemorySegment callback) {
        return unlisten.asInt(object, address, callback, MemorySegment.NULL);
    }
}
