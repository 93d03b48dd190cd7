package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Guard;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.Choice;
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

/// One look at all candidates of a ticket: who is eligible, what each would cost, and the best of them by the
/// rule of [Choice]; the ticket's id seeds its draw.
///
/// Lasts until the next look, which is written where this one stands.
final class Placement {
    private final Waiting waiting;
    private final Ticket ticket;
    private final Surroundings around;
    private final Forecast forecast;
    private final CostModel costs;
    private final List<Option> options;
    private @Nullable Option best;
    private double slotSeconds;

    private Placement(Waiting waiting, Surroundings around, Forecast forecast) {
        this.waiting = waiting;
        this.ticket = waiting.ticket;
        this.around = around;
        this.forecast = forecast;
        this.costs = new CostModel(ticket, around, waiting.overdueSeconds(around.at()));
        this.options = around.slate().wipe();
    }

    /// Looks at the instances of the first of the ticket's models that any eligible instance has. The
    /// instances of models in front of it are kept with their objections.
    ///
    /// @param forecast of the work that comes before this ticket
    static Placement of(Waiting waiting, Surroundings around, Forecast forecast) {
        Placement placement = new Placement(waiting, around, forecast);
        for (var model : waiting.ticket.models()) {
            for (InstanceState instance : around.instances().of(model)) {
                Option option = around.slate().write(waiting.ticket, instance);
                placement.consider(option, instance.machine.condition.guard());
            }
            placement.best = Choice.best(placement.options);
            if (placement.best == null && waiting.ticket.home() != null) {
                placement.askItsOwn();
            }
            if (placement.best != null) {
                placement.slotSeconds = forecast.soonest(placement.instance());
                return placement;
            }
        }
        return placement;
    }

    /// Looks again at what a machine keeps from others and its own person may have, since nobody else can serve them.
    private void askItsOwn() {
        for (Option option : options) {
            Machine machine = option.instance().machine;
            if (option.objection().code() == Objection.Code.PERSON
                    && machine.isOwn(ticket)
                    && machine.condition.guard().isCourtesy()) {
                option.begin(ticket, option.instance());
                consider(option, Guard.NONE);
            }
        }
        best = Choice.best(options);
    }

    /// @param guard what the machine's person leaves to the ticket
    private void consider(Option option, Guard guard) {
        InstanceState instance = option.instance();
        Objection objection = Eligibility.objection(ticket, instance, around.at());
        objection = objection.isNone() ? Eligibility.closed(guard) : objection;
        if (!objection.isNone()) {
            option.refuse(objection);
            return;
        }
        LoadPlan plan = LoadPlan.of(ticket, instance, around);
        if (!plan.objection().isEmpty()) {
            option.refuse(new Objection(Objection.Code.MEMORY, plan.objection()));
            return;
        }
        double soonest = forecast.soonest(instance);
        plan = instance.isComing() ? plan.behind(soonest) : plan;
        double wait = Math.max(
                instance.machine.roomSeconds(ticket),
                soonest > 0 ? soonest : instance.keptSeconds(waiting, around.at()));
        if (waiting.level == RequestClass.BATCH.rank()) {
            wait = Math.max(wait, instance.machine.urgentSeconds(waiting.level, costs.workSeconds(instance)));
        }
        Cost cost = option.cost().at(instance, plan, wait, instance.machine.all());
        costs.reckon(cost);
        option.refuse(Eligibility.tooLongFor(guard, cost.runSeconds()));
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
    Cost cost() {
        if (best == null) {
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
            if (option.isEligible()) {
                found.add(option.instance());
            }
        }
        return found;
    }

    /// Whether it can start there now.
    boolean startsNow() {
        return best != null && best.instance().hasFreeSlot() && cost().waitSeconds() <= 0;
    }

    /// Predicted seconds until the best one can take it, 0 when there is none.
    double waitSeconds() {
        return best == null ? 0 : best.cost().waitSeconds();
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
                .mapToInt(option -> option.instance().shown.longestWindow())
                .max()
                .orElse(0);
    }

    /// When the first of the instances that rest by an appointed time becomes eligible; empty when none has
    /// one.
    Optional<Instant> eligibleAt(Instant at) {
        return options.stream()
                .map(Option::instance)
                .filter(instance -> Eligibility.suits(ticket, instance))
                .flatMap(instance -> Eligibility.eligibleAt(instance, at).stream())
                .min(Comparator.naturalOrder());
    }

    /// As it is kept: with all candidates and their numbers, which nothing changes any more.
    Decision decision() {
        Candidate[] candidates = new Candidate[options.size()];
        Candidate chosen = null;
        for (int i = 0; i < candidates.length; i++) {
            Option option = options.get(i);
            candidates[i] = option.candidate();
            chosen = option == best ? candidates[i] : chosen;
        }
        return new Decision(chosen, best == null ? 0 : best.cost().own, List.of(candidates));
    }
}
