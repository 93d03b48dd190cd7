package dev.herd.engine.scheduling;

import dev.herd.engine.learning.Knowledge;
import dev.herd.engine.placement.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the picture of the scheduler's state that others see.
final class Views {
    private Views() {}

    /// What would be decided of one that waits; null when nobody does.
    static @Nullable Decision outlook(@Nullable Waiting waiting, FairQueue queue, Surroundings around) {
        return waiting == null
                ? null
                : Placement.of(waiting, around, Forecast.before(waiting, queue))
                        .decision()
                        .promising(waiting.promised());
    }

    static SchedulerView of(Instances instances, FairQueue queue, int running, Knowledge knowledge, Instant at) {
        Forecast forecast = new Forecast();
        List<SchedulerView.WaitingTicket> waiting = new ArrayList<>();
        for (Waiting each : queue.inOrder()) {
            InstanceState plan = each.plan;
            waiting.add(new SchedulerView.WaitingTicket(
                    each.ticket,
                    waiting.size() + 1,
                    plan == null ? "" : plan.holder.node().name(),
                    forecast.take(each)));
        }
        List<SchedulerView.Load> loads = new ArrayList<>();
        for (InstanceState instance : instances.all()) {
            loads.add(new SchedulerView.Load(
                    instance.holder,
                    instance.running(),
                    instance.countPlanned(),
                    forecast.soonest(instance),
                    instance.isKept()));
        }
        return new SchedulerView(loads, waiting, running, knowledge.recommendedWindows(at), knowledge.insight());
    }
}
