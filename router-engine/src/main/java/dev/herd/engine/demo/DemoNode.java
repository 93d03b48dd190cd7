package dev.herd.engine.demo;

import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.simulation.SimulatedMachine;
import dev.herd.engine.simulation.SimulatedModel;
import dev.herd.engine.simulation.SimulatedNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A simulated machine that many threads use. Thread-safe.
final class DemoNode {
    /// As long as servers keep an idle model.
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    /// Work of the last minute counts for the machine's warmth.
    private static final double WARMTH_PER_SECOND = 1 / 60.0;

    private final SimulatedNode node;
    private final InstantSource clock;
    private final Instant started;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private double warmth;

    DemoNode(SimulatedMachine machine, InstantSource clock) {
        this.node = new SimulatedNode(machine);
        this.clock = clock;
        this.started = clock.instant();
    }

    String name() {
        return node.machine().name();
    }

    SimulatedMachine machine() {
        return node.machine();
    }

    Optional<SimulatedModel> find(String model) {
        return node.find(model);
    }

    Collection<SimulatedNode.Loaded> loaded() {
        lock.lock();
        try {
            return node.loaded();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the job is let in.
    SimulatedNode.Run start(SimulatedNode.Job job) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Optional<SimulatedNode.Run> run = node.start(job, DemoScript.slowdown(warmth), clock.instant());
                if (run.isPresent()) {
                    return run.get();
                }
                freed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void end(SimulatedNode.Run run) {
        lock.lock();
        try {
            node.end(run, clock.instant());
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void unload(String model) {
        lock.lock();
        try {
            node.unload(model);
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Lets a second pass, and reads the sensors.
    NodeSignals tick() {
        lock.lock();
        try {
            Instant now = clock.instant();
            node.unloadIdle(KEEP_ALIVE, now);
            double load = Math.min(1, (double) node.running() / node.machine().slots());
            warmth += (load - warmth) * WARMTH_PER_SECOND;
            var moment = new DemoScript.Moment(now, Duration.between(started, now), warmth, load, node.usedBytes());
            return DemoScript.signals(node.machine(), moment);
        } finally {
            lock.unlock();
        }
    }
}
