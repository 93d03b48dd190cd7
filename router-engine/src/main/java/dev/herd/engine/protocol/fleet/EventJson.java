package dev.herd.engine.protocol.fleet;

import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.protocol.Json;

/// One event of `GET /fleet/events`, as server-sent.
public final class EventJson {
    private EventJson() {}

    /// @param id increases with each event
    public static String of(long id, EngineEvent event) {
        return switch (event) {
            case EngineEvent.RequestChanged(var trace) -> event(id, "request", TraceJson.summary(trace));
            case EngineEvent.NodeChanged(String node, String name, String state, String reason) ->
                event(id, "node", Json.text(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("id", node);
                    json.writeStringProperty("name", name);
                    json.writeStringProperty("state", state);
                    json.writeStringProperty("reason", reason);
                    json.writeEndObject();
                }));
            case EngineEvent.FindingRaised(var finding) ->
                event(id, "finding", Json.text(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("code", finding.code());
                    json.writeStringProperty("message", finding.message());
                    json.writeStringProperty("since", finding.since().toString());
                    json.writeStringProperty("severity", finding.severity().label());
                    json.writeEndObject();
                }));
        };
    }

    /// Events were lost because the watcher was too slow.
    public static String gap(long id, long lost) {
        return event(id, "gap", "{\"lost\":" + lost + "}");
    }

    private static String event(long id, String name, String json) {
        return "id: " + id + "\nevent: " + name + "\ndata: " + json + "\n\n";
    }
}
