package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The one queue: class, then fair shares between tenants, then arrival less the head start.
///
/// Fair shares are start-time fair queueing (Goyal, Vin, Cheng: "Start-time Fair Queuing", SIGCOMM 1996): a
/// ticket's tag is where its tenant's earlier work of the same class ends in virtual time, and virtual time
/// is the tag last served. A tenant that sends a hundred requests thus delays another's single one by at most
/// the one in front. Which of its own requests a tenant's turn goes to is the head start's matter. Work that
/// is withdrawn before it is served costs its tenant nothing: the tags behind it move up. Of each tenant's
/// requests one gains a level a minute, so that nothing starves.
final class FairQueue {
    /// Half of the patience of common clients, so that a batch request still runs within it.
    static final Duration AGE_PER_LEVEL = Duration.ofMinutes(1);

    /// By so many seconds of service a head start moves a request before another tenant's: a tenth of the
    /// minute over which shares are held to be fair.
    static final double ACROSS_TENANTS = 6;

    /// Tenants without waiting tickets are forgotten once there are so many.
    private static final int MANY_FLOWS = 1024;

    private final ToDoubleFunction<String> weights;
    private final boolean ages;
    private final List<Waiting> order = new ArrayList<>();
    private final Map<TicketId, Waiting> byTicket = new LinkedHashMap<>();

    /// Who waits for each model, in no order.
    private final Map<ModelRef, List<Waiting>> byModel = new HashMap<>();

    private final Map<FlowKey, Flow> flows = new LinkedHashMap<>();
    /// Whether a flow has changed, so that places have to be given anew.
    private boolean moved;

    private boolean unsorted;
    private double virtualTime;

    /// When the next one has waited long enough for the class above.
    private Instant nextRaise = Instant.MAX;

    private record FlowKey(String tenant, RequestClass requestClass) {}

    /// One tenant's work of one class.
    private static final class Flow {
        final List<Waiting> waiting = new ArrayList<>();
        final double weight;

        /// Virtual time when it last had nothing to wait for.
        double begun;

        double servedUntil;
        boolean changed;

        /// When one of its requests came into the class above.
        @Nullable
        Instant lastRaise;

        Flow(double weight) {
            this.weight = weight;
        }

        double start() {
            return Math.max(begun, servedUntil);
        }

        /// Gives its requests their tags, one behind the other in the order of its turns.
        void settle() {
            waiting.sort(Waiting.TURN);
            double end = start();
            double place = Double.NEGATIVE_INFINITY;
            for (Waiting each : waiting) {
                each.startTag = end;
                place = Math.max(place, end - Math.min(each.headStart, ACROSS_TENANTS));
                each.place = place;
                end += each.cost / weight;
            }
            changed = false;
        }
    }

    /// @param weights of the tenants, above 0; 1 is usual
    /// @param ages whether those who wait long come into the class above
    FairQueue(ToDoubleFunction<String> weights, boolean ages) {
        this.weights = weights;
        this.ages = ages;
    }

    FairQueue() {
        this(tenant -> 1, true);
    }

    /// Gives a ticket its place, without adding it yet. A further attempt goes to the front of its class,
    /// where its first one stood.
    void place(Waiting waiting) {
        settle();
        Flow flow = first(waiting.ticket) ? flows.get(key(waiting.ticket)) : null;
        double tag = virtualTime;
        if (flow != null) {
            tag = flow.waiting.isEmpty() ? Math.max(virtualTime, flow.servedUntil) : flow.start();
            for (Waiting each : flow.waiting) {
                if (Waiting.TURN.compare(each, waiting) > 0) {
                    break;
                }
                tag = each.startTag + each.cost / flow.weight;
            }
        }
        waiting.startTag = tag;
        waiting.place = first(waiting.ticket) ? tag - Math.min(waiting.headStart, ACROSS_TENANTS) : tag;
    }

    /// Adds a ticket that has its place. `cost` is its expected service in seconds.
    void add(Waiting waiting, double cost) {
        waiting.cost = cost;
        if (first(waiting.ticket)) {
            if (flows.size() >= MANY_FLOWS) {
                flows.values().removeIf(flow -> flow.waiting.isEmpty() && flow.servedUntil <= virtualTime);
            }
            Flow flow = flows.computeIfAbsent(
                    key(waiting.ticket), key -> new Flow(weights.applyAsDouble(waiting.ticket.tenant())));
            if (flow.waiting.isEmpty()) {
                flow.begun = virtualTime;
            }
            flow.waiting.add(waiting);
            flow.changed = true;
            moved = true;
        }
        order.add(waiting);
        for (ModelRef model : waiting.ticket.models()) {
            List<Waiting> wanting = byModel.computeIfAbsent(model, ref -> new ArrayList<>());
            if (wanting.isEmpty() || wanting.getLast() != waiting) {
                wanting.add(waiting);
            }
        }
        unsorted = true;
        byTicket.put(waiting.ticket.id(), waiting);
        awaitRaise(waiting, null);
    }

    /// A ticket's head start has changed.
    void headStart(Waiting waiting, double seconds) {
        if (waiting.headStart != seconds) {
            waiting.headStart = seconds;
            Flow flow = first(waiting.ticket) ? flows.get(key(waiting.ticket)) : null;
            if (flow != null) {
                flow.changed = true;
                moved = true;
            }
        }
    }

    private static boolean first(Ticket ticket) {
        return ticket.attempt() == 0;
    }

    private static FlowKey key(Ticket ticket) {
        return new FlowKey(ticket.tenant(), ticket.requestClass());
    }

