package dev.herd.engine.sensing.linux;

import java.util.Optional;

/// One process, as `/proc/PID/stat` tells it.
///
/// @param name cut at 15 letters; may hold anything
/// @param started in ticks since the machine started, so that a number that is given again is seen
/// @param ticks of processors that it used, its ended children's left out
/// @param residentPages of main memory
record ProcessStat(String name, long started, long ticks, long residentPages) {
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int STARTED = 19;
    private static final int RESIDENT = 21;

    /// Empty when the text is none.
    static Optional<ProcessStat> parse(String text) {
        int opened = text.indexOf('(');
        int closed = text.lastIndexOf(')');
        if (opened < 0 || closed < opened) {
            return Optional.empty();
        }
        String[] words = text.substring(closed + 1).strip().split(" ");
        if (words.length <= RESIDENT) {
            return Optional.empty();
        }
        for (int column : new int[] {USER, SYSTEM, STARTED, RESIDENT}) {
            if (!Digits.are(words[column])) {
                return Optional.empty();
            }
        }
        return Optional.of(new ProcessStat(
                text.substring(opened + 1, closed),
                Long.parseLong(words[STARTED]),
                Long.parseLong(words[USER]) + Long.parseLong(words[SYSTEM]),
                Long.parseLong(words[RESIDENT])));
    }
}
