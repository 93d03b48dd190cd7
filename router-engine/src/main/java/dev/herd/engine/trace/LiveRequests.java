package dev.herd.engine.trace;

import dev.herd.engine.api.RequestTrace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The requests that run now. Thread-safe.
public final class LiveRequests {
    private record Live(Supplier<RequestTrace> now, Runnable cancel) {}

    private final Map<String, Live> byId = new ConcurrentHashMap<>();

    /// @param now its trace at any moment, from any thread
    /// @param cancel stops it, from any thread
    public void begun(String id, Supplier<RequestTrace> now, Runnable cancel) {
        byId.put(id, new Live(now, cancel));
    }

    public void ended(String id) {
        byId.remove(id);
    }

    public Optional<RequestTrace> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(live -> live.now().get());
    }

    /// @return false when no such request runs
    public boolean cancel(String id) {
        Live live = byId.get(id);
        if (live != null) {
            live.cancel().run();
        }
        return live != null;
    }

    public List<RequestTrace> all() {
        return byId.values().stream().map(live -> live.now().get()).toList();
    }

    public int count() {
        return byId.size();
    }
}
