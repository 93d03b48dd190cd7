package dev.herd.engine.scheduling;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.PinStatus;
import dev.herd.engine.placement.Refusal;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import dev.herd.engine.testing.FixedKnowledge;
import dev.herd.engine.testing.FleetBuilder;
import dev.herd.engine.testing.TicketBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A scheduler on a stage: tells it events, keeps what comes back, and ticks when it asks for that, as its
/// shell does.
final class Play {
    static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    final FixedKnowledge knowledge = new FixedKnowledge();
    final Scheduler scheduler;
    final List<Lease> preempted = new ArrayList<>();
    final List<String> unloaded = new ArrayList<>();
    final List<Lease> probes = new ArrayList<>();
    final List<Effect.Load> loads = new ArrayList<>();
    List<PinStatus> pins = List.of();
    final Map<String, Effect.Grant> granted = new LinkedHashMap<>();
    final Map<String, Refusal> refused = new LinkedHashMap<>();
    final List<Effect> all = new ArrayList<>();
    private final Map<String, Ticket> tickets = new LinkedHashMap<>();
    private Instant now = START;
    private @Nullable Instant wake;

    Play(FleetSnapshot fleet) {
        this(fleet, QueueConfig.DEFAULT);
    }

    Play(FleetSnapshot fleet, QueueConfig config) {
        scheduler = new Scheduler(config, knowledge);
        tell(new Event.FleetChanged(fleet, now));
    }

    Instant now() {
        return now;
    }

    Play fleet(FleetSnapshot fleet) {
        return tell(new Event.FleetChanged(fleet, now));
    }

    /// An instance was measured: tokens per second, mean answer in tokens.
    Play rates(String node, String model, double prefill, double decode, double output) {
        knowledge.set(FleetBuilder.instance(node, model), prefill, decode, -1, output);
        return this;
    }

    /// An instance whose answers always take that long.
    Play takes(String node, String model, double seconds) {
        return rates(node, model, 1e9, 100 / seconds, 100);
    }

    /// How long loading takes there.
    Play loads(String node, String model, double seconds) {
        knowledge.load(FleetBuilder.instance(node, model), seconds);
        return this;
    }

    /// A plain request for `m`.
    Play arrives(String id) {
        return arrives(TicketBuilder.ticket(id));
    }

    Play arrives(TicketBuilder ticket) {
        return again(ticket.at(now));
    }

    /// The next attempt of a ticket, which stays away from the node that had it.
    Play retries(String id) {
        Effect.Grant last = grant(id);
        granted.remove(id);
        return again(
                last.lease().ticket().excluding(last.lease().holder().upstream().id()));
    }

    private Play again(Ticket ticket) {
        tickets.put(ticket.id().value(), ticket);
        return tell(new Event.Arrived(ticket, now));
    }

    /// Its first byte is late; a copy that begins is granted as `id+`.
    Play late(String id) {
        Lease first = lease(id);
        return tell(
                new Event.Late(first.ticket().second(first.holder().upstream().id()), now));
    }

    /// Its client gets its first byte.
    Play begins(String id) {
        return tell(new Event.Began(lease(id).number(), now));
    }

    /// It gives way, as it was told, and is asked for again.
    Play makesWay(String id) {
        Lease lease = lease(id);
        granted.remove(id);
        tell(new Event.Finished(lease.number(), new Outcome.Preempted(), now));
        return again(lease.ticket());
    }

    Play leaves(String id) {
        return tell(new Event.Abandoned(new TicketId(id), now));
    }

    Play ends(String id) {
        return ends(id, served());
    }

    Play ends(String id, Outcome outcome) {
        return tell(new Event.Finished(grant(id).lease().number(), outcome, now));
    }

    Play ends(Lease lease, Outcome outcome) {
        return tell(new Event.Finished(lease.number(), outcome, now));
    }

    static Outcome served() {
        return new Outcome.Served(TokenUsage.NONE, Timings.NONE, Duration.ZERO, Duration.ZERO);
    }

