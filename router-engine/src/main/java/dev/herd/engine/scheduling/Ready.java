package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A machine that has a model loaded and nothing else to do: what a large batch can be divided among.
///
/// @param tokensPerSecond at which it reads a prompt now
public record Ready(Holder holder, double tokensPerSecond) {

    /// Those for the first of the ticket's models that anybody may serve; of each machine its fastest.
    static List<Ready> of(Ticket ticket, Instances instances, Instant at) {
        for (ModelRef model : ticket.models()) {
            List<Ready> ready = new ArrayList<>();
            boolean eligible = false;
            for (InstanceState instance : instances.of(model)) {
                if (Eligibility.objection(ticket, instance, at).isNone()) {
                    eligible = true;
                    if (isIdle(ticket, instance)) {
                        add(ready, instance, ticket.promptTokens());
                    }
                }
            }
            if (eligible) {
                return ready;
            }
        }
        return List.of();
    }

    private static boolean isIdle(Ticket ticket, InstanceState instance) {
        Residency resident = instance.resident();
        boolean grows = instance.holder.upstream().kind() == UpstreamKind.OLLAMA;
        return resident != null
                && (!grows || resident.window() == 0 || ticket.window() <= resident.window())
                && instance.machine.running() == 0
                && instance.machine.instances.stream().allMatch(each -> each.planned == null);
    }

    private static void add(List<Ready> ready, InstanceState instance, int promptTokens) {
        double speed = instance.rates(promptTokens).prefillTokensPerSecond() * instance.machine.condition.speed();
        Ready found = new Ready(instance.holder, speed);
        for (int i = 0; i < ready.size(); i++) {
            Ready other = ready.get(i);
            if (other.holder().node().id().equals(instance.holder.node().id())) {
                if (speed > other.tokensPerSecond()) {
                    ready.set(i, found);
                }
                return;
            }
        }
        ready.add(found);
    }
}
