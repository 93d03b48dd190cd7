package dev.herd.engine.simulation;

import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.scheduling.SlotCache;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A machine's model server at work under a virtual clock, as Ollama does it.
///
/// - A model that is not loaded is loaded, one at a time; idle ones are evicted for it, least recently used
///   first; where those do not suffice it waits for a working one, and everything behind it waits, too.
/// - Each model serves as many requests at once as it has slots; more wait in its own queue.
/// - All that run share one accelerator: with `b` at once each goes at `1 / (1 + c (b - 1))` of its lone
///   speed.
/// - Each slot keeps its last prompt with its answer, see [SlotCache].
final class SimulatedServer {
    final Scenario.Machine machine;
    private final Map<String, Runner> runners = new TreeMap<>();
    private final Deque<Job> pending = new ArrayDeque<>();
    private double now;
    private double speed = 1;
    private boolean up = true;
    private boolean meeting;
    int loads;
    int evictions;
    double disturbedSeconds;

    /// A model in memory, or on its way there.
    private static final class Runner {
        final Scenario.Model model;
        double readyAt;
        double lastUsed;
        final Deque<Job> queue = new ArrayDeque<>();
        final List<Job> active = new ArrayList<>();
        final SlotCache cache;

        Runner(Scenario.Model model, int slots, double readyAt) {
            this.cache = new SlotCache(slots);
            this.model = model;
            this.readyAt = readyAt;
            this.lastUsed = readyAt;
        }

        boolean idle() {
            return active.isEmpty() && queue.isEmpty();
        }
    }

    SimulatedServer(Scenario.Machine machine, List<Scenario.Model> models) {
        this.machine = machine;
        for (Scenario.Model model : models) {
            if (model.loaded().contains(machine.name())) {
                runners.put(model.name(), new Runner(model, machine.slots(), 0));
            }
        }
    }

    boolean isUp() {
        return up;
    }

    boolean serves() {
        return up && !meeting;
    }

    double speed() {
        return speed;
    }

    void meeting(boolean on) {
        meeting = on;
    }

    void speed(double share) {
        speed = share;
    }

    /// Everything on it is lost.
    ///
    /// @return what was there
    List<Job> crash() {
        List<Job> lost = new ArrayList<>(pending);
        runners.values().forEach(runner -> {
            lost.addAll(runner.active);
            lost.addAll(runner.queue);
        });
        pending.clear();
        runners.clear();
        up = false;
        return lost;
    }

    void restart() {
        up = true;
    }

    /// Whether the model is loaded, and not just on its way.
    boolean hasLoaded(String model) {
        Runner runner = runners.get(model);
        return runner != null && runner.readyAt <= now;
    }

    boolean hasOrLoads(String model) {
        return runners.containsKey(model);
    }

    /// Requests that it has of a model, running or waiting.
    int inFlight(String model) {
        Runner runner = runners.get(model);
        int count = runner == null ? 0 : runner.active.size() + runner.queue.size();
        for (Job job : pending) {
            count += job.model.name().equals(model) ? 1 : 0;
        }
        return count;
    }

    /// All requests that it has.
    int inFlight() {
        int count = pending.size();
        for (Runner runner : runners.values()) {
            count += runner.active.size() + runner.queue.size();
        }
        return count;
    }

    int running() {
        int count = 0;
        for (Runner runner : runners.values()) {
            count += runner.active.size();
        }
        return count;
    }

    double freeGib() {
        double used = 0;
        for (Runner runner : runners.values()) {
            used += runner.model.gib();
        }
        return machine.memoryGib() - used;
    }

    void submit(Job job) {
        pending.add(job);
        settle();
    }

    /// Gives a task up; its slot is free at once.
    void cancel(Task task) {
        pending.removeIf(job -> job.task.equals(task));
        for (Runner runner : runners.values()) {
            runner.queue.removeIf(job -> job.task.equals(task));
            if (runner.active.removeIf(job -> job.task.equals(task))) {
                runner.cache.leave(task.number, task.prefix, now);
            }
        }
        settle();
    }

