package dev.herd.engine.scheduling;

import dev.herd.engine.placement.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The one queue: class, then fair shares between tenants, then arrival.
///
/// Fair shares are start-time fair queueing (Goyal, Vin, Cheng: "Start-time Fair Queuing", SIGCOMM 1996): a ticket's
/// tag is where its tenant's earlier work ends in virtual time, and virtual time is the tag last served. A tenant
/// that sends a hundred requests thus delays another's single one by at most the one in front. Classes age one level
/// a minute, so that nothing starves.
final class FairQueue {
    /// Half of the patience of common clients, so that a batch request still runs within it.
    static final Duration AGE_PER_LEVEL = Duration.ofMinutes(1);

    private final TreeSet<Waiting> order = new TreeSet<>(Waiting.ORDER);
    private final Map<TicketId, Waiting> byTicket = new LinkedHashMap<>();
    private final Map<String, Double> finishTags = new LinkedHashMap<>();
    private double virtualTime;

    /// Adds a ticket. `cost` is its expected service in seconds. A further attempt goes to where its first one stood.
    void add(Waiting waiting, double cost) {
        if (waiting.ticket.attempt() > 0) {
            waiting.startTag = virtualTime;
        } else {
            String tenant = waiting.ticket.tenant();
            waiting.startTag = Math.max(virtualTime, finishTags.getOrDefault(tenant, 0.0));
            finishTags.put(tenant, waiting.startTag + cost);
        }
        order.add(waiting);
        byTicket.put(waiting.ticket.id(), waiting);
    }

    /// Takes a ticket out because it is served.
    void served(Waiting waiting) {
        remove(waiting);
        virtualTime = Math.max(virtualTime, waiting.startTag);
        if (order.isEmpty()) {
            finishTags.clear();
        }
    }

    void remove(Waiting waiting) {
        order.remove(waiting);
        byTicket.remove(waiting.ticket.id());
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

    /// Who waits, next one first; not to be changed while iterating.
    Collection<Waiting> inOrder() {
        return order;
    }

    /// A copy in order, for passes that take tickets out.
    List<Waiting> copy() {
        return new ArrayList<>(order);
    }

    /// Who waits, oldest first.
    Iterator<Waiting> byAge() {
        return byTicket.values().iterator();
    }

    /// Raises the class of those who have waited long.
    void age(Instant at) {
        List<Waiting> raised = new ArrayList<>();
        for (Waiting each : byTicket.values()) {
            long levels = Duration.between(each.since, at).dividedBy(AGE_PER_LEVEL);
            if (each.level > Math.max(0, each.ticket.requestClass().rank() - levels)) {
                raised.add(each);
            }
        }
        for (Waiting each : raised) {
            order.remove(each);
            each.level--;
            order.add(each);
        }
    }
}
