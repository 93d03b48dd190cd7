package dev.herd.engine.registry;

import dev.herd.engine.api.NodeVitals;
import dev.herd.engine.api.Series;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Processor;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The latest signals of each machine, and its last hour. Thread-safe.
public final class SignalBoard {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<NodeId, Entry> entries = new HashMap<>();

    /// What is kept of one machine.
    private static final class Entry {
        private final MinuteSeries tokens = new MinuteSeries();
        private final MinuteSeries memory = new MinuteSeries();
        private final MinuteSeries processor = new MinuteSeries();
        private NodeSignals signals = NodeSignals.NONE;
        private double tokensPerSecond;

        void add(Instant at) {
            tokens.add(at, tokensPerSecond);
            signals.memory().known().map(Memory::share).ifPresent(share -> memory.add(at, share));
            signals.processor().known().map(Processor::load).ifPresent(load -> processor.add(at, load));
        }

        NodeVitals vitals(Instant at) {
            return new NodeVitals(signals, tokensPerSecond, tokens.series(at), memory.series(at), processor.series(at));
        }
    }

    /// What a machine's sensors say now.
    public void sensed(NodeId node, NodeSignals signals) {
        lock.lock();
        try {
            entry(node).signals = signals;
        } finally {
            lock.unlock();
        }
    }

    /// Takes a point of each machine's history. To be called about once a second.
    ///
    /// @param tokensPerSecond what each machine generates now; a machine that is missing generates nothing
    public void sample(Instant at, Map<NodeId, Double> tokensPerSecond) {
        lock.lock();
        try {
            tokensPerSecond.keySet().forEach(this::entry);
            entries.forEach((node, entry) -> {
                entry.tokensPerSecond = tokensPerSecond.getOrDefault(node, 0.0);
                entry.add(at);
            });
        } finally {
            lock.unlock();
        }
    }

    /// How a machine is and was.
    public NodeVitals vitals(NodeId node, Instant at) {
        lock.lock();
        try {
            Entry entry = entries.get(node);
            return entry == null
                    ? new NodeVitals(NodeSignals.NONE, 0, Series.empty(at), Series.empty(at), Series.empty(at))
                    : entry.vitals(at);
        } finally {
            lock.unlock();
        }
    }

    /// Forgets a machine that is no part of the fleet any more.
    public void forget(NodeId node) {
        lock.lock();
        try {
            entries.remove(node);
        } finally {
            lock.unlock();
        }
    }

    private Entry entry(NodeId node) {
        return entries.computeIfAbsent(node, id -> new Entry());
    }
}
