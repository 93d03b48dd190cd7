package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Allowance.GoesOn;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.MachineCondition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// What the people at the machines of a random life say.
final class Persons {
    private static final Guard MEETING =
            new Guard(Guard.State.MEETING, "", null, Allowance.nothingNew(new GoesOn(0, 10)));
    private static final Guard BATTERY = new Guard(Guard.State.BATTERY, "", null, Allowance.nothingNew(GoesOn.ALL));
    private static final Guard ACTIVE = new Guard(
            Guard.State.ACTIVE, "", null, new Allowance(1, 20, new GoesOn(20, Double.POSITIVE_INFINITY), 0.5));

    private final Map<NodeId, Guard> said = new HashMap<>();

    /// How a machine is from now on.
    MachineCondition draw(NodeId node, Random random) {
        long bytes = random.nextInt(3) == 0 ? -1 : random.nextLong(20_000_000_000L);
        var condition = new MachineCondition(
                bytes,
                0.2 + 0.8 * random.nextDouble(),
                random.nextBoolean(),
                random.nextDouble(),
                random.nextInt(5) == 0,
                word(random));
        said.put(node, condition.guard());
        return condition;
    }

    private static Guard word(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> MEETING;
            case 1 -> BATTERY;
            case 2 -> ACTIVE;
            default -> Guard.NONE;
        };
    }

    boolean leaveAll(NodeId node) {
        return of(node).allowance().equals(Allowance.ALL);
    }

    /// Whether the lease may begin beside those that run.
    boolean let(Lease lease, Collection<Lease> running) {
        NodeId node = lease.holder().node().id();
        Guard guard = of(node);
        if (guard.isCourtesy() && node.equals(lease.ticket().home())) {
            return true;
        }
        long others = running.stream()
                .filter(each -> each.holder().node().id().equals(node))
                .filter(each -> !node.equals(each.ticket().home()))
                .count();
        return !guard.closed() && others <= guard.allowance().mostAtOnce();
    }

    private Guard of(NodeId node) {
        return said.getOrDefault(node, Guard.NONE);
    }
}
