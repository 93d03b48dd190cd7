package dev.herd.engine.trace;

import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.Finding;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What the person should know now, one finding per code. Thread-safe.
public final class Findings {
    private final InstantSource clock;
    private final EventFeed events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Finding> current = new LinkedHashMap<>();

    /// @param events is told once of each finding, and of each change of its message
    public Findings(InstantSource clock, EventFeed events) {
        this.clock = clock;
        this.events = events;
    }

    /// Something is the case. Saying it again changes nothing; another message keeps the time since when.
    ///
    /// @param code a stable word
    public void raise(String code, String message) {
        raise(code, message, Finding.Severity.WARNING);
    }

    /// The same of something that matters less, or more.
    public void raise(String code, String message, Finding.Severity severity) {
        Finding raised = put(code, message, severity);
        if (raised != null) {
            events.publish(() -> new EngineEvent.FindingRaised(raised));
        }
    }

    private @Nullable Finding put(String code, String message, Finding.Severity severity) {
        lock.lock();
        try {
            Finding known = current.get(code);
            if (known != null && known.message().equals(message) && known.severity() == severity) {
                return null;
            }
            Finding raised = new Finding(code, message, known == null ? clock.instant() : known.since(), severity);
            current.put(code, raised);
            return raised;
        } finally {
            lock.unlock();
        }
    }

    /// It is not the case any more.
    public void clear(String code) {
        lock.lock();
        try {
            current.remove(code);
        } finally {
            lock.unlock();
        }
    }

    /// Those that hold now, the oldest first.
    public List<Finding> current() {
        lock.lock();
        try {
            return List.copyOf(current.values());
        } finally {
            lock.unlock();
        }
    }
}
