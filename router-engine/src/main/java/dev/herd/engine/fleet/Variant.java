package dev.herd.engine.fleet;

import org.jspecify.annotations.Nullable;

/// A model by its name and by what stands behind it, since two machines may hold different weights under one name.
///
/// @param digest as the server states it; the kind of server where it states none, so that what servers of one kind
///     call the same is taken for the same
public record Variant(ModelRef model, String digest) implements Comparable<Variant> {
    private static final int SHORT_DIGITS = 12;

    /// Whether the server itself says what it is.
    public boolean isStated() {
        return digest.length() > SHORT_DIGITS;
    }

    /// The digest as Ollama's own command line lists it.
    public String shortDigest() {
        return digest.substring(0, Math.min(SHORT_DIGITS, digest.length()));
    }

    /// Looked up for each candidate of each request, where the generated ones show.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Variant(ModelRef same, String likewise)
                        && model.equals(same)
                        && digest.equals(likewise));
    }

    @Override
    public int hashCode() {
        return 31 * model.hashCode() + digest.hashCode();
    }

    @Override
    public int compareTo(Variant other) {
        int byModel = model.compareTo(other.model);
        return byModel != 0 ? byModel : digest.compareTo(other.digest);
    }

    @Override
    public String toString() {
        return model + "@" + shortDigest();
    }
}
