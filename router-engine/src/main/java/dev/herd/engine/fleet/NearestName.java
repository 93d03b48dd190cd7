package dev.herd.engine.fleet;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Which known name a mistyped one was probably meant to be.
public final class NearestName {
    private NearestName() {}

    /// Nobody mistypes a longer one; comparing it would only take long.
    private static final int LONGEST = 200;

    /// The name with the fewest edits, if these are at most a third of its length; or one that differs by its tag only.
    /// Case is no edit.
    public static Optional<String> of(String mistyped, Collection<String> names) {
        if (mistyped.length() > LONGEST) {
            return Optional.empty();
        }
        String lower = mistyped.toLowerCase(Locale.ROOT);
        int most = Math.max(1, lower.length() / 3);
        String best = null;
        int fewest = most + 1;
        for (String name : names) {
            String candidate = name.toLowerCase(Locale.ROOT);
            boolean comparable = Math.abs(candidate.length() - lower.length()) <= most;
            boolean family = family(candidate).equals(family(lower));
            int edits = family ? 0 : comparable ? edits(lower, candidate) : fewest;
            if (edits < fewest) {
                fewest = edits;
                best = name;
            }
        }
        return Optional.ofNullable(best);
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
