package dev.herd.engine.protocol.fleet;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.PinStatus;
import dev.herd.engine.protocol.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// `/fleet/pins`: what is pinned, and how each pin stands.
public final class PinJson {
    private PinJson() {}

    public static byte[] of(List<PinStatus> pins, FleetSnapshot fleet, Instant now) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("now", now.toString());
            json.writeArrayPropertyStart("pins");
            pins.forEach(pin -> write(json, pin, fleet));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /// One pin.
    public static byte[] of(PinStatus pin, FleetSnapshot fleet) {
        return Json.bytes(json -> write(json, pin, fleet));
    }

    /// What was taken back.
    public static byte[] unpinned(ModelRef model, List<Pin> pins, FleetSnapshot fleet) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("model", model.name());
            json.writeArrayPropertyStart("unpinned");
            for (Pin pin : pins) {
                json.writeStartObject();
                text(json, "node", name(pin.node(), fleet));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, PinStatus status, FleetSnapshot fleet) {
        PinStatus.Place place = status.place();
        json.writeStartObject();
        json.writeStringProperty("model", status.pin().model().name());
        text(json, "node", name(status.pin().node(), fleet));
        json.writeStringProperty("state", status.phase().label());
        text(json, "place", place == null ? null : place.nodeName());
        json.writeStringProperty("reason", status.reason());
        json.writeStringProperty("since", status.since().toString());
        json.writeNumberProperty("failures", status.failures());
        json.writeEndObject();
    }

    /// A machine that has left the fleet is called by its id.
    private static @Nullable String name(@Nullable NodeId id, FleetSnapshot fleet) {
        return id == null ? null : fleet.node(id.value()).map(Node::name).orElse(id.value());
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }
}
