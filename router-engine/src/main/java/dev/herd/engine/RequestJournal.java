package dev.herd.engine;

import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.gateway.Journal;
import dev.herd.engine.gateway.Records;
import java.util.function.Supplier;

/// Brings what the pipeline reports to those who keep it.
///
/// @param rooms learn how fast machines are
record RequestJournal(Records records, Rooms rooms) implements Journal {
    @Override
    public void begun(String id, Supplier<RequestTrace> now, Runnable cancel) {
        records.live().begun(id, now, cancel);
    }

    @Override
    public void changed(Supplier<RequestTrace> trace) {
        records.events().publish(() -> new EngineEvent.RequestChanged(trace.get()));
    }

    /// The ended trace can be found before the running one goes.
    @Override
    public void ended(RequestTrace trace) {
        records.ended().record(trace);
        records.live().ended(trace.id());
        records.statistics().ended(trace);
        rooms.served(trace);
        records.events().publish(() -> new EngineEvent.RequestChanged(trace));
    }
}
