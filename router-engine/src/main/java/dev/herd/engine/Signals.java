package dev.herd.engine;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The signals that ask the process to end. The runtime's own reaction ends with another exit code than 0 and does not
/// see a second signal.
///
/// `sun.misc.Signal` is the only door to them, in a module that the runtime supports (`jdk.unsupported`); it is used by
/// name, because the compiler warns of each mention and lets nobody silence that.
public final class Signals {
    private Signals() {}

    /// @param first run at the first signal
    /// @param second run at each further one
    public static void onTermination(Runnable first, Runnable second) {
        var seen = new AtomicBoolean();
        Runnable either = () -> (seen.compareAndSet(false, true) ? first : second).run();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object reaction = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        either.run();
                        return null;
                    });
            for (String name : List.of("TERM", "INT")) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), reaction);
            }
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this Java runtime lacks jdk.unsupported", missing);
        }
    }
}