    static Outcome failed() {
        return new Outcome.UpstreamFailed("reset");
    }

    /// What is known of a machine beside its models.
    Play condition(String node, MachineCondition condition) {
        return tell(new Event.ConditionChanged(new NodeId(node), condition, now));
    }

    /// @param node empty for any
    Play pins(String model, String node) {
        return tell(new Event.Pinned(pin(model, node), now));
    }

    Play unpins(String model, String node) {
        return tell(new Event.Unpinned(pin(model, node), now));
    }

    static Pin pin(String model, String node) {
        return new Pin(ModelRef.of(model), node.isEmpty() ? null : new NodeId(node));
    }

    /// The last load that was begun has ended.
    ///
    /// @param failure empty for none
    Play loaded(String failure) {
        return tell(new Event.LoadEnded(loads.getLast().load(), failure, now));
    }

    /// Loads as `model@node`, in order.
    List<String> loaded() {
        return loads.stream()
                .map(load -> load.holder().model().name() + "@"
                        + load.holder().node().name())
                .toList();
    }

    /// The only pin.
    PinStatus pin() {
        if (pins.size() != 1) {
            throw new AssertionError("pins: " + pins);
        }
        return pins.getFirst();
    }

    Play stops() {
        return tell(new Event.Stopped(now));
    }

    /// Time goes by, with the ticks that the scheduler asked for.
    Play after(double seconds) {
        Instant target = now.plusMillis(Math.round(seconds * 1000));
        while (wake != null && !wake.isAfter(target)) {
            now = wake.isBefore(now) ? now : wake;
            wake = null;
            tell(new Event.Ticked(now));
        }
        now = target;
        return this;
    }

    Play tell(Event event) {
        for (Effect effect : scheduler.on(event)) {
            all.add(effect);
            switch (effect) {
                case Effect.Grant grant ->
                    granted.put(grant.lease().ticket().id().value(), grant);
                case Effect.Refuse(TicketId id, Refusal refusal) -> refused.put(id.value(), refusal);
                case Effect.Wait _, Effect.StepBack _ -> {}
                case Effect.Preempt(Lease lease) -> preempted.add(lease);
                case Effect.Probe(Lease lease) -> probes.add(lease);
                case Effect.Unload(var holder) ->
                    unloaded.add(holder.model().name() + "@" + holder.node().name());
                case Effect.Load load -> {
                    load.first()
                            .forEach(holder -> unloaded.add(
                                    holder.model().name() + "@" + holder.node().name()));
                    loads.add(load);
                }
                case Effect.Pins change -> pins = change.pins();
                case Effect.WakeAt(Instant moment) -> wake = wake == null || moment.isBefore(wake) ? moment : wake;
            }
        }
        return this;
    }

    Effect.Grant grant(String id) {
        Effect.Grant grant = granted.get(id);
        if (grant == null) {
            throw new AssertionError(id + " was not granted; " + granted.keySet() + " were, refused " + refused);
        }
        return grant;
    }

    Lease lease(String id) {
        return grant(id).lease();
    }

    /// The machine a ticket runs on.
    String node(String id) {
        return lease(id).holder().node().name();
    }

    /// What the machine that a ticket runs on was expected to cost.
    CostTerms chosen(String id) {
        Candidate chosen = lease(id).decision().chosen();
        if (chosen == null || chosen.terms() == null) {
            throw new AssertionError(id + " was granted without a reason");
        }
        return chosen.terms();
    }

    Refusal refusal(String id) {
        Refusal refusal = refused.get(id);
        if (refusal == null) {
            throw new AssertionError(id + " was not refused; granted " + granted.keySet());
        }
        return refusal;
    }

    /// Ids of those who wait, next one first.
    List<String> waiting() {
        return view().waiting().stream().map(each -> each.ticket().id().value()).toList();
    }

    SchedulerView view() {
        return scheduler.view(now);
    }

    SchedulerView.WaitingTicket waiting(String id) {
        return view().waiting().stream()
                .filter(each -> each.ticket().id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
