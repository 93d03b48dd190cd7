package dev.herd.engine.simulation;

import dev.herd.engine.fleet.ModelRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A simulated machine at work: which models are in its memory, what runs on them, and how long everything takes.
///
/// It behaves as Ollama does: a model that is not loaded is loaded, idle ones are evicted for it, least recently used
/// first; one that is loaded with another window is loaded anew once it is idle; more requests than slots wait.
/// Confined to one thread at a time.
public final class SimulatedNode {
    private final SimulatedMachine machine;
    private final Map<String, Loaded> loaded = new TreeMap<>();
    private final Map<Long, Run> runs = new TreeMap<>();
    private long nextRun = 1;

    /// What is asked of a model.
    ///
    /// @param window context length asked for, 0 for the machine's default
    /// @param promptTokens length of the prompt
    /// @param cachedTokens of it that a loaded runner has in its cache
    /// @param answerTokens length of the answer
    public record Job(String model, int window, int promptTokens, int cachedTokens, int answerTokens) {}

    /// A job that was let in, and when each part of it is due.
    ///
    /// @param loadSeconds 0 when the model was loaded already
    /// @param prefillSeconds from then to the first token
    /// @param secondsPerToken between two tokens
    public record Run(
            long number,
            Job job,
            Instant startedAt,
            double loadSeconds,
            double prefillSeconds,
            double secondsPerToken) {
        public Instant firstTokenAt() {
            return after(loadSeconds + prefillSeconds);
        }

        /// @param index of the token, from 0
        public Instant tokenAt(int index) {
            return after(loadSeconds + prefillSeconds + index * secondsPerToken);
        }

        private Instant after(double seconds) {
            return startedAt.plusNanos(Math.round(seconds * 1e9));
        }
    }

    /// A model in memory.
    ///
    /// @param bytes weights and cache
    public record Loaded(SimulatedModel model, int window, long bytes, Instant lastUsed) {}

    /// Ollama's default on machines of common size.
    public static final int DEFAULT_WINDOW = 4096;

    public SimulatedNode(SimulatedMachine machine) {
        this.machine = machine;
    }

    public SimulatedMachine machine() {
        return machine;
    }

    public Optional<SimulatedModel> find(String name) {
        return machine.models().stream().filter(model -> isNamed(model, name)).findFirst();
    }

    private static boolean isNamed(SimulatedModel model, String name) {
        return ModelRef.of(model.name()).equals(ModelRef.of(name));
    }

    public Collection<Loaded> loaded() {
        return List.copyOf(loaded.values());
    }

    public int running() {
        return runs.size();
    }

    /// Memory that models take.
    public long usedBytes() {
        return loaded.values().stream().mapToLong(Loaded::bytes).sum();
    }

    /// Lets a job in, loading its model first where that is needed.
    ///
    /// @param slowdown share of its speed that the machine lacks, from heat for one; 0 to below 1
    /// @return empty when it has to wait for others to end
    public Optional<Run> start(Job job, double slowdown, Instant at) {
        SimulatedModel model = find(job.model()).orElseThrow(() -> new IllegalArgumentException(job.model()));
        if (runningOn(model) >= machine.slots()) {
            return Optional.empty();
        }
        Loaded there = loaded.get(model.name());
        int window = window(job, model);
        boolean load = there == null || there.window() != window;
        if (load && !makeRoom(model, window)) {
            return Optional.empty();
        }
        long bytes = bytes(model, window);
        loaded.put(model.name(), new Loaded(model, window, bytes, at));
        double speed = 1 - slowdown;
        int cached = load ? 0 : Math.min(job.cachedTokens(), job.promptTokens());
        var run = new Run(
                nextRun++,
                job,
                at,
                load ? machine.loadSeconds(model) : 0,
                (job.promptTokens() - cached) / (machine.prefillRate(model) * speed),
                1 / (machine.decodeRate(model, runningOn(model) + 1) * speed));
        runs.put(run.number(), run);
        return Optional.of(run);
    }

    /// No wish is a wish for the default, which loads a model anew that was loaded with another window.
    private static int window(Job job, SimulatedModel model) {
        return Math.min(job.window() > 0 ? job.window() : DEFAULT_WINDOW, model.trainedWindow());
    }

    private long bytes(SimulatedModel model, int window) {
        return model.sizeBytes() + model.cacheBytes(window, machine.slots());
    }

    private int runningOn(SimulatedModel model) {
        return (int) runs.values().stream()
                .filter(run -> isNamed(model, run.job().model()))
                .count();
    }

    /// Evicts idle models until this one fits; false when busy ones are in the way.
    private boolean makeRoom(SimulatedModel model, int window) {
        if (runningOn(model) > 0) {
            return false;
        }
        long free = machine.modelMemoryBytes() - usedBytes();
        Loaded old = loaded.get(model.name());
        free += old == null ? 0 : old.bytes();
        List<Loaded> victims = new ArrayList<>();
        List<Loaded> idle = loaded.values().stream()
                .filter(each -> !each.model().equals(model) && runningOn(each.model()) == 0)
                .sorted(Comparator.comparing(Loaded::lastUsed))
                .toList();
        for (Loaded each : idle) {
            if (free >= bytes(model, window)) {
                break;
            }
            victims.add(each);
            free += each.bytes();
        }
        if (free < bytes(model, window)) {
            return false;
        }
        victims.forEach(victim -> loaded.remove(victim.model().name()));
        loaded.remove(model.name());
        return true;
    }

    /// A run is over, answered or given up.
    public void end(Run run, Instant at) {
        runs.remove(run.number());
        Loaded there = loaded.get(modelName(run));
        if (there != null) {
            loaded.put(there.model().name(), new Loaded(there.model(), there.window(), there.bytes(), at));
        }
    }

    private String modelName(Run run) {
        return find(run.job().model()).map(SimulatedModel::name).orElse("");
    }

    /// Frees the memory of a model, if nothing runs on it.
    public boolean unload(String name) {
        Optional<SimulatedModel> model = find(name);
        return model.isPresent()
                && runningOn(model.get()) == 0
                && loaded.remove(model.get().name()) != null;
    }

    /// Frees the memory of models that have been idle that long, as servers do.
    public void unloadIdle(Duration longerThan, Instant at) {
        loaded.values()
                .removeIf(each -> runningOn(each.model()) == 0
                        && Duration.between(each.lastUsed(), at).compareTo(longerThan) > 0);
    }
}
