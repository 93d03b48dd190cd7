package dev.herd.app.testing;

import dev.herd.app.bridge.EngineHost;
import dev.herd.app.bridge.EnginePhase;
import dev.herd.app.bridge.StartMode;
import dev.herd.app.bridge.StopMode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A host that enters the phases it is told to and remembers what is wanted of it. Thread-safe.
public final class FakeHost implements EngineHost {
    private final List<Consumer<EnginePhase>> listeners = new CopyOnWriteArrayList<>();
    private final List<StartMode> starts = new CopyOnWriteArrayList<>();
    private final List<StopMode> stops = new CopyOnWriteArrayList<>();
    private volatile EnginePhase phase = new EnginePhase.Starting();

    public FakeHost enters(EnginePhase next) {
        phase = next;
        listeners.forEach(listener -> listener.accept(next));
        return this;
    }

    /// How it was asked to start, in order.
    public List<StartMode> starts() {
        return List.copyOf(starts);
    }

    /// How it was asked to stop, in order.
    public List<StopMode> stops() {
        return List.copyOf(stops);
    }

    @Override
    public void onPhase(Consumer<EnginePhase> listener) {
        listeners.add(listener);
        listener.accept(phase);
    }

    @Override
    public void start(StartMode mode) {
        starts.add(mode);
    }

    @Override
    public void stop(StopMode mode) {
        stops.add(mode);
    }
}
