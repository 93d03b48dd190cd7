package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The one queue: class, then fair shares between tenants, then arrival.
///
/// Fair shares are start-time fair queueing (Goyal, Vin, Cheng: "Start-time Fair Queuing", SIGCOMM 1996): a ticket's
/// tag is where its tenant's earlier work of the same class ends in virtual time, and virtual time is the tag last
/// served. A tenant that sends a hundred requests thus delays another's single one by at most the one in front. Work
/// that is withdrawn before it is served costs its tenant nothing: the tags behind it move up. Classes age one level a
/// minute, so that nothing starves.
final class FairQueue {
    /// Half of the patience of common clients, so that a batch request still runs within it.
    static final Duration AGE_PER_LEVEL = Duration.ofMinutes(1);

    /// Tenants without waiting tickets are forgotten once there are so many.
    private static final int MANY_FLOWS = 1024;

    private final TreeSet<Waiting> order = new TreeSet<>(Waiting.ORDER);
    private final Map<TicketId, Waiting> byTicket = new LinkedHashMap<>();
    private final Map<ModelRef, Integer> wanted = new LinkedHashMap<>();
    private final Map<FlowKey, Flow> flows = new LinkedHashMap<>();
    private final Set<Flow> shortened = new LinkedHashSet<>();
    private double virtualTime;

    /// When the next one has waited long enough for the class above.
    private Instant nextRaise = Instant.MAX;

    private record FlowKey(String tenant, RequestClass requestClass) {}

    /// One tenant's work of one class.
    private static final class Flow {
        final Set<Waiting> waiting = new LinkedHashSet<>();
        double servedUntil;
        double end;
    }

    /// Gives a ticket its place, without adding it yet. A further attempt goes to the front of its class, where its
    /// first one stood.
    void place(Waiting waiting) {
        settle();
        Flow flow = first(waiting.ticket) ? flows.get(key(waiting.ticket)) : null;
        waiting.earliestTag = virtualTime;
        waiting.startTag = flow == null ? virtualTime : Math.max(virtualTime, flow.end);
    }

    /// Adds a ticket that has its place. `cost` is its expected service in seconds.
    void add(Waiting waiting, double cost) {
        waiting.cost = cost;
        if (first(waiting.ticket)) {
            if (flows.size() >= MANY_FLOWS) {
                flows.values().removeIf(flow -> flow.waiting.isEmpty() && flow.servedUntil <= virtualTime);
            }
            Flow flow = flows.computeIfAbsent(key(waiting.ticket), tenant -> new Flow());
            flow.waiting.add(waiting);
            flow.end = waiting.startTag + cost;
        }
        order.add(waiting);
        byTicket.put(waiting.ticket.id(), waiting);
        waiting.ticket.models().forEach(model -> wanted.merge(model, 1, Integer::sum));
        awaitRaise(waiting);
    }

    private static boolean first(Ticket ticket) {
        return ticket.attempt() == 0;
    }

    private static FlowKey key(Ticket ticket) {
        return new FlowKey(ticket.tenant(), ticket.requestClass());
    }

    /// Takes a ticket out because it is served.
    void served(Waiting waiting) {
        virtualTime = Math.max(virtualTime, waiting.startTag);
        Flow flow = first(waiting.ticket) ? flows.get(key(waiting.ticket)) : null;
        if (flow != null) {
            flow.servedUntil = Math.max(flow.servedUntil, waiting.startTag + waiting.cost);
        }
        takeOut(waiting, flow);
    }

    /// Takes a ticket out because it is not going to be served.
    void remove(Waiting waiting) {
        Flow flow = first(waiting.ticket) ? flows.get(key(waiting.ticket)) : null;
        takeOut(waiting, flow);
        if (flow != null) {
            shortened.add(flow);
        }
    }

    private void takeOut(Waiting waiting, @Nullable Flow flow) {
        if (!order.remove(waiting)) {
            throw new IllegalStateException(waiting.ticket.id() + " does not wait");
        }
        byTicket.remove(waiting.ticket.id());
        waiting.ticket.models().forEach(model -> wanted.computeIfPresent(model, (key, n) -> n == 1 ? null : n - 1));
        if (flow != null) {
            flow.waiting.remove(waiting);
        }
        if (order.isEmpty()) {
            flows.clear();
            shortened.clear();
        }
    }

    /// Moves those up who stood behind withdrawn work. Done when the order is asked for, since whole clients that leave
    /// withdraw much at once.
    private void settle() {
        for (Flow flow : shortened) {
            double end = flow.servedUntil;
            for (Waiting each : flow.waiting) {
                double tag = Math.max(each.earliestTag, end);
                if (tag < each.startTag) {
                    order.remove(each);
                    each.startTag = tag;
                    order.add(each);
                }
                end = each.startTag + each.cost;
            }
            flow.end = end;
        }
        shortened.clear();
    }

    @Nullable
    Waiting find(TicketId ticket) {
        return byTicket.get(ticket);
    }

    /// Whether anybody waits who would take that model.
    boolean wants(ModelRef model) {
        return wanted.containsKey(model);
    }

    boolean isEmpty() {
        return order.isEmpty();
    }

    int size() {
        return order.size();
    }

    /// Who waits in front of that place.
    Collection<Waiting> before(Waiting place) {
        settle();
        return order.headSet(place);
    }

    /// Tenants and classes it keeps an account of.
    int flows() {
        return flows.size();
    }

    /// Who waits, next one first; not to be changed while iterating.
    Collection<Waiting> inOrder() {
        settle();
        return order;
    }

    /// A copy in order, for passes that take tickets out.
    List<Waiting> copy() {
        return new ArrayList<>(inOrder());
    }

    /// Raises the class of those who have waited long.
    void age(Instant at) {
        if (at.isBefore(nextRaise)) {
            return;
        }
        List<Waiting> raised = new ArrayList<>();
        nextRaise = Instant.MAX;
        for (Waiting each : order) {
            if (each.level > levelAt(each, at)) {
                raised.add(each);
            }
        }
        for (Waiting each : raised) {
            order.remove(each);
            each.level = levelAt(each, at);
            order.add(each);
        }
        order.forEach(this::awaitRaise);
    }

    private void awaitRaise(Waiting waiting) {
        int raises = waiting.ticket.requestClass().rank() - waiting.level + 1;
        Instant due = waiting.ticket.arrivedAt().plus(AGE_PER_LEVEL.multipliedBy(raises));
        if (waiting.level > 0 && due.isBefore(nextRaise)) {
            nextRaise = due;
        }
    }

    /// Age counts from the request's arrival, so that a further attempt keeps it.
    private static int levelAt(Waiting waiting, Instant at) {
        long levels = Duration.between(waiting.ticket.arrivedAt(), at).toSeconds() / AGE_PER_LEVEL.toSeconds();
        return Math.clamp(waiting.ticket.requestClass().rank() - levels, 0, waiting.level);
    }
}
