package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.herd.engine.sensing.NativeFunction;
import dev.herd.engine.sensing.NativeLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Sends messages to Apple's objects. A message that an object does not understand would end the process, so each asks
/// first whether it does. `objc_msgSend` has one binding per signature, since it takes its arguments as the method it
/// calls does. Thread-safe.
final class ObjectiveC {
    private final MacLibraries libraries;
    private final NativeFunction classNamed;
    private final NativeFunction selectorNamed;
    private final NativeFunction openPool;
    private final NativeFunction closePool;
    private final NativeFunction sendForObject;
    private final NativeFunction sendForInteger;
    private final NativeFunction sendForInt;
    private final NativeFunction sendForTruth;
    private final NativeFunction sendSelectorForTruth;

    /// @throws IOException when the runtime lacks something
    ObjectiveC(MacLibraries libraries) throws IOException {
        this.libraries = libraries;
        NativeLibrary runtime = libraries.objectiveC();
        classNamed = runtime.function("objc_getClass", ADDRESS, ADDRESS);
        selectorNamed = runtime.function("sel_registerName", ADDRESS, ADDRESS);
        openPool = runtime.function("objc_autoreleasePoolPush", ADDRESS);
        closePool = runtime.procedure("objc_autoreleasePoolPop", ADDRESS);
        sendForObject = runtime.function("objc_msgSend", ADDRESS, ADDRESS, ADDRESS);
        sendForInteger = runtime.function("objc_msgSend", JAVA_LONG, ADDRESS, ADDRESS);
        sendForInt = runtime.function("objc_msgSend", JAVA_INT, ADDRESS, ADDRESS);
        sendForTruth = runtime.function("objc_msgSend", JAVA_BYTE, ADDRESS, ADDRESS);
        sendSelectorForTruth = runtime.function("objc_msgSend", JAVA_BYTE, ADDRESS, ADDRESS, ADDRESS);
    }

    /// Holds what objects return for a moment and lets go of it when closed: without one it would be kept for ever on
    /// Java's threads. To be closed by the thread that opened it.
    interface Pool extends AutoCloseable {
        @Override
        void close();
    }

    Pool pool() {
        MemorySegment pool = openPool.asSegment();
        return () -> closePool.run(pool);
    }

    /// A class of a framework, which is an object too.
    ///
    /// @throws IOException when the framework or the class is missing
    MemorySegment type(String framework, String name) throws IOException {
        libraries.framework(framework).load();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment type = classNamed.asSegment(arena.allocateFrom(name));
            if (CoreFoundation.isNull(type)) {
                throw new IOException(framework + " has no " + name);
            }
            return type;
        }
    }

    /// What a message returns that returns an object; null where it returns none or is sent to none.
    ///
    /// @throws IOException when the object does not understand it
    MemorySegment object(MemorySegment receiver, String message) throws IOException {
        return CoreFoundation.isNull(receiver)
                ? MemorySegment.NULL
                : sendForObject.asSegment(receiver, understood(receiver, message));
    }

    /// What a message returns that returns an `NSInteger`.
    ///
    /// @throws IOException when the object does not understand it
    long integer(MemorySegment receiver, String message) throws IOException {
        return sendForInteger.asLong(receiver, understood(receiver, message));
    }

    /// What a message returns that returns an `int`.
    ///
    /// @throws IOException when the object does not understand it
    int int32(MemorySegment receiver, String message) throws IOException {
        return sendForInt.asInt(receiver, understood(receiver, message));
    }

    /// What a message returns that returns a `BOOL`.
    ///
    /// @throws IOException when the object does not understand it
    boolean truth(MemorySegment receiver, String message) throws IOException {
        return sendForTruth.asBoolean(receiver, understood(receiver, message));
    }

    private MemorySegment understood(MemorySegment receiver, String message) throws IOException {
        if (CoreFoundation.isNull(receiver)) {
            throw new IOException("nothing there to ask for " + message);
        }
        MemorySegment selector = selector(message);
        if (!sendSelectorForTruth.asBoolean(receiver, selector("respondsToSelector:"), selector)) {
            throw new IOException("this macOS does not know " + message);
        }
        return selector;
    }

    private MemorySegment selector(String name) {
        try (Arena arena = Arena.ofConfined()) {
            return selectorNamed.asSegment(arena.allocateFrom(name));
        }
    }
}
