package dev.herd.engine.sensing.macos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.herd.engine.sensing.NativeCallback;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashSet;
import java.util.Set;

/// Hears when a device begins or ends to run. Listeners of both frameworks are called late, too often or never on some
/// versions of macOS, so that they are a reason to look and nothing more. Used by one thread at a time; `look` is run
/// on
/// a thread of the system's.
final class MediaHints implements AutoCloseable {
    private static final FunctionDescriptor SIGNATURE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

    private final MediaObjects objects;
    private final MemorySegment callback;
    private final Set<Integer> followed = new HashSet<>();

    MediaHints(MediaObjects objects, Runnable look) {
        this.objects = objects;
        callback = NativeCallback.of(heard(look), SIGNATURE);
    }

    private static MethodHandle heard(Runnable look) {
        try {
            MethodHandle run = MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(look);
            return MethodHandles.dropArguments(run, 0, SIGNATURE.toMethodType().parameterList());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Follows these devices, each once, and forgets those that are gone.
    void follow(Set<Integer> devices) {
        followed.retainAll(devices);
        for (int device : devices) {
            if (followed.add(device)) {
                // Listeners of another scope can be registered, but are never called.
                objects.listen(device, MediaProperty.RUNS_SOMEWHERE, callback);
            }
        }
    }

    @Override
    public void close() {
        for (int device : followed) {
            objects.unlisten(device, MediaProperty.RUNS_SOMEWHERE, callback);
        }
        followed.clear();
    }
}