    /// Takes a ticket out because it is served, for `seconds` of service as they are expected now: what was
    /// expected when it came may have been said of a machine that nobody had measured.
    void served(Waiting waiting, double seconds) {
        virtualTime = Math.max(virtualTime, waiting.startTag);
        Flow flow = first(waiting.ticket) ? flows.get(key(waiting.ticket)) : null;
        if (flow != null) {
            flow.servedUntil = flow.start() + seconds / flow.weight;
        }
        takeOut(waiting, flow);
    }

    /// Takes a ticket out because it is not going to be served.
    void remove(Waiting waiting) {
        takeOut(waiting, first(waiting.ticket) ? flows.get(key(waiting.ticket)) : null);
    }

    private void takeOut(Waiting waiting, @Nullable Flow flow) {
        if (byTicket.remove(waiting.ticket.id()) == null || !order.remove(waiting)) {
            throw new IllegalStateException(waiting.ticket.id() + " does not wait");
        }
        waiting.ticket.models().forEach(model -> leave(model, waiting));
        if (flow != null) {
            flow.waiting.remove(waiting);
            flow.changed = true;
            moved = true;
        }
        if (order.isEmpty()) {
            flows.clear();
        }
    }

    private void leave(ModelRef model, Waiting waiting) {
        List<Waiting> wanting = byModel.get(model);
        if (wanting != null && wanting.remove(waiting) && wanting.isEmpty()) {
            byModel.remove(model);
        }
    }

    /// Gives all their places. Done when those are asked for, since whole clients that leave withdraw much at once.
    void settle() {
        if (moved) {
            for (Flow flow : flows.values()) {
                if (flow.changed) {
                    flow.settle();
                }
            }
            moved = false;
            unsorted = true;
        }
    }

    @Nullable
    Waiting find(TicketId ticket) {
        return byTicket.get(ticket);
    }

    boolean isEmpty() {
        return order.isEmpty();
    }

    int size() {
        return order.size();
    }

    /// Who waits for that model, next one first: a copy.
    List<Waiting> wanting(ModelRef model) {
        settle();
        List<Waiting> wanting = new ArrayList<>(byModel.getOrDefault(model, List.of()));
        wanting.sort(Waiting.ORDER);
        return wanting;
    }

    /// Who waits for that model, or for something else than a slot on that machine, next one first: a copy.
    List<Waiting> concerned(ModelRef model, Machine machine) {
        List<Waiting> concerned = wanting(model);
        if (!machine.delayed.isEmpty()) {
            for (Waiting each : machine.delayed) {
                if (!each.ticket.models().contains(model)) {
                    concerned.add(each);
                }
            }
            concerned.sort(Waiting.ORDER);
        }
        return concerned;
    }

    /// Tenants and classes it keeps an account of.
    int flows() {
        return flows.size();
    }

    /// Who waits, next one first; not to be changed while iterating.
    List<Waiting> inOrder() {
        settle();
        if (unsorted) {
            order.sort(Waiting.ORDER);
            unsorted = false;
        }
        return order;
    }

    /// A copy in order, for passes that take tickets out.
    List<Waiting> copy() {
        return new ArrayList<>(inOrder());
    }

    /// Raises the class of those who have waited long: of each tenant's the oldest, and the next one a minute
    /// later, so that nothing starves and a flood does not become urgent as a whole.
    void age(Instant at) {
        if (!ages || at.isBefore(nextRaise)) {
            return;
        }
        settle();
        nextRaise = Instant.MAX;
        for (Flow flow : flows.values()) {
            raise(flow, at);
        }
        for (Waiting each : order) {
            if (!first(each.ticket)) {
                raise(each, at);
            }
        }
    }

    private void raise(Flow flow, Instant at) {
        for (Waiting each : flow.waiting) {
            if (isRaised(each)) {
                raise(each, at);
            }
        }
        Waiting next = oldest(flow);
        boolean due = flow.lastRaise == null || !at.isBefore(flow.lastRaise.plus(AGE_PER_LEVEL));
        if (next != null && due && raise(next, at)) {
            flow.lastRaise = at;
            next = oldest(flow);
        }
        if (next != null) {
            awaitRaise(next, flow);
        }
    }

    private static boolean isRaised(Waiting waiting) {
        return waiting.level < waiting.ticket.requestClass().rank();
    }

    /// Who came first of those who still count as what they are.
    private static @Nullable Waiting oldest(Flow flow) {
        Waiting oldest = null;
        for (Waiting each : flow.waiting) {
            if (!isRaised(each) && (oldest == null || each.arrival < oldest.arrival)) {
                oldest = each;
            }
        }
        return oldest;
    }

    private boolean raise(Waiting waiting, Instant at) {
        int level = levelAt(waiting, at);
        boolean raised = level < waiting.level;
        unsorted |= raised;
        waiting.level = level;
        awaitRaise(waiting, null);
        return raised;
    }

    private void awaitRaise(Waiting waiting, @Nullable Flow flow) {
        if (waiting.level == 0) {
            return;
        }
        int raises = waiting.ticket.requestClass().rank() - waiting.level + 1;
        Instant due = waiting.ticket.arrivedAt().plus(AGE_PER_LEVEL.multipliedBy(raises));
        Instant turn = flow == null || flow.lastRaise == null ? due : flow.lastRaise.plus(AGE_PER_LEVEL);
        Instant later = due.isBefore(turn) ? turn : due;
        if (later.isBefore(nextRaise)) {
            nextRaise = later;
        }
    }

    /// Age counts from the request's arrival, so that a further attempt keeps it.
    private static int levelAt(Waiting waiting, Instant at) {
        long levels = Duration.between(waiting.ticket.arrivedAt(), at).toSeconds() / AGE_PER_LEVEL.toSeconds();
        return Math.clamp(waiting.ticket.requestClass().rank() - levels, 0, waiting.level);
    }
}
