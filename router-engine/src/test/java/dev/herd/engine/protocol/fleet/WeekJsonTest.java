package dev.herd.engine.protocol.fleet;

import static dev.herd.engine.testing.TestHerd.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.NodeId;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The shape that the outside relies on, word for word.
class WeekJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-30T13:41:14Z");

    @Test
    void writesEveryHourFromMondayMidnightOn() {
        List<WeekMap.Hour> hours =
                new ArrayList<>(Collections.nCopies(WeekMap.HOURS, new WeekMap.Hour(0, 0, 0, WeekMap.Mark.LEARNED)));
        hours.set(0, new WeekMap.Hour(0.25, 0.123456, 0.5, WeekMap.Mark.FREE));
        hours.set(WeekMap.index(DayOfWeek.SUNDAY, 23), new WeekMap.Hour(1, 1, 0.9, WeekMap.Mark.BUSY));

        String json = new String(
                WeekJson.of(new NodeId("studio"), "builds software", new WeekMap(NOW, "Europe/Berlin", hours)), UTF_8);

        assertThat(json)
                .startsWith("{\"node\":\"studio\",\"now\":\"2026-11-30T13:41:14Z\",\"zone\":\"Europe/Berlin\","
                        + "\"use\":\"builds software\",\"hours\":[{\"day\":\"mon\",\"hour\":0,\"active\":0.1867,"
                        + "\"first_half\":0.25,\"second_half\":0.1235,\"confidence\":0.5,\"mark\":\"free\"},"
                        + "{\"day\":\"mon\",\"hour\":1,\"active\":0.0,\"first_half\":0.0,\"second_half\":0.0,"
                        + "\"confidence\":0.0,\"mark\":\"learned\"}")
                .endsWith("{\"day\":\"sun\",\"hour\":23,\"active\":1.0,\"first_half\":1.0,\"second_half\":1.0,"
                        + "\"confidence\":0.9,\"mark\":\"busy\"}]}");
        assertThat(at(json, "hours.24.day")).isEqualTo("\"tue\"");
        assertThat(json.split("\"day\"", -1)).hasSize(WeekMap.HOURS + 1);
    }
}
