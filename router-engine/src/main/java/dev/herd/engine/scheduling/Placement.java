package dev.herd.engine.scheduling;

import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTie;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One look at all candidates of a ticket: who is eligible, what each would cost, and the best of them.
///
/// Among candidates whose cost ties with the least, see [CostTie], the order is: the longest cached prefix, a
/// dedicated before a personal machine, the fewest requests per slot, the cheaper, and a draw that the
/// ticket's id seeds.
final class Placement {
    private final Ticket ticket;
    private final List<Option> options = new ArrayList<>();
    private @Nullable Option best;
    private double slotSeconds;

    /// A candidate; `cost` is null when there is an objection.
    private record Option(InstanceState instance, Objection objection, CostModel.@Nullable Cost cost) {
        double total() {
            return cost == null ? Double.MAX_VALUE : cost.terms().total();
        }

        int cached() {
            return cost == null ? 0 : cost.inputs().cachedTokens();
        }

        int personal() {
            return instance.machine.condition.personal() ? 1 : 0;
        }

        double load() {
            return (double) instance.occupied() / instance.slots();
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
                placement.options.add(option(waiting, instance, around, forecast));
            }
            if (placement.choose()) {
                placement.slotSeconds = forecast.soonest(placement.instance());
                return placement;
            }
        }
        return placement;
    }

    private static Option option(Waiting waiting, InstanceState instance, Surroundings around, Forecast forecast) {
        Ticket ticket = waiting.ticket;
        Objection objection = Eligibility.objection(ticket, instance, around.at());
        if (!objection.isNone()) {
            return new Option(instance, objection, null);
        }
        LoadPlan plan = LoadPlan.of(ticket, instance, around);
        if (!plan.objection().isEmpty()) {
            return new Option(instance, new Objection(Objection.Code.MEMORY, plan.objection()), null);
        }
        double soonest = forecast.soonest(instance);
        double wait = soonest > 0 ? soonest : instance.keptSeconds(waiting, around.at());
        if (waiting.level == RequestClass.BATCH.rank()) {
            wait = Math.max(
                    wait,
                    instance.machine.urgentSeconds(waiting.level, CostModel.workSeconds(ticket, instance, around)));
        }
        return new Option(
                instance,
                Objection.NONE,
                CostModel.cost(ticket, new CostModel.Site(instance, plan, wait, instance.machine.all()), around));
    }

    private boolean choose() {
        double least = Double.MAX_VALUE;
        for (Option option : options) {
            least = Math.min(least, option.total());
        }
        if (least == Double.MAX_VALUE) {
            return false;
        }
        double limit = CostTie.limit(least);
        for (Option option : options) {
            if (option.total() <= limit && (best == null || compare(option, best) < 0)) {
                best = option;
            }
        }
        return best != null;
    }

    private int compare(Option one, Option other) {
        int order = Integer.compare(other.cached(), one.cached());
        order = order != 0 ? order : Integer.compare(one.personal(), other.personal());
        order = order != 0 ? order : Double.compare(one.load(), other.load());
        order = order != 0 ? order : Double.compare(one.total(), other.total());
        return order != 0 ? order : Integer.compare(lot(one), lot(other));
    }

    private int lot(Option option) {
        return 31 * ticket.id().hashCode() + option.instance().holder.instance().hashCode() * 0x9E3779B9;
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
        var holder = option.instance().holder;
        return new Candidate(
                holder.node().id(),
                holder.node().name(),
                holder.instance(),
                option.objection(),
                option.cost() == null ? null : option.cost().terms(),
                option.cost() == null ? null : option.cost().inputs());
    }
}
