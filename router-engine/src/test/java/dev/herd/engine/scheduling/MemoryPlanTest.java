package dev.herd.engine.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.learning.RateBook;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.PinStatus;
import dev.herd.engine.testing.FleetBuilder;
import dev.herd.engine.testing.TicketBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random lives of machines whose servers do as they are told: models in memory never take more than there is, no load
/// begins on what is kept for an absent pin, no pinned model is told to go, and no model is told to go while it works.
class MemoryPlanTest {
    private static final long GB = 1_000_000_000L;
    private static final int LIVES = 400;
    private static final int STEPS = 120;
    private static final QueueConfig PATIENCE = new QueueConfig(Duration.ofSeconds(90), Duration.ofSeconds(3));

    @Test
    void neverPlansForMoreMemoryThanThereIs() {
        int loads = 0;
        int unloads = 0;
        int pinned = 0;
        for (int seed = 0; seed < LIVES; seed++) {
            Life life = new Life(seed);
            try {
                life.run();
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed + " after " + life.steps + " steps", broken);
            }
            loads += life.loads;
            unloads += life.unloads;
            pinned += life.pinned;
        }
        assertThat(List.of(loads, unloads, pinned)).as("something happened").allMatch(count -> count > LIVES);
    }

    private static final class Life {
        private static final List<String> NODES = List.of("n0", "n1");
        private static final List<String> MODELS = List.of("m0", "m1", "m2", "m3");

        int steps;
        int loads;
        int unloads;
        int pinned;

        private final Random random;
        private final Scheduler scheduler = new Scheduler(PATIENCE, new RateBook());
        private final Map<String, Long> sizes = new HashMap<>();
        private final Map<String, Long> budgets = new HashMap<>();
        private final Map<InstanceId, Boolean> inMemory = new LinkedHashMap<>();
        private final Map<Long, Lease> running = new LinkedHashMap<>();
        private final Deque<Effect.Load> loading = new ArrayDeque<>();
        private List<PinStatus> pins = List.of();
        private Instant now = Play.START;
        private long version;

        /// Whether something was unloaded since the inventory was last read.
        private boolean unshown;

        /// What the event that is told now has unloaded.
        private final List<InstanceId> gone = new ArrayList<>();

        private int tickets;

        Life(long seed) {
            random = new Random(seed);
            MODELS.forEach(model -> sizes.put(model, (5 + random.nextInt(30)) * GB));
            NODES.forEach(node -> budgets.put(node, (30 + random.nextInt(40)) * GB));
        }

        void run() {
            show();
            budgets.forEach((node, bytes) -> tell(new Event.ConditionChanged(
                    new NodeId(node), new MachineCondition(bytes, 1, false, 0, false), now)));
            for (steps = 0; steps < STEPS; steps++) {
                now = now.plusMillis(random.nextInt(4000));
                step();
                NODES.forEach(node -> check(node, false));
            }
        }

        private void step() {
            if (unshown) {
                show();
            }
            switch (random.nextInt(12)) {
                case 0, 1, 2 ->
                    tell(new Event.Arrived(
                            TicketBuilder.ticket("t" + tickets++)
                                    .forModels(any(MODELS))
                                    .at(now),
                            now));
                case 3, 4, 5 -> finish();
                case 6 -> pin();
                case 7 -> tell(new Event.Unpinned(anyPin(), now));
                case 8, 9 -> loaded();
                case 10 -> forget();
                default -> tell(new Event.Ticked(now));
            }
        }

        private <T> T any(List<T> some) {
            return some.get(random.nextInt(some.size()));
        }

        private void pin() {
            Pin pin = anyPin();
            if (scheduler.objection(pin).isEmpty()) {
                pinned++;
                tell(new Event.Pinned(pin, now));
            }
        }

        private Pin anyPin() {
            NodeId node = random.nextBoolean() ? null : new NodeId(any(NODES));
            return new Pin(ModelRef.of(any(MODELS)), node);
        }

        private void finish() {
            if (!running.isEmpty()) {
                Lease lease = any(List.copyOf(running.values()));
                running.remove(lease.number());
                show();
                tell(new Event.Finished(lease.number(), Play.served(), now));
            }
        }

        private void loaded() {
            Effect.Load load = loading.poll();
            if (load != null) {
                boolean failed = random.nextInt(4) == 0;
                inMemory.put(load.holder().instance(), !failed);
                show();
                tell(new Event.LoadEnded(load.load(), failed ? "out of memory" : "", now));
            }
        }

        /// A server lets an idle model go by itself.
        private void forget() {
            InstanceId instance = FleetBuilder.instance(any(NODES), any(MODELS));
            boolean busy = running.values().stream()
                    .anyMatch(lease -> lease.holder().instance().equals(instance));
            if (!busy && isIn(instance)) {
                inMemory.put(instance, false);
                show();
            }
        }

        private boolean isIn(InstanceId instance) {
            return inMemory.getOrDefault(instance, false);
        }

        private boolean isComing(InstanceId instance) {
            return loading.stream().anyMatch(load -> load.holder().instance().equals(instance));
        }

        private void show() {
            unshown = false;
            FleetBuilder fleet = FleetBuilder.aFleet();
            for (String node : NODES) {
                fleet.node(node);
                for (String model : MODELS) {
                    long bytes = sizes.getOrDefault(model, GB);
                    HostedModel hosted = FleetBuilder.sized(model, bytes).withSlots(2);
                    fleet.has(
                            isIn(FleetBuilder.instance(node, model))
                                    ? hosted.withResidency(new Residency(8192, bytes, bytes, null))
                                    : hosted);
                }
            }
            FleetSnapshot snapshot = fleet.build(++version);
            tell(new Event.FleetChanged(snapshot, now));
        }

        private void tell(Event event) {
            Set<String> loaded = new HashSet<>();
            for (Effect effect : scheduler.on(event)) {
                switch (effect) {
                    case Effect.Grant(Lease lease, var _, var _) -> {
                        if (!isIn(lease.holder().instance())
                                && !isComing(lease.holder().instance())) {
                            loaded.add(lease.holder().node().name());
                        }
                        run(lease);
                    }
                    case Effect.Probe(Lease lease) -> run(lease);
                    case Effect.Unload(var holder) -> unload(holder.instance());
                    case Effect.Load load -> {
                        load.first().forEach(holder -> unload(holder.instance()));
                        loads++;
                        loading.add(load);
                        loaded.add(load.holder().node().name());
                    }
                    case Effect.Pins change -> pins = change.pins();
                    case Effect.Refuse _, Effect.Wait _, Effect.Preempt _, Effect.StepBack _, Effect.WakeAt _ -> {}
                }
            }
            loaded.forEach(node -> check(node, true));
            for (InstanceId instance : gone) {
                assertThat(pins).as("%s is not pinned", instance).noneMatch(pin -> isAt(pin.place(), instance));
            }
            gone.clear();
        }

        private void run(Lease lease) {
            running.put(lease.number(), lease);
            inMemory.put(lease.holder().instance(), true);
        }

        private void unload(InstanceId instance) {
            unloads++;
            assertThat(running.values())
                    .as("nobody works on %s", instance)
                    .noneMatch(lease -> lease.holder().instance().equals(instance));
            gone.add(instance);
            inMemory.put(instance, false);
            unshown = true;
        }

        private void check(String node, boolean withPins) {
            long planned = 0;
            for (String model : MODELS) {
                InstanceId instance = FleetBuilder.instance(node, model);
                boolean kept = withPins && pins.stream().map(PinStatus::place).anyMatch(place -> isAt(place, instance));
                planned += isIn(instance) || isComing(instance) || kept ? sizes.getOrDefault(model, GB) : 0;
            }
            assertThat(planned)
                    .as("memory of %s, with pins: %s", node, withPins)
                    .isLessThanOrEqualTo(budgets.getOrDefault(node, 0L));
        }

        private static boolean isAt(PinStatus.@Nullable Place place, InstanceId instance) {
            return place != null && place.instance().equals(instance);
        }
    }
}
