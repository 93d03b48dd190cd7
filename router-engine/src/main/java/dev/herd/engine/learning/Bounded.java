package dev.herd.engine.learning;

import java.util.LinkedHashMap;
import java.util.Map;

/// A map that forgets what was used longest ago, once it holds more than a household can have.
public final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;
    private static final int MOST = 4096;

    public Bounded() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST;
    }
}
