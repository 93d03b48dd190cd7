package dev.herd.engine.simulation;

import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.scheduling.SlotCache;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
    final Circumstances circumstances = new Circumstances();
    private final Warmth warmth;

    /// Sent to a machine that nobody can reach.
    private final List<Job> undelivered = new ArrayList<>();

    /// Done, and the answers do not come through.
    private final List<Job> withheld = new ArrayList<>();

    private double now;
    private double awaySince;
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
        this.warmth = new Warmth(machine.heat());
        for (Scenario.Model model : models) {
            if (model.loaded().contains(machine.name())) {
                runners.put(model.name(), new Runner(model, machine.slots(), 0));
            }
        }
    }

    /// As the router sees it.
    boolean isUp() {
        return circumstances.isUp();
    }

    boolean serves() {
        return isUp() && !circumstances.meeting();
    }

    double speed() {
        return circumstances.speed() * warmth.speed();
    }

    /// As far as the router is told.
    double toldSpeed() {
        return circumstances.toldSpeed() * warmth.toldSpeed();
    }

    /// It cannot be reached any more.
    void leave(Circumstances.Presence how) {
        awaySince = now;
        circumstances.become(how);
        if (how == Circumstances.Presence.GONE) {
            crash();
        }
    }

    private void crash() {
        runners.values().forEach(runner -> {
            pending.addAll(runner.active);
            pending.addAll(runner.queue);
        });
        runners.clear();
    }

    /// The router finds out that it is away.
    ///
    /// @return what was there, which is lost
    List<Job> miss() {
        circumstances.miss();
        List<Job> lost = new ArrayList<>(undelivered);
        lost.addAll(withheld);
        lost.addAll(pending);
        undelivered.clear();
        withheld.clear();
        pending.clear();
        for (Runner runner : runners.values()) {
            lost.addAll(runner.active);
            lost.addAll(runner.queue);
            runner.active.forEach(job -> runner.cache.leave(job.task.number, job.task.prefix, now));
            runner.active.clear();
            runner.queue.clear();
        }
        return lost;
    }

    /// It can be reached again.
    ///
    /// @return answers that come through only now
    List<Job> back() {
        if (!circumstances.works()) {
            double away = now - awaySince;
            runners.values().stream()
                    .filter(runner -> runner.readyAt > awaySince)
                    .forEach(runner -> runner.readyAt += away);
        }
        circumstances.become(Circumstances.Presence.HERE);
        List<Job> late = List.copyOf(withheld);
        withheld.clear();
        for (Job job : late) {
            job.firstTokenAt = job.firstTokenAt > awaySince ? now : job.firstTokenAt;
        }
        pending.addAll(undelivered);
        undelivered.clear();
        settle();
        return late;
    }

    /// Whether the first token has come through.
    boolean hasAnswered(Job job) {
        return job.firstTokenAt <= (circumstances.reachable() ? now : awaySince);
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
        return count + count(pending, model) + count(undelivered, model) + count(withheld, model);
    }

    private static int count(Collection<Job> jobs, String model) {
        int count = 0;
        for (Job job : jobs) {
            count += job.model.name().equals(model) ? 1 : 0;
        }
        return count;
    }

    /// All requests that it has.
    int inFlight() {
        int count = pending.size() + undelivered.size() + withheld.size();
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

    /// What models may take, others having taken theirs.
    double budgetGib() {
        return Math.max(0, machine.memoryGib() - circumstances.takenGib);
    }

    double freeGib() {
        return budgetGib() - usedGib();
    }

    double usedGib() {
        double used = 0;
        for (Runner runner : runners.values()) {
            used += runner.model.gib();
        }
        return used;
    }

    void submit(Job job) {
        (circumstances.reachable() ? pending : undelivered).add(job);
        settle();
    }

    /// Gives a task up; its slot is free at once.
    void cancel(Task task) {
        for (Collection<Job> jobs : List.of(pending, undelivered, withheld)) {
            jobs.removeIf(job -> job.task.equals(task));
        }
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

    /// Loads a model that no request waits for.
    ///
    /// @return seconds until it is there; negative when it cannot be loaded now
    double load(Scenario.Model model) {
        Runner runner = runners.get(model.name());
        if (!circumstances.reachable()) {
            return -1;
        }
        runner = runner == null ? begin(model) : runner;
        return runner == null ? -1 : Math.max(0, runner.readyAt - now);
    }

    /// A runner that is on its way; null when it cannot come now.
    private @Nullable Runner begin(Scenario.Model model) {
        if (runners.values().stream().anyMatch(each -> each.readyAt > now) || !makeRoom(model)) {
            return null;
        }
        loads++;
        Runner runner = new Runner(model, machine.slots(), now + machine.loadSeconds(model) / speed());
        runners.put(model.name(), runner);
        return runner;
    }

    /// Lone seconds per second.
    private double pace() {
        return speed() / (1 + machine.contention() * Math.max(0, running() - 1));
    }

    /// When something happens next by itself; infinity when nothing does.
    double nextEvent() {
        if (!circumstances.works()) {
            return Double.POSITIVE_INFINITY;
        }
        double pace = pace();
        double next = now + warmth.untilChange(running() > 0);
        for (Runner runner : runners.values()) {
            if (runner.readyAt > now) {
                next = Math.min(next, runner.readyAt);
            }
            for (Job job : runner.active) {
                next = Math.min(next, now + job.untilNext() / pace);
            }
        }
        return next;
    }

    /// Lets time go by until something happens at the latest.
    ///
    /// @return the jobs that are done
    List<Job> advance(double to) {
        double passed = to - now;
        List<Job> done = new ArrayList<>(0);
        if (circumstances.works()) {
            work(passed, done);
        } else {
            warmth.advance(passed, false);
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
        if (circumstances.reachable()) {
            return done;
        }
        withheld.addAll(done);
        return List.of();
    }

    private void work(double passed, List<Job> done) {
        double pace = pace();
        int running = running();
        if (circumstances.meeting() && running > 0) {
            disturbedSeconds += passed;
        }
        for (Runner runner : runners.values()) {
            for (Job job : runner.active) {
                job.advance(now, passed, pace);
                if (job.isDone()) {
                    done.add(job);
                }
            }
        }
        warmth.advance(passed, running > 0);
    }

    /// What a slot holds after an answer: the client's next turn begins with it.
    private static PrefixChain withAnswer(Task task) {
        return task.prefix.followedBy(Traffic.ANSWER, task.answerTokens);
    }

    /// Begins what can begin.
    void settle() {
        if (!circumstances.works()) {
            return;
        }
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
            runner = begin(job.model);
            if (runner == null) {
                return false;
            }
            job.loadSeconds = machine.loadSeconds(job.model) / speed();
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
        job.startedAt = now;
        runner.lastUsed = now;
        runner.active.add(job);
    }
}
