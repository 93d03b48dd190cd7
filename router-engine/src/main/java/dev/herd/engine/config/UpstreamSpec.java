package dev.herd.engine.config;

import dev.herd.engine.fleet.NearestName;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model server as it is named in one line: an address and options.
public final class UpstreamSpec {
    /// The options and their order in messages.
    static final List<String> OPTIONS = List.of("name", "kind", "slots", "memory", "chip", "key-env");

    private UpstreamSpec() {}

    /// Reads `URL[,name=…][,kind=ollama|openai][,slots=N][,memory=64GiB][,chip=…][,key-env=NAME]`.
    ///
    /// @throws IllegalArgumentException when it is none, in a sentence for the person who wrote it
    public static UpstreamConfig parse(String spec) {
        String[] parts = spec.split(",");
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0
                    ? parts[i].strip()
                    : parts[i].substring(0, equals).strip();
            if (equals < 0 || !OPTIONS.contains(name)) {
                throw new IllegalArgumentException("unknown option \"" + name + "\" of upstream " + parts[0]
                        + NearestName.of(name, OPTIONS)
                                .map(near -> ", did you mean \"" + near + "\"?")
                                .orElse("; options are " + String.join(", ", OPTIONS)));
            }
            if (options.put(name, parts[i].substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("option \"" + name + "\" of upstream " + parts[0] + " stands twice");
            }
        }
        return of(parts[0].strip(), options);
    }

    /// @param options by their names in a spec
    /// @throws IllegalArgumentException when one is wrong
    public static UpstreamConfig of(String url, Map<String, String> options) {
        UpstreamId id = id(url);
        String memory = options.getOrDefault("memory", "");
        return new UpstreamConfig(
                id,
                options.getOrDefault("name", id.hostAndPort()),
                kind(options.getOrDefault("kind", "")),
                slots(options.get("slots")),
                memory.isEmpty() ? 0 : Quantities.size(memory),
                options.getOrDefault("chip", ""),
                options.getOrDefault("key-env", ""));
    }

    private static UpstreamId id(String url) {
        try {
            return UpstreamId.parse(url);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("not an http or https address: \"" + url + "\"", unreadable);
        }
    }

    private static @Nullable UpstreamKind kind(String label) {
        return switch (label.toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "ollama" -> UpstreamKind.OLLAMA;
            case "openai" -> UpstreamKind.OPENAI;
            default -> throw new IllegalArgumentException("kind must be ollama or openai, not " + label);
        };
    }

    private static int slots(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        try {
            int slots = Integer.parseInt(text);
            if (slots < 1) {
                throw new NumberFormatException();
            }
            return slots;
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(
                    "slots must be 1 to " + UpstreamConfig.MAX_SLOTS + ", not " + text, wrong);
        }
    }
}
