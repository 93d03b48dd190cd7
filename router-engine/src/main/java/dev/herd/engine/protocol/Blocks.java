package dev.herd.engine.protocol;

import java.util.Arrays;

/// Blocks of a prompt while it is read: the hash of each, and its bytes of JSON text.
final class Blocks {
    private static final int FIRST = 8;

    private long[] hashes = new long[FIRST];
    private int[] sizes = new int[FIRST];
    private int count;

    void add(long hash, int size) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
        }
        hashes[count] = hash;
        sizes[count++] = size;
    }

    void addAll(Blocks others) {
        for (int i = 0; i < others.count; i++) {
            add(others.hashes[i], others.sizes[i]);
        }
    }

    /// Makes a block depend on something that stands in front of it, too.
    ///
    /// @param more bytes of its text
    void lead(int block, long with, int more) {
        hashes[block] = TextHash.mix(with, hashes[block]);
        sizes[block] += more;
    }

    int count() {
        return count;
    }

    long hash(int block) {
        return hashes[block];
    }

    int size(int block) {
        return sizes[block];
    }

    void removeLast() {
        count--;
    }

    void clear() {
        count = 0;
    }

    /// One hash for all of them.
    long whole() {
        long hash = count;
        for (int i = 0; i < count; i++) {
            hash = TextHash.mix(hash, hashes[i]);
        }
        return hash;
    }
}
