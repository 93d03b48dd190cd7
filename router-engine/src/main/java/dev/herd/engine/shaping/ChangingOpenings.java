package dev.herd.engine.shaping;

import java.util.LinkedHashMap;
import java.util.Map;

/// Finds clients whose prompts begin with something that changes each time, such as the time of day, while what follows
/// stays the same: a server can reuse nothing of what it has in its cache then, and the client does not know.
///
/// Not thread-safe. Remembers [#MOST] clients, each by what its last prompt began with.
public final class ChangingOpenings {
    static final int MOST = 256;

    /// So often in a row, so that it is a habit.
    static final int HABIT = 3;

    /// What changes stands in one of the first so many lines.
    private static final int EARLY = 8;

    /// What changes has at most so many lines.
    private static final int CHANGED = 4;

    /// Bytes of text that make it worth a word: about 256 tokens.
    private static final int WORTH = 1024;

    private final Map<Client, Habit> habits = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Client, Habit> eldest) {
            return size() > MOST;
        }
    };

    /// Who asks for what.
    public record Client(String tenant, String model) {}

    /// What a prompt begins with.
    ///
    /// @param lines hashes of its first lines
    /// @param sizes bytes of each
    public record Opening(long[] lines, int[] sizes) {}

    /// What is known now.
    public enum Verdict {
        /// It has just become a habit.
        BEGINS,
        /// It was one, and is none any more.
        ENDS,
        /// Nothing new.
        SAME
    }

    private static final class Habit {
        private Opening last;
        private int changes;
        private int stays;
        private boolean told;

        Habit(Opening first) {
            last = first;
        }
    }

    /// A prompt came that begins so.
    public Verdict seen(Client client, Opening opening) {
        Habit habit = habits.get(client);
        if (habit == null) {
            habits.put(client, new Habit(opening));
            return Verdict.SAME;
        }
        Opening before = habit.last;
        habit.last = opening;
        int first = firstChanged(before, opening);
        if (size(opening, 0, first) >= WORTH) {
            habit.changes = 0;
            habit.stays++;
        } else if (first < EARLY && goesOnAlike(before, opening, first)) {
            habit.changes++;
            habit.stays = 0;
        }
        if (!habit.told && habit.changes >= HABIT) {
            habit.told = true;
            return Verdict.BEGINS;
        }
        if (habit.told && habit.stays >= HABIT) {
            habit.told = false;
            return Verdict.ENDS;
        }
        return Verdict.SAME;
    }

    private static int firstChanged(Opening one, Opening other) {
        int at = 0;
        while (at < Math.min(one.lines().length, other.lines().length) && one.lines()[at] == other.lines()[at]) {
            at++;
        }
        return at;
    }

    /// Whether both have the same lines again behind a few that differ.
    private static boolean goesOnAlike(Opening one, Opening other, int first) {
        for (int i = 0; i <= CHANGED; i++) {
            for (int j = i == 0 ? 1 : 0; j <= CHANGED; j++) {
                int alike = alike(one, first + i, other, first + j);
                int shared = size(other, first + j, first + j + alike);
                if (shared >= WORTH && size(other, first, first + j) <= shared / 2) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int alike(Opening one, int from, Opening other, int otherFrom) {
        int count = 0;
        while (from + count < one.lines().length
                && otherFrom + count < other.lines().length
                && one.lines()[from + count] == other.lines()[otherFrom + count]) {
            count++;
        }
        return count;
    }

    private static int size(Opening opening, int from, int to) {
        int size = 0;
        for (int i = from; i < to; i++) {
            size += opening.sizes()[i];
        }
        return size;
    }
}
