package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.Choice;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Situation;
import dev.herd.engine.placement.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One look at all candidates of a ticket: who is eligible, what each would cost, and the best of them by the
/// rule of [Choice]; the ticket's id seeds its draw.
final class Placement {
    private final Ticket ticket;
    private final List<Option> options = new ArrayList<>();
    private @Nullable Option best;
    private double slotSeconds;

    /// A candidate; `cost` is null when there is an objection.
    private record Option(Ticket ticket, InstanceState instance, Objection objection, CostModel.@Nullable Cost cost)
            implements Choice.Contender {
        @Override
        public double total() {
            return cost == null ? Double.MAX_VALUE : cost.terms().total();
        }

        @Override
        public int cachedTokens() {
            return cost == null ? 0 : cost.inputs().cachedTokens();
        }

        @Override
        public boolean personal() {
            return instance.machine.condition.personal();
        }

        @Override
        public double busy() {
            return (double) instance.occupied() / instance.slots();
        }

        @Override
        public int lot() {
            return 31 * ticket.id().hashCode() + instance.holder.instance().hashCode() * 0x9E3779B9;
        }
    }

    private Placement(Ticket ticket) {
        this.ticket = ticket;
    }

    /// Looks at the instances of the first of the ticket's models that any eligible instance has. The
    /// instances of models in front of it are kept with their objections.
    ///
    /// @param forecast of the work that comes before this ticket
    static Placement of(Waiting waiting, Surroundings around, Forecast forecast) {
        Placement placement = new Placement(waiting.ticket);
        for (var model : waiting.ticket.models()) {
            for (InstanceState instance : around.instances().of(model)) {
                placement.options.add(option(waiting, instance, around, forecast, instance.machine.condition.guard()));
            }
            placement.best = Choice.best(placement.options);
            if (placement.best == null && waiting.ticket.home() != null) {
                placement.options.replaceAll(option -> isKeptForItsPerson(option)
                        ? option(waiting, option.instance(), around, forecast, Guard.NONE)
                        : option);
                placement.best = Choice.best(placement.options);
            }
            if (placement.best != null) {
                placement.slotSeconds = forecast.soonest(placement.instance());
                return placement;
            }
        }
        return placement;
    }

    /// Whether a machine keeps from others what its own person may have, where nobody else can serve them.
    private static boolean isKeptForItsPerson(Option option) {
        Machine machine = option.instance().machine;
        return option.objection().code() == Objection.Code.PERSON
                && machine.isOwn(option.ticket())
                && machine.condition.guard().isCourtesy();
    }

    private static Option option(
            Waiting waiting, InstanceState instance, Surroundings around, Forecast forecast, Guard guard) {
        Ticket ticket = waiting.ticket;
        Objection objection = Eligibility.objection(ticket, instance, around.at());
        objection = objection.isNone() ? Eligibility.closed(guard) : objection;
        if (!objection.isNone()) {
            return new Option(ticket, instance, objection, null);
        }
        LoadPlan plan = LoadPlan.of(ticket, instance, around);
        if (!plan.objection().isEmpty()) {
            return new Option(ticket, instance, new Objection(Objection.Code.MEMORY, plan.objection()), null);
        }
        double soonest = forecast.soonest(instance);
        plan = instance.isComing() ? plan.behind(soonest) : plan;
        double wait = Math.max(
                instance.machine.roomSeconds(ticket),
                soonest > 0 ? soonest : instance.keptSeconds(waiting, around.at()));
        if (waiting.level == RequestClass.BATCH.rank()) {
            wait = Math.max(
                    wait,
                    instance.machine.urgentSeconds(waiting.level, CostModel.workSeconds(ticket, instance, around)));
        }
        CostModel.Cost cost =
                CostModel.cost(ticket, new CostModel.Site(instance, plan, wait, instance.machine.all()), around);
        Objection tooLong = Eligibility.tooLongFor(guard, cost.runSeconds());
        return new Option(ticket, instance, tooLong, tooLong.isNone() ? cost : null);
    }

    /// The instance to run on, null when none is eligible.
    @Nullable
    InstanceState best() {
        return best == null ? null : best.instance();
    }

    private InstanceState instance() {
        if (best == null) {
            throw new IllegalStateException("no candidate is eligible");
        }
        return best.instance();
    }

    /// What the best one costs; only when there is one.
    CostModel.Cost cost() {
        if (best == null || best.cost() == null) {
            throw new IllegalStateException("no candidate is eligible");
        }
        return best.cost();
    }

    /// Whether nothing but a slot keeps it from starting on the best one.
    boolean waitsForSlot() {
        return slotSeconds >= waitSeconds();
    }

    /// What the best one costs in all; the largest number when there is none.
    double total() {
        return best == null ? Double.MAX_VALUE : best.total();
    }

    /// Those that could run it.
    List<InstanceState> eligible() {
        List<InstanceState> found = new ArrayList<>(options.size());
        for (Option option : options) {
            if (option.cost() != null) {
                found.add(option.instance());
            }
        }
        return found;
    }

    /// Whether it can start there now.
    boolean startsNow() {
        return best != null && best.instance().hasFreeSlot() && cost().inputs().waitSeconds() <= 0;
    }

    /// Predicted seconds until the best one can take it, 0 when there is none.
    double waitSeconds() {
        return best == null || best.cost() == null ? 0 : best.cost().inputs().waitSeconds();
    }

    /// Whether some instance could become eligible for this ticket without anything new being installed.
    boolean canBecomeEligible() {
        return options.stream().anyMatch(option -> Eligibility.suits(ticket, option.instance()));
    }

    /// Whether somebody has one of its models, and the prompt is too long for all who do.
    boolean isTooLong() {
        return !options.isEmpty()
                && options.stream().allMatch(option -> option.objection().code() == Objection.Code.CONTEXT_TOO_SMALL);
    }

    /// The longest window that any of its candidates can have, in tokens.
    int longestWindow() {
        return options.stream()
                .mapToInt(option -> option.instance().holder.longestWindow())
                .max()
                .orElse(0);
    }

    /// When the first of the instances that rest by an appointed time becomes eligible; empty when none has
    /// one.
    Optional<Instant> eligibleAt(Instant at) {
        return options.stream()
                .map(Option::instance)
                .filter(instance -> Eligibility.suits(ticket, instance))
                .flatMap(instance -> instance.eligibleAt(at).stream())
                .min(Comparator.naturalOrder());
    }

    Decision decision() {
        List<Candidate> candidates = options.stream().map(Placement::candidate).toList();
        return best == null || best.cost() == null
                ? new Decision(null, 0, candidates)
                : new Decision(candidate(best), best.cost().ownSeconds(), candidates);
    }

    private static Candidate candidate(Option option) {
        InstanceState instance = option.instance();
        var holder = instance.holder;
        CostModel.Cost cost = option.cost();
        return new Candidate(
                holder.node().id(),
                holder.node().name(),
                holder.instance(),
                option.objection(),
                cost == null ? null : cost.terms(),
                cost == null ? null : cost.inputs(),
                cost == null ? null : situation(option));
    }

    private static Situation situation(Option option) {
        InstanceState instance = option.instance();
        Residency resident = instance.resident();
        return new Situation(
                option.personal(),
                instance.occupied(),
                instance.slots(),
                resident == null ? 0 : resident.window(),
                option.ticket().window());
    }
}
