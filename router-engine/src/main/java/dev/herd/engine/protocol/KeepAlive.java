package dev.herd.engine.protocol;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long a client wants a model kept in memory: Ollama's field `keep_alive`, a number of seconds or a Go duration.
public final class KeepAlive {
    public static final String FIELD = "keep_alive";

    /// A Go duration of no length, such as `0`, `0s` or `0h0m`.
    private static final Pattern ZERO =
            Pattern.compile("[-+]?(?:0|(?:(?:0++(?:\\.0*+)?|\\.0++)(?:ns|us|µs|μs|ms|s|m|h))++)");

    private KeepAlive() {}

    /// Whether it is to leave at once.
    public static boolean isZero(@Nullable JsonSlice asked) {
        if (asked == null) {
            return false;
        }
        return asked.isNumber()
                ? asked.number() == 0
                : asked.isString() && ZERO.matcher(asked.text()).matches();
    }
}
