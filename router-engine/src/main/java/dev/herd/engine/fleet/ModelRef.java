package dev.herd.engine.fleet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A normalised model name, such as `qwen3:32b`: the only place that parses names.
///
/// Two spellings that Ollama takes for one model give equal references: names are compared without case, a missing tag
/// is `latest`, and the registry's default host and namespace may be left out.
///
/// @param name lower-case, always with its tag
public record ModelRef(String name) implements Comparable<ModelRef> {
    private static final String DEFAULT_HOST = "registry.ollama.ai/";
    private static final String DEFAULT_NAMESPACE = "library/";
    private static final String DEFAULT_TAG = ":latest";

    /// Reads a name as a client or a server spells it. The tag starts at the last colon behind the last slash, so that
    /// `host:5000/ns/name` has none.
    public static ModelRef of(String spelling) {
        String name = spelling.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith(DEFAULT_HOST)) {
            name = name.substring(DEFAULT_HOST.length());
        }
        if (name.startsWith(DEFAULT_NAMESPACE)) {
            name = name.substring(DEFAULT_NAMESPACE.length());
        }
        return new ModelRef(name.indexOf(':', name.lastIndexOf('/') + 1) < 0 ? name + DEFAULT_TAG : name);
    }

    /// As people write it: without the tag that every model has.
    public String label() {
        return name.endsWith(DEFAULT_TAG) ? name.substring(0, name.length() - DEFAULT_TAG.length()) : name;
    }

    /// Compared for each candidate of each request, where the generated ones show.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof ModelRef(String same) && name.equals(same));
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public int compareTo(ModelRef other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
