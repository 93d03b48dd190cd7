package dev.herd.engine.scheduling;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The one place that decides what counts as a node's fault. Not a 4xx; not a 500 that names the request's own mistake;
/// not a client that left, which never gets here.
public final class FaultRules {
    /// Texts of a 500 that say that the request was wrong, as Ollama words them.
    private static final Pattern REQUESTS_OWN = Pattern.compile("invalid format|option \"[^\"]*\" must be of type");

    /// Texts that say that the server is full or not ready.
    private static final List<String> BUSY =
            List.of("busy", "pending requests", "overloaded", "loading model", "too many", "queue", "capacity");

    /// Texts that say that a prompt does not fit, as Ollama, llama.cpp, vLLM and LM Studio word them.
    private static final Pattern TOO_LONG =
            Pattern.compile("(exceeds?|exceeded|maximum|only|overflows?|larger|longer)\\b"
                    + ".*\\b(context (length|size|window)|model length)|context the overflows|context length of only");

    private FaultRules() {}

    /// Judges an upstream's answer that is no success.
    ///
    /// @param status 400 to 599
    /// @param message the text of its error
    /// @param retryAfter what the server asks for, zero when it does not
    public static Verdict judge(int status, String message, Duration retryAfter) {
        String text = message.toLowerCase(Locale.ROOT);
        if (status == 429 || (status == 503 && (says(text, BUSY) || retryAfter.isPositive()))) {
            return new Verdict.Busy(message, retryAfter.isPositive() ? retryAfter : Scheduler.BUSY_PAUSE);
        }
        if (status == 401 || status == 403) {
            return new Verdict.NotThere(502, "the model server refuses this engine: " + message);
        }
        if (status == 404) {
            return new Verdict.NotThere(404, message);
        }
        if (status == 408) {
            return new Verdict.NodesFault(message, false);
        }
        if (status <= 500 && TOO_LONG.matcher(text).find()) {
            return new Verdict.WindowTooSmall(message, 0);
        }
        if (status < 500) {
            return new Verdict.RequestsOwn(status, message);
        }
        if (status == 500 && REQUESTS_OWN.matcher(text).find()) {
            return new Verdict.RequestsOwn(400, message);
        }
        return new Verdict.NodesFault(message, status == 500);
    }

    private static boolean says(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }
}
