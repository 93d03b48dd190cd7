package dev.herd.engine.scheduling;

import java.util.ArrayList;
import java.util.List;

/// Makes the picture of the scheduler's state that others see.
final class Views {
    private Views() {}

    static SchedulerView of(Instances instances, FairQueue queue, int running) {
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
                    instance.holder, instance.running(), instance.planned, forecast.soonest(instance)));
        }
        return new SchedulerView(loads, waiting, running);
    }
}
