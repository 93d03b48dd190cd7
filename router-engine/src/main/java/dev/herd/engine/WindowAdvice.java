package dev.herd.engine;

import dev.herd.engine.dispatch.Dispatcher;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.registry.FleetRegistry;
import dev.herd.engine.shaping.WindowWaste;
import dev.herd.engine.trace.Findings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Tells the person of models that are loaded with far larger windows than they use. Thread-safe.
final class WindowAdvice implements Runnable {
    private final FleetRegistry registry;
    private final Dispatcher dispatcher;
    private final Findings findings;
    private final ReentrantLock lock = new ReentrantLock();
    private Set<String> raised = Set.of();

    WindowAdvice(FleetRegistry registry, Dispatcher dispatcher, Findings findings) {
        this.registry = registry;
        this.dispatcher = dispatcher;
        this.findings = findings;
    }

    /// Looks at what is loaded now.
    @Override
    public void run() {
        FleetSnapshot fleet = registry.snapshot();
        Map<ModelRef, Integer> windows = dispatcher.recommendedWindows();
        Map<String, String> found = new LinkedHashMap<>();
        windows.forEach((model, recommended) -> fleet.holders(model).stream()
                .flatMap(holder -> WindowWaste.of(holder, recommended).stream())
                .forEach(waste -> found.put(
                        "window_waste " + waste.holder().node().name() + " "
                                + waste.holder().model().name(),
                        waste.words())));
        lock.lock();
        try {
            raised.stream().filter(code -> !found.containsKey(code)).forEach(findings::clear);
            found.forEach(findings::raise);
            raised = Set.copyOf(found.keySet());
        } finally {
            lock.unlock();
        }
    }
}
