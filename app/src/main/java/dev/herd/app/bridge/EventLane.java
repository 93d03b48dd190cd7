package dev.herd.app.bridge;

import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.EngineListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Carries what happens from the engine's thread to another, in order. While the other one is busy, events gather up to
/// a limit; what does not fit is counted, and announced where it is missing.
final class EventLane implements EngineListener {
    private final Executor there;
    private final EngineListener listener;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Consumer<EngineListener>> gathered = new ArrayList<>();
    private long lost;
    private boolean underWay;

    /// @param there runs one task at a time, in order
    EventLane(Executor there, EngineListener listener, int capacity) {
        this.there = there;
        this.listener = listener;
        this.capacity = capacity;
    }

    @Override
    public void happened(EngineEvent event) {
        add(hears -> hears.happened(event), 1);
    }

    @Override
    public void gap(long count) {
        add(hears -> hears.gap(count), count);
    }

    private void add(Consumer<EngineListener> news, long worth) {
        lock.lock();
        try {
            if (gathered.size() < capacity) {
                gathered.add(news);
            } else {
                lost += worth;
            }
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (!underWay) {
            underWay = true;
            there.execute(this::deliver);
        }
    }

    private void deliver() {
        List<Consumer<EngineListener>> news;
        long missing;
        lock.lock();
        try {
            news = gathered;
            missing = lost;
            gathered = new ArrayList<>();
            lost = 0;
            underWay = false;
        } finally {
            lock.unlock();
        }
        news.forEach(each -> each.accept(listener));
        if (missing > 0) {
            listener.gap(missing);
        }
    }
}
