package dev.herd.app.fleet;

import dev.herd.app.text.Units;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Turns of phrase that the tab uses in more than one place.
final class Words {
    private static final double GIBI = 1L << 30;
    private static final int SECONDS_PER_MINUTE = 60;

    private Words() {}

    /// `42 min`: how long something still lasts, a begun minute counted as whole, so that what was just asked for 15
    /// minutes says so. Null when it has no end.
    static @Nullable String left(Instant now, @Nullable Instant until) {
        if (until == null) {
            return null;
        }
        Duration left = Duration.between(now, until);
        long seconds = Math.max(0, left.toSeconds() + (left.toNanosPart() > 0 ? 1 : 0));
        if (seconds < SECONDS_PER_MINUTE) {
            return seconds + " s";
        }
        return Units.duration(Duration.ofMinutes(Math.ceilDiv(seconds, SECONDS_PER_MINUTE)));
    }

    /// `64`, `1.4`: memory chips are sold in powers of two, and every system names them so.
    static String memory(long bytes) {
        double giga = bytes / GIBI;
        return giga < 9.95 ? String.format(Locale.ROOT, "%.1f", giga) : Long.toString(Math.round(giga));
    }

    /// `64 GB`.
    static String memorySize(long bytes) {
        double giga = bytes / GIBI;
        return (giga >= 0.95 && Math.abs(giga - Math.round(giga)) < 0.05
                        ? Long.toString(Math.round(giga))
                        : memory(bytes))
                + " GB";
    }

    /// `Ollama 0.12.6`, `OpenAI-compatible`.
    static String server(Upstream upstream) {
        String kind = upstream.kind() == UpstreamKind.OLLAMA ? "Ollama" : "OpenAI-compatible";
        return upstream.version().isEmpty() ? kind : kind + " " + upstream.version();
    }

    /// A text that begins as sentences do.
    static String capitalised(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /// A text that begins and ends as sentences do.
    static String sentence(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() || stripped.endsWith(".") ? capitalised(stripped) : capitalised(stripped) + ".";
    }

    /// A model's name without the tag that says nothing.
    static String model(String name) {
        String silent = ":latest";
        return name.endsWith(silent) ? name.substring(0, name.length() - silent.length()) : name;
    }
}
