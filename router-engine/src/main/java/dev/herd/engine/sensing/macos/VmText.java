package dev.herd.engine.sensing.macos;

import dev.herd.engine.signal.Pressure;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `sysctl -n` and `vm_stat` say of memory.
final class VmText {
    private static final Pattern NUMBER = Pattern.compile("\\A(\\d{1,18})[ \\t]*\\R\\z");
    private static final Pattern PAGE = Pattern.compile("page size of (\\d{1,9}) bytes");
    private static final Pattern SWAPOUTS =
            Pattern.compile("^\"?Swapouts\"?:[ \\t]+(\\d{1,18})\\.?[ \\t]*\\R", Pattern.MULTILINE);

    private VmText() {}

    static OptionalLong number(String text) {
        return found(NUMBER, text);
    }

    /// The kernel's level is a bit: 1 normal, 2 warning, 4 critical (`kern_memorystatus.h`). Empty for others.
    static Optional<Pressure.Level> level(OptionalLong number) {
        if (number.isEmpty()) {
            return Optional.empty();
        }
        return switch ((int) number.getAsLong()) {
            case 1 -> Optional.of(Pressure.Level.NORMAL);
            case 2 -> Optional.of(Pressure.Level.WARN);
            case 4 -> Optional.of(Pressure.Level.CRITICAL);
            default -> Optional.empty();
        };
    }

    /// Bytes that went from memory to disk since the machine started.
    static OptionalLong swappedOutBytes(String text) {
        OptionalLong page = found(PAGE, text);
        OptionalLong pages = found(SWAPOUTS, text);
        return page.isPresent() && pages.isPresent()
                ? OptionalLong.of(page.getAsLong() * pages.getAsLong())
                : OptionalLong.empty();
    }

    private static OptionalLong found(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
    }
}
