package dev.herd.engine.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.learning.RateBook;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
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
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Random lives of a fleet, each from its seed: whatever happens in whatever order, these things hold.
class SchedulerPropertyTest {
    private static final int LIVES = 1500;
    private static final int STEPS = 60;
    private static final List<RequestClass> CLASSES = List.of(RequestClass.values());
    private static final QueueConfig PATIENCE = new QueueConfig(Duration.ofSeconds(40), Duration.ofSeconds(3));

    @Test
    void keepsItsPromisesWhateverHappens() {
        for (int seed = 0; seed < LIVES; seed++) {
            Life life = new Life(seed);
            try {
                life.run();
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed + " after " + life.steps + " steps", broken);
            }
        }
    }

    @Test
    void givesTheSameEffectsForTheSameEvents() {
        for (int seed = 0; seed < 50; seed++) {
            Life life = new Life(seed);
            life.run();
            Scheduler second = new Scheduler(PATIENCE, new RateBook());

            List<Effect> again = new ArrayList<>();
            life.events.forEach(event -> again.addAll(second.on(event)));

            assertThat(again).as("seed %d", seed).isEqualTo(life.effects);
        }
    }

    private static final class Life {
        final List<Event> events = new ArrayList<>();
        final List<Effect> effects = new ArrayList<>();
        int steps;

        private final Persons persons = new Persons();
        private final Map<InstanceId, Instant> left = new HashMap<>();
        private final Deque<Lease> preempted = new ArrayDeque<>();
        private final Deque<Long> loads = new ArrayDeque<>();

        private final Random random;
        private final Scheduler scheduler = new Scheduler(PATIENCE, new RateBook());
        private final Map<InstanceId, Integer> slots = new HashMap<>();
        private final Map<Long, Lease> running = new LinkedHashMap<>();
        private final Map<String, Ticket> open = new LinkedHashMap<>();
        private final Map<String, String> endings = new HashMap<>();
        private final Set<String> abandoned = new HashSet<>();
        private FleetSnapshot fleet = FleetSnapshot.EMPTY;
        private Instant now = Play.START;
        private int tickets;
        private int grants;
        private int finishes;

        Life(long seed) {
            random = new Random(seed);
        }

        void run() {
            changeFleet();
            for (steps = 0; steps < STEPS; steps++) {
                now = now.plusMillis(random.nextInt(1500));
                step();
                if (steps % 3 == 0) {
                    checkBooks();
                }
            }
            end();
        }

        private void step() {
            switch (random.nextInt(23)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> arrive();
                case 8, 9, 10, 11, 12, 13 -> finish();
                case 14 -> abandon();
                case 15 -> changeFleet();
                case 16 -> changeCondition();
                case 17 -> tell(new Event.Blamed(anyInstance(), now));
                case 18 -> tell(new Event.Pinned(anyPin(), now));
                case 19 -> tell(new Event.Unpinned(anyPin(), now));
                case 20 -> {
                    Long load = loads.poll();
                    if (load != null) {
                        tell(new Event.LoadEnded(load, random.nextBoolean() ? "" : "out of memory", now));
                    }
                }
                default -> {
                    tell(new Event.Ticked(now));
                    checkNoSlotIdles();
                }
            }
        }

        private void arrive() {
            TicketBuilder ticket = TicketBuilder.ticket("t" + tickets++)
                    .of("tenant" + random.nextInt(3))
                    .as(CLASSES.get(random.nextInt(3)))
                    .prompt(random.nextInt(4000))
                    .window(random.nextInt(4) == 0 ? 16_384 : 0)
                    .limit(random.nextInt(2) * 100);
            switch (random.nextInt(4)) {
                case 0 -> ticket.forModels("m1", "m0");
                case 1 -> ticket.forModels("m1");
                default -> ticket.forModels("m0");
            }
            if (random.nextInt(3) == 0) {
                ticket.from("n" + random.nextInt(3));
            }
            if (random.nextInt(8) == 0) {
                ticket.pinnedTo("n" + random.nextInt(4));
            }
            if (random.nextInt(6) == 0) {
                ticket.before(now.plusMillis(random.nextInt(20_000)));
            }
            if (random.nextInt(10) == 0) {
                ticket.withImages();
            }
            arrive(ticket.at(now));
        }

        private void arrive(Ticket ticket) {
            open.put(ticket.id().value(), ticket);
            endings.remove(ticket.id().value());
            tell(new Event.Arrived(ticket, now));
        }

        private void finish() {
            if (running.isEmpty()) {
                return;
            }
            List<Lease> all = List.copyOf(running.values());
            Lease lease = all.get(random.nextInt(all.size()));
            running.remove(lease.number());
            finishes++;
            Outcome outcome = switch (random.nextInt(8)) {
                case 0, 1 -> new Outcome.UpstreamFailed("reset");
                case 2 -> new Outcome.UpstreamBusy(Duration.ofMillis(random.nextInt(4000)));
                case 3 -> new Outcome.Abandoned();
                default -> served();
            };
            tell(new Event.Finished(lease.number(), outcome, now));
            if (outcome instanceof Outcome.UpstreamFailed && lease.ticket().attempt() < 2) {
                arrive(lease.ticket().excluding(lease.holder().upstream().id()));
            }
        }

        private void abandon() {
            List<String> waiting = scheduler.view(now).waiting().stream()
                    .map(each -> each.ticket().id().value())
                    .toList();
            if (!waiting.isEmpty()) {
                String id = waiting.get(random.nextInt(waiting.size()));
                abandoned.add(id);
                tell(new Event.Abandoned(new TicketId(id), now));
            }
        }

        private void changeFleet() {
            FleetBuilder builder = FleetBuilder.aFleet();
            slots.clear();
            for (int node = 0; node < 3; node++) {
                builder.node("n" + node);
                switch (random.nextInt(8)) {
                    case 0 -> builder.is(UpstreamState.DOWN);
                    case 1 -> builder.is(NodeState.DRAINING);
                    case 2 -> builder.pausedUntil(now.plusSeconds(5));
                    default -> builder.is(UpstreamState.UP);
                }
                for (int model = 0; model < 2; model++) {
                    if (random.nextInt(5) > 0) {
                        int count = 1 + random.nextInt(3);
                        HostedModel hosted = FleetBuilder.model("m" + model).withSlots(count);
                        builder.has(random.nextInt(3) == 0 ? hosted.withResidency(null) : hosted);
                        slots.put(FleetBuilder.instance("n" + node, "m" + model), count);
                    }
                }
            }
            fleet = builder.build(fleet.version() + 1);
            tell(new Event.FleetChanged(fleet, now));
            checkNoSlotIdles();
        }

        private Pin anyPin() {
            NodeId node = random.nextInt(3) == 0 ? null : new NodeId("n" + random.nextInt(3));
            return new Pin(ModelRef.of("m" + random.nextInt(2)), node);
        }

        private InstanceId anyInstance() {
            return FleetBuilder.instance("n" + random.nextInt(3), "m" + random.nextInt(2));
        }

        /// An answer that measures something.
        private Outcome served() {
            int prompt = 1 + random.nextInt(4000);
            int answer = random.nextInt(500);
            long reading = prompt * (long) (1e9 / (100 + random.nextInt(3000)));
            long writing = answer * (long) (1e9 / (5 + random.nextInt(100)));
            long load = random.nextInt(5) == 0 ? random.nextLong(20_000_000_000L) : 0;
            return new Outcome.Served(
                    new TokenUsage(prompt, 0, answer),
                    new Timings(load + reading + writing, load, reading, writing),
                    Duration.ofNanos(load + reading),
                    Duration.ofNanos(load + reading + writing));
        }

        private void changeCondition() {
            NodeId node = new NodeId("n" + random.nextInt(3));
            tell(new Event.ConditionChanged(node, persons.draw(node, random), now));
            checkNoSlotIdles();
        }

        private void tell(Event event) {
            events.add(event);
            List<Effect> told = scheduler.on(event);
            effects.addAll(told);
            for (Effect effect : told) {
                switch (effect) {
                    case Effect.Grant grant -> granted(grant);
                    case Effect.Refuse refuse -> ended(refuse.ticket().value(), "refused");
                    case Effect.Preempt(Lease lease) -> {
                        check(lease.ticket().requestClass() == RequestClass.BATCH, () -> "only batch work makes way");
                        preempted.add(lease);
                    }
                    case Effect.StepBack(Lease lease, var _, var _) -> preempted.add(lease);
                    case Effect.Probe(Lease lease) -> measured(lease);
                    case Effect.Unload(var holder) -> left.put(holder.instance(), now);
                    case Effect.Load load -> {
                        load.first().forEach(holder -> left.put(holder.instance(), now));
                        loads.add(load.load());
                    }
                    case Effect.Wait _, Effect.WakeAt _, Effect.Pins _ -> {}
                }
            }
            for (Lease lease = preempted.poll(); lease != null; lease = preempted.poll()) {
                makeWay(lease);
            }
        }

        /// The scheduler's own requests run as any other.
        private void measured(Lease lease) {
            grants++;
            running.put(lease.number(), lease);
        }

        /// As the shell does it: the lease ends, and its ticket is asked for again.
        private void makeWay(Lease lease) {
            if (running.remove(lease.number()) != null) {
                finishes++;
                endings.remove(lease.ticket().id().value());
                tell(new Event.Finished(lease.number(), new Outcome.Preempted(), now));
                if (!lease.ticket().tenant().equals(Probe.TENANT)) {
                    tell(new Event.Arrived(lease.ticket(), now));
                }
            }
        }

        private void granted(Effect.Grant grant) {
            Lease lease = grant.lease();
            Ticket ticket = lease.ticket();
            ended(ticket.id().value(), "granted");
            grants++;
            running.put(lease.number(), lease);
            check(!grant.held().isNegative() && !grant.queued().isNegative(), () -> "times of " + grant);
            check(lease.holder().node().state() == NodeState.UP, () -> "up: " + lease);
            check(persons.let(lease, running.values()), () -> "its person lets it: " + lease);
            check(ticket.models().contains(lease.holder().model().ref()), () -> "the model: " + lease);
            check(!ticket.excluded().contains(lease.holder().upstream().id()), () -> "not excluded: " + lease);
            NodeId pinned = ticket.pinned();
            check(pinned == null || pinned.equals(lease.holder().node().id()), () -> "pinned: " + lease);
            check(ticket.deadline() == null || now.isBefore(ticket.deadline()), () -> "in time: " + lease);
            long atOnce = running.values().stream()
                    .filter(each ->
                            each.holder().instance().equals(lease.holder().instance()))
                    .count();
            check(atOnce <= slots.getOrDefault(lease.holder().instance(), 0), () -> "within the slots: " + lease);
        }

        private void ended(String id, String how) {
            check(open.containsKey(id), () -> how + " but never came: " + id);
            check(!abandoned.contains(id), () -> how + " after it had left: " + id);
            check(endings.put(id, how) == null, () -> how + " after another ending: " + id);
        }

        private void checkBooks() {
            SchedulerView view = scheduler.view(now);
            check(grants - finishes == running.size() && view.running() == running.size(), () -> "leases");
            long counted = 0;
            for (SchedulerView.Load load : view.loads()) {
                check(load.waiting() >= 0 && load.secondsUntilFree() >= 0, () -> "books of " + load);
                counted += load.waiting();
            }
            long planned = view.waiting().stream()
                    .filter(each -> !each.plannedNode().isEmpty())
                    .count();
            check(counted == planned, () -> "planned counts: " + view);
        }

        /// Nobody waits for an instance that could take it now.
        private void checkNoSlotIdles() {
            SchedulerView view = scheduler.view(now);
            Set<String> free = new HashSet<>();
            for (SchedulerView.Load load : view.loads()) {
                boolean loaded = load.holder().model().resident() != null
                        && left.getOrDefault(load.holder().instance(), Instant.MIN)
                                .isBefore(now.minusSeconds(11));
                boolean open = persons.leaveAll(load.holder().node().id());
                if (loaded && open && load.running() < load.holder().model().slots()) {
                    free.add(load.holder().node().name() + load.holder().model().ref());
                }
            }
            for (SchedulerView.WaitingTicket waiting : view.waiting()) {
                List<ModelRef> models = waiting.ticket().models();
                boolean yields = waiting.ticket().requestClass() == RequestClass.BATCH;
                // A larger window is a load, which may have to wait for memory.
                boolean fits = waiting.ticket().window() <= 8192;
                boolean idles = fits
                        && !yields
                        && models.size() == 1
                        && free.contains(waiting.plannedNode() + models.getFirst());
                check(!idles, () -> waiting + " waits beside a free slot");
            }
        }

        private static void check(boolean holds, Supplier<String> what) {
            if (!holds) {
                throw new AssertionError(what.get());
            }
        }

        private void end() {
            while (!running.isEmpty()) {
                now = now.plusMillis(10);
                Lease lease = running.values().iterator().next();
                running.remove(lease.number());
                finishes++;
                tell(new Event.Finished(lease.number(), served(), now));
            }
            for (int i = 0; i < 50 && !scheduler.view(now).waiting().isEmpty(); i++) {
                now = now.plusSeconds(1);
                tell(new Event.Ticked(now));
                List<Lease> leases = List.copyOf(running.values());
                running.clear();
                finishes += leases.size();
                leases.forEach(lease -> tell(new Event.Finished(lease.number(), served(), now)));
            }
            tell(new Event.Stopped(now));
            SchedulerView view = scheduler.view(now);
            finishes += running.size();
            running.values().forEach(lease -> tell(new Event.Finished(lease.number(), served(), now)));
            assertThat(view.waiting()).isEmpty();
            assertThat(view.loads()).allMatch(load -> load.waiting() == 0);
            assertThat(scheduler.view(now).running()).isZero();
            assertThat(grants).isEqualTo(finishes);
            for (String id : open.keySet()) {
                check(endings.containsKey(id) || abandoned.contains(id), () -> id + " has no ending");
            }
        }
    }
}
