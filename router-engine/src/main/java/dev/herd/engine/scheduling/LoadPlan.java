package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.placement.Footprint;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Ticket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What has to happen before a model can serve a ticket: nothing, when it is loaded with a window that is
/// large enough; else its load, for which others may have to go. It takes what was measured with that window.
///
/// @param waitSeconds until the load can begin: a load at a time, and never over one who works or has just come
/// @param loadSeconds of the load itself, or what is left of it
/// @param reloadSeconds of a load that only a larger window asks for
/// @param evictionSeconds expected seconds to load again, later, what has to go
/// @param victims who has to go, idle ones; never one that is pinned
/// @param objection why it cannot be, empty when it can
record LoadPlan(
        double waitSeconds,
        double loadSeconds,
        double reloadSeconds,
        double evictionSeconds,
        List<InstanceState> victims,
        String objection) {
    /// Ollama's runner starts in about this time, whatever the model's size.
    static final double OVERHEAD_SECONDS = 1;

    /// Reading from a common NVMe disk through the page cache into memory.
    static final double BYTES_PER_SECOND = 2e9;

    private static final double GIB = 1L << 30;

    private static final String SHORT = "its memory is short: nothing more is loaded there now";

    static final LoadPlan NOTHING = new LoadPlan(0, 0, 0, 0, List.of(), "");

    /// The same for one who waits that long for a slot, while the load that goes on comes to its end.
    LoadPlan behind(double seconds) {
        return new LoadPlan(
                waitSeconds, Math.max(0, loadSeconds - seconds), reloadSeconds, evictionSeconds, victims, objection);
    }

    /// Whether the model is there as it is needed.
    boolean isNothing() {
        return objection.isEmpty() && waitSeconds == 0 && loadSeconds == 0 && reloadSeconds == 0 && victims.isEmpty();
    }

    static LoadPlan of(Ticket ticket, InstanceState instance, Surroundings around) {
        HostedModel model = instance.holder.model();
        Residency resident = instance.resident();
        if (resident == null) {
            return toHave(instance, asked(ticket, instance), around);
        }
        return fits(ticket, instance, instance.shown.window())
                ? NOTHING
                : growing(instance, grown(wanted(ticket, instance), model.trainedWindow()), around);
    }

    /// The window that a load for the ticket asks for, 0 when it asks for none and its server decides.
    private static int asked(Ticket ticket, InstanceState instance) {
        Footprint footprint = instance.footprint(ticket);
        int named = ticket.window() > 0 ? ticket.window() : footprint.recommended();
        boolean suffices = !ticket.fit().whole() || footprint.must() <= Math.max(named, Footprint.LEAST_DEFAULT);
        return suffices ? named : Math.max(named, wanted(ticket, instance));
    }

    /// The window that the ticket needs or asks for.
    private static int wanted(Ticket ticket, InstanceState instance) {
        return Math.max(
                ticket.window(),
                ticket.fit().whole() ? instance.footprint(ticket).size() : 0);
    }

    /// What has to happen before the model is in memory, whoever asks for it.
    static LoadPlan toHave(InstanceState instance, Surroundings around) {
        return instance.resident() != null ? NOTHING : toHave(instance, 0, around);
    }

    private static LoadPlan toHave(InstanceState instance, int window, Surroundings around) {
        if (instance.isComing()) {
            return new LoadPlan(0, instance.loadingSeconds(around.at()), 0, 0, List.of(), "");
        }
        double load = seconds(instance.rates(), instance.holder.model());
        double wait = instance.machine.loadingSeconds(instance, around.at());
        return loading(instance, new Need(instance.bytes(window), instance.leastBytes(window), 0, wait, load), around);
    }

    /// Loading it anew for a larger window; what it has already it gives back first.
    private static LoadPlan growing(InstanceState instance, int window, Surroundings around) {
        double load = seconds(instance.rates(), instance.holder.model());
        long own = instance.inRunner().bytes();
        var need = new Need(
                Math.max(own, instance.bytes(window)), Math.max(own, instance.leastBytes(window)), own, 0, load);
        LoadPlan plan = loading(instance, need, around);
        return plan.objection().isEmpty()
                ? new LoadPlan(plan.waitSeconds(), 0, load, plan.evictionSeconds(), plan.victims(), "")
                : plan;
    }

    /// As the gateway makes windows larger: to the next power of two, at most to what the model was trained for.
    private static int grown(int wanted, int trained) {
        int below = Integer.highestOneBit(wanted);
        long power = below == wanted ? wanted : (long) below << 1;
        return (int) Math.min(power, trained > 0 ? trained : Integer.MAX_VALUE);
    }

    /// What a load takes.
    ///
    /// @param bytes in all
    /// @param least the same as far as that is certain
    /// @param own that it has already
    /// @param waitFor seconds until it can begin
    /// @param load seconds that it takes
    private record Need(long bytes, long least, long own, double waitFor, double load) {}

    /// Why a model can never be had there as things stand, with the sums; empty when it can, or when its size or the
    /// machine's memory is unknown.
    static String misfit(InstanceState instance) {
        return misfit(instance, instance.inRunner().leastBytes(0));
    }

    private static String misfit(InstanceState instance, long need) {
        Machine machine = instance.machine;
        long budget = machine.condition.modelBytes();
        Machine.Kept kept = machine.keptFrom(instance);
        if (budget < 0 || need <= budget - kept.all()) {
            return "";
        }
        return "needs %.1f GiB of memory, and models may take %.1f GiB there%s"
                .formatted(need / GIB, budget / GIB, keptText(machine, instance, kept));
    }

    private static String keptText(Machine machine, InstanceState instance, Machine.Kept kept) {
        if (kept.all() == 0) {
            return "";
        }
        String names = machine.kept.stream()
                .filter(each -> !each.sharers.contains(instance))
                .map(each -> each.holder.model().ref().name())
                .collect(Collectors.joining(", "));
        return ", of which %.1f GiB are kept for %s, pinned".formatted(kept.all() / GIB, names);
    }

    /// Whether the loaded window is large enough for what the ticket asks for and needs, or as large as
    /// it gets. Only an Ollama loads anew for a larger one.
    private static boolean fits(Ticket ticket, InstanceState instance, int window) {
        int longest = instance.shown.longestWindow();
        if (!instance.shown.reloads() || window == 0 || (longest > 0 && window >= longest)) {
            return true;
        }
        return ticket.window() <= window
                && (!ticket.fit().whole() || instance.footprint(ticket).must() <= window);
    }

    static double seconds(InstanceRates rates, HostedModel model) {
        double learned = rates.loadSeconds();
        return learned >= 0 ? learned : OVERHEAD_SECONDS + model.sizeBytes() / BYTES_PER_SECOND;
    }

    private static LoadPlan loading(InstanceState instance, Need need, Surroundings around) {
        Machine machine = instance.machine;
        long budget = machine.condition.modelBytes();
        if (machine.condition.shortOfMemory()) {
            return refused(SHORT);
        }
        if (budget < 0) {
            return new LoadPlan(need.waitFor(), need.load(), 0, 0, List.of(), "");
        }
        String misfit = misfit(instance, need.least());
        if (!misfit.isEmpty()) {
            return refused(misfit);
        }
        long used =
                machine.usedBytes() - need.own() + machine.keptFrom(instance).absent();
        long missing = need.bytes() - (budget - used);
        return missing <= 0
                ? new LoadPlan(need.waitFor(), need.load(), 0, 0, List.of(), "")
                : evicting(instance, missing, need, around);
    }

    private static LoadPlan refused(String objection) {
        return new LoadPlan(0, 0, 0, 0, List.of(), objection);
    }

    /// Takes those first whose absence costs least for what they free, and waits for a working one only when
    /// the idle ones do not suffice.
    private static LoadPlan evicting(InstanceState instance, long missing, Need need, Surroundings around) {
        List<InstanceState> others = new ArrayList<>(instance.machine.instances.size());
        for (InstanceState each : instance.machine.instances) {
            if (!each.sharers.contains(instance) && each.inMemory() && each.bytes() > 0 && !each.isKept()) {
                others.add(each);
            }
        }
        others.sort(Comparator.comparingDouble((InstanceState each) -> each.idleIn(around.at()))
                .thenComparingDouble(each -> price(each, around) / each.bytes())
                .thenComparing(each -> each.lastUsed));
        List<InstanceState> victims = enough(others, missing);
        double price = 0;
        double until = need.waitFor();
        for (InstanceState each : victims) {
            until = Math.max(until, each.freeIn(around.at()));
            price += price(each, around);
        }
        return new LoadPlan(until, need.load(), 0, price, victims, "");
    }

    /// The first of them that free enough, without those that a later one makes superfluous: a small embedder
    /// does not go with the large model whose memory suffices.
    private static List<InstanceState> enough(List<InstanceState> others, long missing) {
        List<InstanceState> victims = new ArrayList<>(2);
        long freed = 0;
        for (int i = 0; i < others.size() && freed < missing; i++) {
            victims.add(others.get(i));
            freed += others.get(i).bytes();
        }
        for (int i = victims.size() - 2; i >= 0; i--) {
            if (freed - victims.get(i).bytes() >= missing) {
                freed -= victims.remove(i).bytes();
            }
        }
        return List.copyOf(victims);
    }

    /// Loading it again, weighted by the chance that somebody asks for it soon, and shared with the others
    /// who have it loaded.
    private static double price(InstanceState victim, Surroundings around) {
        ModelRef model = victim.holder.model().ref();
        int elsewhere = 0;
        for (InstanceState each : around.instances().of(model)) {
            elsewhere += each != victim && each.resident() != null && each.holder.serves() ? 1 : 0;
        }
        double again = seconds(victim.rates(), victim.holder.model());
        return again * around.demand().chanceOfNeed(model, around.at()) / (1 + elsewhere);
    }
}
