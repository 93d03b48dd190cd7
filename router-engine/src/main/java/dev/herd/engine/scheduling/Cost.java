package dev.herd.engine.scheduling;

import dev.herd.engine.placement.CostInputs;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Ticket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What running a ticket on one instance costs: where that is, what [CostModel] reckoned, and from what.
///
/// Written anew for each look at a candidate, which would leave half a kilobyte behind otherwise; who keeps it takes
/// [#terms] and [#inputs].
final class Cost {
    private @Nullable InstanceState instance;
    private LoadPlan plan = LoadPlan.NOTHING;
    private double slotSeconds;
    private List<Running> others = List.of();

    @Nullable
    Ticket ticket;

    InstanceRates rates = InstanceRates.PRIOR;
    double speed;
    double answer;
    int cached;

    /// By how many seconds it prolongs those beside it.
    double slowing;

    /// Lone seconds on the machine, without the load.
    double work;

    /// Predicted seconds until the answer's end.
    double own;

    double queue;
    double service;
    double load;
    double thermal;
    double affinity;
    double availability;
    double context;
    private double total;

    /// Where it could run, and how it stands there.
    ///
    /// @param needed what must be loaded first
    /// @param seconds until the instance has a slot for it
    /// @param running who runs on the machine
    Cost at(InstanceState there, LoadPlan needed, double seconds, List<Running> running) {
        instance = there;
        plan = needed;
        slotSeconds = seconds;
        others = running;
        return this;
    }

    InstanceState instance() {
        if (instance == null) {
            throw new IllegalStateException("runs nowhere");
        }
        return instance;
    }

    /// What must be loaded first.
    LoadPlan plan() {
        return plan;
    }

    double slotSeconds() {
        return slotSeconds;
    }

    List<Running> others() {
        return others;
    }

    double waitSeconds() {
        return slotSeconds + plan.waitSeconds();
    }

    double loadingSeconds() {
        return plan.loadSeconds() + plan.reloadSeconds();
    }

    /// Whether it could start now.
    boolean atOnce() {
        return waitSeconds() <= 0;
    }

    /// How many it has to share the machine with.
    double beside() {
        return atOnce() ? others.size() : Math.max(0, others.size() - 1);
    }

    /// Seconds from its start, load included, to its end.
    double runSeconds() {
        return own - waitSeconds();
    }

    void addUp() {
        total = queue + service + load + thermal + affinity + availability + context;
    }

    /// Seconds in all: [CostTerms#total].
    double total() {
        return total;
    }

    CostTerms terms() {
        return new CostTerms(queue, service, load, thermal, affinity, availability, context);
    }

    CostInputs inputs() {
        return new CostInputs(
                ticket == null ? 0 : ticket.promptTokens(),
                cached,
                answer,
                rates,
                beside(),
                waitSeconds(),
                slowing,
                loadingSeconds(),
                plan.evictionSeconds(),
                speed);
    }
}
