package dev.herd.engine.sensing;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A function of a native library. Arguments are boxed, which costs less than a microsecond: these calls are made a few
/// times per second at most. Thread-safe as far as the native function is.
public final class NativeFunction {
    private final String name;
    private final MethodHandle handle;

    NativeFunction(String name, MethodHandle handle) {
        this.name = name;
        this.handle = handle.asSpreader(Object[].class, handle.type().parameterCount())
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    public int asInt(Object... arguments) {
        return (int) value(arguments);
    }

    public long asLong(Object... arguments) {
        return (long) value(arguments);
    }

    public double asDouble(Object... arguments) {
        return (double) value(arguments);
    }

    /// A truth value of one byte, as C, CoreFoundation and Objective-C have it on the systems we run on.
    public boolean asBoolean(Object... arguments) {
        return (byte) value(arguments) != 0;
    }

    /// A pointer, or a structure that is returned by value.
    public MemorySegment asSegment(Object... arguments) {
        return (MemorySegment) value(arguments);
    }

    /// For a function that returns nothing.
    public void run(Object... arguments) {
        call(arguments);
    }

    private Object value(Object... arguments) {
        return Objects.requireNonNull(call(arguments), name);
    }

    /// Native functions throw nothing: what arrives here is an argument that does not fit the signature.
    private @Nullable Object call(Object... arguments) {
        try {
            return (Object) handle.invokeExact(arguments);
        } catch (Throwable misfit) {
            throw new IllegalStateException(name + " was called wrongly", misfit);
        }
    }
}
