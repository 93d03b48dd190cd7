package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// The functions of CoreAudio that read properties (`AudioHardware.h`).
final class CoreAudio implements MediaObjects.Calls {
    private final NativeFunction size;
    private final NativeFunction read;
    private final NativeFunction listen;
    private final NativeFunction unlisten;

    private CoreAudio(NativeLibrary framework) throws IOException {
        size = framework.function(
                "AudioObjectGetPropertyDataSize", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
        read = framework.function(
                "AudioObjectGetPropertyData", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        listen = framework.function("AudioObjectAddPropertyListener", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        unlisten =
                framework.function("AudioObjectRemovePropertyListener", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    }

    /// @throws IOException when the framework lacks something
    static MediaObjects objects(MacLibraries libraries) throws IOException {
        return new MediaObjects("CoreAudio", new CoreAudio(libraries.framework("CoreAudio")), libraries);
    }

    @Override
    public int size(int object, MemorySegment address, MemorySegment bytes) {
        return size.asInt(object, address, 0, MemorySegment.NULL, bytes);
    }

    @Override
    public int read(int object, MemorySegment address, MemorySegment bytes, MemorySegment target) {
        return read.asInt(object, address, 0, MemorySegment.NULL, bytes, target);
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
