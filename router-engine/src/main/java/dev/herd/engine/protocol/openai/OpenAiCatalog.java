package dev.herd.engine.protocol.openai;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.protocol.Json;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import tools.jackson.core.JsonGenerator;

/// The fleet's models as OpenAI lists its own.
public final class OpenAiCatalog {
    private OpenAiCatalog() {}

    /// `GET /v1/models`, sorted by id.
    public static byte[] list(FleetSnapshot fleet) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("object", "list");
            json.writeArrayPropertyStart("data");
            fleet.models().values().forEach(holders -> {
                Holder holder = holders.getFirst();
                entry(json, holder, fullName(holder));
            });
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        });
    }

    /// `GET /v1/models/{id}`.
    ///
    /// @param id as the client spelled it
    public static byte[] one(Holder holder, String id) {
        return Json.bytes(json -> {
            entry(json, holder, id);
            json.writeRaw('\n');
        });
    }

    private static String fullName(Holder holder) {
        String name = holder.model().name();
        boolean bare = name.indexOf(':', name.lastIndexOf('/') + 1) < 0;
        // Only Ollama's names have tags.
        return bare && !holder.model().digest().isEmpty() ? name + ":latest" : name;
    }

    private static void entry(JsonGenerator json, Holder holder, String id) {
        json.writeStartObject();
        json.writeStringProperty("id", id);
        json.writeStringProperty("object", "model");
        json.writeNumberProperty("created", created(holder.model()));
        json.writeStringProperty("owned_by", owner(id));
        json.writeEndObject();
    }

    private static long created(HostedModel model) {
        try {
            return model.modifiedAt().isEmpty()
                    ? 0
                    : OffsetDateTime.parse(model.modifiedAt()).toEpochSecond();
        } catch (DateTimeParseException unreadable) {
            return 0;
        }
    }

    /// The namespace of the name, `library` when it has none, as Ollama says it.
    private static String owner(String id) {
        int slash = id.lastIndexOf('/');
        if (slash <= 0) {
            return "library";
        }
        String before = id.substring(0, slash);
        return before.substring(before.lastIndexOf('/') + 1);
    }
}
