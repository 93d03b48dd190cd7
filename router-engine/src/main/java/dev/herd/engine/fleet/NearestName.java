package dev.herd.engine.fleet;

import java.util.Collection;
import java.util.Optional;

/// Which known name a mistyped one was probably meant to be.
public final class NearestName {
    private NearestName() {}

    /// The name with the fewest edits, if these are at most a third of its length; or one that differs by its tag only.
    public static Optional<String> of(String mistyped, Collection<String> names) {
        String best = null;
        int fewest = Integer.MAX_VALUE;
        for (String name : names) {
            int edits = family(name).equals(family(mistyped)) ? 0 : edits(mistyped, name);
            if (edits < fewest) {
                fewest = edits;
                best = name;
            }
        }
        return best != null && fewest <= Math.max(1, mistyped.length() / 3) ? Optional.of(best) : Optional.empty();
    }

    private static String family(String name) {
        int colon = name.lastIndexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    /// Levenshtein distance.
    private static int edits(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int swap = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[other.length()];
    }
}