    /// Takes an idle model out of memory.
    void unload(String model) {
        Runner runner = runners.get(model);
        if (runner != null && runner.idle()) {
            runners.remove(model);
            evictions++;
            settle();
        }
    }

    /// Lone seconds per second.
    private double pace() {
        return speed / (1 + machine.contention() * Math.max(0, running() - 1));
    }

    /// When something happens next by itself; infinity when nothing does.
    double nextEvent() {
        double next = Double.POSITIVE_INFINITY;
        double pace = pace();
        for (Runner runner : runners.values()) {
            if (runner.readyAt > now) {
                next = Math.min(next, runner.readyAt);
            }
            for (Job job : runner.active) {
                next = Math.min(next, now + job.left() / pace);
            }
        }
        return next;
    }

    /// Lets time go by until something happens at the latest.
    ///
    /// @return the jobs that are done
    List<Job> advance(double to) {
        double pace = pace();
        double passed = to - now;
        if (meeting && running() > 0) {
            disturbedSeconds += passed;
        }
        List<Job> done = new ArrayList<>(0);
        for (Runner runner : runners.values()) {
            for (Job job : runner.active) {
                job.advance(now, passed, pace);
                if (job.isDone()) {
                    done.add(job);
                }
            }
        }
        now = to;
        for (Runner runner : runners.values()) {
            for (Job job : done) {
                if (runner.active.remove(job)) {
                    runner.lastUsed = to;
                    runner.cache.leave(job.task.number, withAnswer(job.task), to);
                }
            }
        }
        settle();
        return done;
    }

    /// What a slot holds after an answer: the client's next turn begins with it.
    private static PrefixChain withAnswer(Task task) {
        return task.prefix.followedBy(Traffic.ANSWER, task.answerTokens);
    }

    /// Begins what can begin.
    private void settle() {
        while (!pending.isEmpty() && admit(pending.peek())) {
            pending.remove();
        }
        for (Runner runner : runners.values()) {
            while (runner.readyAt <= now && !runner.queue.isEmpty() && runner.active.size() < machine.slots()) {
                begin(runner, runner.queue.remove());
            }
        }
    }

    private boolean admit(Job job) {
        Runner runner = runners.get(job.model.name());
        if (runner == null) {
            if (runners.values().stream().anyMatch(each -> each.readyAt > now) || !makeRoom(job.model)) {
                return false;
            }
            loads++;
            job.loadSeconds = machine.loadSeconds(job.model) / speed;
            runner = new Runner(job.model, machine.slots(), now + job.loadSeconds);
            runners.put(job.model.name(), runner);
        }
        runner.queue.add(job);
        return true;
    }

    private boolean makeRoom(Scenario.Model model) {
        List<Runner> idle = runners.values().stream()
                .filter(Runner::idle)
                .sorted(Comparator.comparingDouble(runner -> runner.lastUsed))
                .toList();
        double free = freeGib();
        List<Runner> victims = new ArrayList<>();
        for (Runner each : idle) {
            if (free >= model.gib()) {
                break;
            }
            victims.add(each);
            free += each.model.gib();
        }
        if (free < model.gib()) {
            return false;
        }
        victims.forEach(victim -> runners.remove(victim.model.name()));
        evictions += victims.size();
        return true;
    }

    private void begin(Runner runner, Job job) {
        Task task = job.task;
        int cached = Math.min(runner.cache.take(task.number, task.prefix, now), task.promptTokens - 1);
        job.prefillLeft = (task.promptTokens - cached) / machine.prefillRate(job.model);
        job.decodeLeft = job.model.embeds() ? 0 : task.answerTokens / machine.decodeRate(job.model);
        task.startedAt = now;
        runner.lastUsed = now;
        runner.active.add(job);
    }
}
