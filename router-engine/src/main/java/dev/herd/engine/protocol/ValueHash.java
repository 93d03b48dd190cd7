package dev.herd.engine.protocol;

import java.util.Arrays;

/// The hash of one JSON value while it is read: the same in whatever order an object's members stand.
final class ValueHash {
    /// Of a member that does not count.
    private static final long LEFT_OUT = 0;

    private static final int FIRST = 8;
    private static final long OBJECT = 1;
    private static final long ARRAY = 2;

    private long[] sums = new long[FIRST];
    private long[] names = new long[FIRST];
    private boolean[] objects = new boolean[FIRST];
    private int depth;
    private long whole;

    void begin() {
        depth = 0;
        whole = 0;
    }

    void open(boolean object) {
        if (depth == sums.length) {
            sums = Arrays.copyOf(sums, 2 * depth);
            names = Arrays.copyOf(names, 2 * depth);
            objects = Arrays.copyOf(objects, 2 * depth);
        }
        sums[depth] = 0;
        names[depth] = LEFT_OUT;
        objects[depth++] = object;
    }

    void name(String name) {
        // A name's own hash, which the parser's names keep, tells members of one object apart well enough.
        names[depth - 1] = TextHash.mix(name.hashCode(), name.length()) | 1;
    }

    /// The member that follows does not count.
    void leaveOut() {
        names[depth - 1] = LEFT_OUT;
    }

    void value(long hash) {
        if (depth == 0) {
            whole = hash;
            return;
        }
        int at = depth - 1;
        if (!objects[at]) {
            sums[at] = TextHash.mix(sums[at], hash);
        } else if (names[at] != LEFT_OUT) {
            sums[at] += TextHash.mix(names[at], hash);
        }
    }

    void close() {
        depth--;
        value(TextHash.mix(objects[depth] ? OBJECT : ARRAY, sums[depth]));
    }

    long whole() {
        return whole;
    }
}
