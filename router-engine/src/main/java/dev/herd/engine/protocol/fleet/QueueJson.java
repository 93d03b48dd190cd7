package dev.herd.engine.protocol.fleet;

import dev.herd.engine.placement.Ticket;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.scheduling.SchedulerView;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/// `GET /fleet/queue`.
public final class QueueJson {
    private QueueJson() {}

    public static byte[] of(SchedulerView work, Instant now) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("now", now.toString());
            json.writeNumberProperty("running", work.running());
            json.writeNumberProperty("waiting", work.waiting().size());
            json.writeArrayPropertyStart("queues");
            for (SchedulerView.Load load : work.loads()) {
                queue(json, load);
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("waiting_requests");
            for (SchedulerView.WaitingTicket waiting : work.waiting()) {
                waiting(json, waiting);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void queue(JsonGenerator json, SchedulerView.Load load) {
        json.writeStartObject();
        json.writeStringProperty("node", load.holder().node().name());
        json.writeStringProperty("model", load.holder().model().name());
        json.writeNumberProperty("slots", load.holder().model().slots());
        json.writeNumberProperty("running", load.running());
        json.writeNumberProperty("waiting", load.waiting());
        TraceJson.number(json, "eta_ms", load.secondsUntilFree() * 1000);
        json.writeEndObject();
    }

    private static void waiting(JsonGenerator json, SchedulerView.WaitingTicket waiting) {
        Ticket ticket = waiting.ticket();
        json.writeStartObject();
        json.writeStringProperty("id", ticket.id().value());
        json.writeStringProperty("model", ticket.models().getFirst().name());
        json.writeStringProperty("class", ticket.requestClass().label());
        json.writeStringProperty("tenant", ticket.tenant());
        json.writeNumberProperty("position", waiting.position());
        TraceJson.number(json, "eta_ms", waiting.etaSeconds() * 1000);
        json.writeStringProperty("planned_node", waiting.plannedNode());
        json.writeEndObject();
    }
}
