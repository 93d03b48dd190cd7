package dev.herd.engine.upstream;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is known of models by their digests, which never changes. Thread-safe, bounded.
final class ModelFacts {
    private static final int MOST = 4096;

    /// @param capabilities null when the server states none
    /// @param trainedWindow 0 when it does not say
    /// @param cacheBytes per token, as [ModelMake#cacheBytes] has it
    /// @param weights the file its weights are in, empty when the server does not say
    record Facts(@Nullable Set<String> capabilities, int trainedWindow, long cacheBytes, String weights) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<String, Facts> byDigest = new LinkedHashMap<>();

    @Nullable
    Facts find(String digest) {
        lock.lock();
        try {
            return byDigest.get(digest);
        } finally {
            lock.unlock();
        }
    }

    void put(String digest, Facts facts) {
        lock.lock();
        try {
            byDigest.put(digest, facts);
            if (byDigest.size() > MOST) {
                byDigest.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }
}
