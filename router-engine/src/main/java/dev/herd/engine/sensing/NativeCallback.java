package dev.herd.engine.sensing;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Code of ours that a native library calls, on a thread of its own choice.
@SuppressWarnings("restricted") // being called by the system is what it is for
public final class NativeCallback {
    private static final Logger LOG = LoggerFactory.getLogger(NativeCallback.class);

    private NativeCallback() {}

    /// The pointer to hand over. It stays valid for ever, because a system may call once more while it is told not to.
    /// What `target` throws is logged and goes no further: it would end the whole process.
    ///
    /// @param target returns nothing
    /// @param signature with the same parameters; where it has a result, that is 0
    public static MemorySegment of(MethodHandle target, FunctionDescriptor signature) {
        MethodType type = target.type();
        MethodHandle failed = MethodHandles.dropArguments(logged(), 1, type.parameterList());
        MethodHandle safe = MethodHandles.catchException(target, Throwable.class, failed);
        MethodType wanted = signature.toMethodType();
        if (wanted.returnType() != void.class) {
            MethodHandle zero = MethodHandles.zero(wanted.returnType());
            safe = MethodHandles.filterReturnValue(safe, zero);
        }
        return Linker.nativeLinker().upcallStub(safe, signature, Arena.global());
    }

    private static MethodHandle logged() {
        Consumer<Throwable> log = thrown -> LOG.error("what the system called failed", thrown);
        try {
            return MethodHandles.lookup()
                    .findVirtual(Consumer.class, "accept", MethodType.methodType(void.class, Object.class))
                    .bindTo(log)
                    .asType(MethodType.methodType(void.class, Throwable.class));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
