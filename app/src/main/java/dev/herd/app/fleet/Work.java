package dev.herd.app.fleet;

import dev.herd.app.text.Units;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.Upstream;
import java.time.Duration;
import java.util.OptionalDouble;

/// What a machine has to do now.
///
/// @param running requests that hold a slot
/// @param slots requests that could run at once on the models in memory; on any one model when none is
/// @param waiting requests that are planned for it
/// @param nextSlotSeconds predicted, until the first of those that wait starts; NaN when unknown
/// @param tokensPerSecond generated now
/// @param reachable false when nothing of this is known any more
record Work(int running, int slots, int waiting, double nextSlotSeconds, double tokensPerSecond, boolean reachable) {

    static Work of(Node node, Moment moment, Condition condition) {
        int running = moment.running(node);
        int waiting = moment.waiting(node);
        OptionalDouble next = moment.nextSlot(node);
        return new Work(
                running,
                Math.max(running, slots(node, moment)),
                waiting,
                waiting > 0 ? next.orElse(Double.NaN) : Double.NaN,
                moment.vitals(node).tokensPerSecond(),
                !condition.isUnreachable() && condition != Condition.BARE);
    }

    private static int slots(Node node, Moment moment) {
        int sum = 0;
        int most = 0;
        for (Upstream upstream : node.upstreams()) {
            for (HostedModel model : upstream.models()) {
                most = Math.max(most, model.slots());
                var instance = new InstanceId(upstream.id(), model.ref());
                if (model.resident() != null || moment.snapshot().load(instance).running() > 0) {
                    sum += model.slots();
                }
            }
        }
        return sum > 0 ? sum : most;
    }

    String runningValue() {
        return reachable || running > 0 ? Units.count(running) : Units.NONE;
    }

    /// `of 4 slots`.
    String runningUnit() {
        return slots == 0 || !reachable ? "" : "of " + Units.plural(slots, "slot", "slots");
    }

    /// `2 of 4`, in one word.
    String runningOfSlots() {
        return slots == 0 || !reachable ? runningValue() : runningValue() + " of " + Units.count(slots);
    }

    String waitingValue() {
        return reachable || waiting > 0 ? Units.count(waiting) : Units.NONE;
    }

    /// `· 4 s`: until the first of them starts.
    String waitingUnit() {
        return Double.isNaN(nextSlotSeconds)
                ? ""
                : "· " + Units.duration(Duration.ofSeconds((long) Math.ceil(nextSlotSeconds)));
    }

    String waitingCaption() {
        return Double.isNaN(nextSlotSeconds) ? "waiting" : "waiting, next slot";
    }

    String speedValue() {
        return Units.rate(tokensPerSecond);
    }

    String speedUnit() {
        return speedValue().equals(Units.NONE) ? "" : "tok/s";
    }

    String speedCaption() {
        return speedValue().equals(Units.NONE) ? "tokens/s" : "generating";
    }
}
