package dev.herd.engine.protocol.fleet;

import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.protocol.Json;
import java.time.DayOfWeek;
import tools.jackson.core.JsonGenerator;

/// `/fleet/nodes/{id}/week`: when a machine's person is usually at it.
public final class WeekJson {
    private static final int HOURS_A_DAY = 24;
    private static final double DIGITS = 10_000;

    private WeekJson() {}

    /// @param use what the machine is used for now, empty when nobody can tell
    public static byte[] of(NodeId node, String use, WeekMap week) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("node", node.value());
            json.writeStringProperty("now", week.at().toString());
            json.writeStringProperty("zone", week.zone());
            json.writeStringProperty("use", use);
            json.writeArrayPropertyStart("hours");
            for (DayOfWeek day : DayOfWeek.values()) {
                for (int hour = 0; hour < HOURS_A_DAY; hour++) {
                    hour(json, day, hour, week.hour(day, hour));
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void hour(JsonGenerator json, DayOfWeek day, int hour, WeekMap.Hour known) {
        json.writeStartObject();
        json.writeStringProperty("day", WeekMap.label(day));
        json.writeNumberProperty("hour", hour);
        json.writeNumberProperty("active", rounded(known.active()));
        json.writeNumberProperty("first_half", rounded(known.first()));
        json.writeNumberProperty("second_half", rounded(known.second()));
        json.writeNumberProperty("confidence", rounded(known.confidence()));
        json.writeStringProperty("mark", known.mark().label());
        json.writeEndObject();
    }

    /// Four digits are more than anybody can know of a person.
    private static double rounded(double share) {
        return Math.round(share * DIGITS) / DIGITS;
    }
}
