package dev.herd.engine.sensing.linux;

import dev.herd.engine.signal.Input;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What desktops answer, as programs print it.
final class DesktopAnswers {
    /// `(uint64 482913,)`
    private static final Pattern NUMBER = Pattern.compile("\\s*\\(u?int(?:32|64) (\\d{1,18}),\\)\\s*");

    private static final Pattern TRUTH = Pattern.compile("\\s*\\((true|false),\\)\\s*");
    private static final Pattern PLAIN = Pattern.compile("\\s*(\\d{1,18})\\s*");

    private DesktopAnswers() {}

    /// A time without input in milliseconds, from `gdbus`.
    static Optional<Input> idle(String answer) {
        return millis(NUMBER.matcher(answer));
    }

    /// The same from `xprintidle`.
    static Optional<Input> plainIdle(String answer) {
        return millis(PLAIN.matcher(answer));
    }

    private static Optional<Input> millis(Matcher matcher) {
        return matcher.matches()
                ? Optional.of(new Input(Duration.ofMillis(Long.parseLong(matcher.group(1)))))
                : Optional.empty();
    }

    /// Whether, from `gdbus`.
    static Optional<Boolean> truth(String answer) {
        Matcher matcher = TRUTH.matcher(answer);
        return matcher.matches() ? Optional.of(matcher.group(1).equals("true")) : Optional.empty();
    }
}
