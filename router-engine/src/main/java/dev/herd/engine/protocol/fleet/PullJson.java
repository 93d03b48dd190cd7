package dev.herd.engine.protocol.fleet;

import dev.herd.engine.api.PullProgress;
import dev.herd.engine.protocol.Json;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `GET /fleet/pulls`.
public final class PullJson {
    private PullJson() {}

    public static byte[] of(List<PullProgress> pulls, Instant now) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("now", now.toString());
            json.writeArrayPropertyStart("pulls");
            pulls.forEach(pull -> write(json, pull));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, PullProgress pull) {
        json.writeStartObject();
        json.writeStringProperty("id", pull.id());
        json.writeStringProperty("model", pull.model());
        json.writeStringProperty("node", pull.node());
        json.writeStringProperty("status", pull.status());
        json.writeNumberProperty("total_bytes", pull.totalBytes());
        json.writeNumberProperty("completed_bytes", pull.completedBytes());
        json.writeNumberProperty("attempt", pull.attempt());
        json.writeNumberProperty("watchers", pull.watchers());
        json.writeBooleanProperty("automatic", pull.automatic());
        json.writeStringProperty("started_at", pull.startedAt().toString());
        json.writeEndObject();
    }
}
