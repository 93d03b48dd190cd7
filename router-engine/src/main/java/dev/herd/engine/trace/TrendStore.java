package dev.herd.engine.trace;

import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendPoint;
import dev.herd.engine.fleet.NodeId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where trends are kept. What changes it is called by one thread, the readers by any.
public interface TrendStore {
    /// Takes what is read.
    interface Sink {
        /// Where to add what is known of a machine from that second of the epoch on; null when nobody wants it.
        @Nullable
        TrendCell cell(NodeId node, long second);
    }

    /// Stores points and events, and rolls up the minutes and hours that the points lie in, in one transaction. An
    /// event that is there already, by its machine, kind and start, is replaced.
    ///
    /// @param points each at the start of its step
    /// @throws TraceStore.DamagedException when trying again is in vain
    void append(List<TrendPoint> points, List<TrendEvent> events) throws IOException;

    /// Reads every machine's steps that begin in a stretch of time.
    ///
    /// @param from in seconds of the epoch
    /// @param to in seconds of the epoch, not included
    void read(TrendStep step, long from, long to, Sink sink) throws IOException;

    /// The machines of which anything was ever kept, with the names they had last.
    Map<NodeId, String> names() throws IOException;

    /// Events that touch a stretch of time, oldest first.
    List<TrendEvent> events(Instant from, Instant to) throws IOException;

    /// When the oldest kept point was taken; empty when none is kept.
    Optional<Instant> oldest() throws IOException;

    /// Ends the events that an earlier run left open, when its last point before `now` was taken: nobody knows how they
    /// went on.
    ///
    /// @throws TraceStore.DamagedException when trying again is in vain
    void endEvents(Instant now) throws IOException;

    /// Forgets what is older than it is kept for.
    void forget(Instant now) throws IOException;
}
