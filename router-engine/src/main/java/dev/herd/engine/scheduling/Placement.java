package dev.herd.engine.scheduling;

import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.CostTie;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One look at all candidates of a ticket: who is eligible, what each would cost, and the best of them.
///
/// Among candidates whose cost ties with the least, see [CostTie], the one with the fewest requests per slot wins, then
/// the cheaper, then the first by name.
final class Placement {
    private final Ticket ticket;
    private final List<Option> options = new ArrayList<>();
    private @Nullable Option best;

    /// A candidate; `terms` is null when there is an objection.
    private record Option(
            InstanceState instance,
            String objection,
            @Nullable CostTerms terms) {
        double total() {
            return terms == null ? Double.MAX_VALUE : terms.total();
        }

        double load() {
            return (double) instance.occupied() / instance.slots();
        }
    }

    private Placement(Ticket ticket) {
        this.ticket = ticket;
    }

    /// Looks at the instances of the first of the ticket's models that any eligible instance has. The instances of
    /// models in front of it are kept with their objections.
    ///
    /// @param forecast of the work that comes before this ticket
    static Placement of(Ticket ticket, Instances instances, Forecast forecast, Instant at) {
        Placement placement = new Placement(ticket);
        for (var model : ticket.models()) {
            for (InstanceState instance : instances.of(model)) {
                String objection = Eligibility.objection(ticket, instance, at);
                CostTerms terms =
                        objection.isEmpty() ? CostModel.cost(ticket, instance, forecast.soonest(instance)) : null;
                placement.options.add(new Option(instance, objection, terms));
            }
            if (placement.choose()) {
                return placement;
            }
        }
        return placement;
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
            if (option.total() <= limit && (best == null || beats(option, best))) {
                best = option;
            }
        }
        return best != null;
    }

    private static boolean beats(Option one, Option other) {
        int byLoad = Double.compare(one.load(), other.load());
        return byLoad != 0 ? byLoad < 0 : one.total() < other.total();
    }

    /// The instance to run on, null when none is eligible.
    @Nullable
    InstanceState best() {
        return best == null ? null : best.instance();
    }

    /// The terms of the best one; only when there is one.
    CostTerms terms() {
        if (best == null || best.terms() == null) {
            throw new IllegalStateException("no candidate is eligible");
        }
        return best.terms();
    }

    /// Predicted seconds until a slot is free on the best one, 0 when there is none.
    double queueSeconds() {
        return best == null || best.terms() == null ? 0 : best.terms().queue();
    }

    /// Whether some instance could become eligible for this ticket without anything new being installed.
    boolean canBecomeEligible() {
        return options.stream().anyMatch(option -> Eligibility.suits(ticket, option.instance()));
    }

    /// When the first of the instances that rest by an appointed time becomes eligible; empty when none has one.
    Optional<Instant> eligibleAt(Instant at) {
        return options.stream()
                .map(Option::instance)
                .filter(instance -> Eligibility.suits(ticket, instance))
                .flatMap(instance -> instance.eligibleAt(at).stream())
                .min(Comparator.naturalOrder());
    }

    List<Candidate> candidates() {
        return options.stream().map(Placement::candidate).toList();
    }

    Decision decision() {
        return best == null
                ? new Decision(null, 0, candidates())
                : new Decision(candidate(best), best.total(), candidates());
    }

    private static Candidate candidate(Option option) {
        var holder = option.instance().holder;
        return new Candidate(
                holder.node().id(),
                holder.node().name(),
                holder.instance(),
                option.objection().isEmpty(),
                option.objection(),
                option.terms());
    }
}
