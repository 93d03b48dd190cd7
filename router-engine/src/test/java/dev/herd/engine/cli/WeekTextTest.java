package dev.herd.engine.cli;

import static dev.herd.engine.testing.TestHerd.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.fleet.WeekJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeekTextTest {
    private static final Instant MONDAY_TWO_O_CLOCK_THERE = Instant.parse("2026-11-30T13:41:14Z");

    @Test
    void drawsALineForEachDay() throws BadRequestException {
        List<WeekMap.Hour> hours =
                new ArrayList<>(Collections.nCopies(WeekMap.HOURS, new WeekMap.Hour(0, 0, 0.8, WeekMap.Mark.LEARNED)));
        hours.set(WeekMap.index(DayOfWeek.MONDAY, 9), new WeekMap.Hour(1, 1, 0.8, WeekMap.Mark.LEARNED));
        hours.set(WeekMap.index(DayOfWeek.TUESDAY, 2), new WeekMap.Hour(1, 0, 0.8, WeekMap.Mark.FREE));
        hours.set(WeekMap.index(DayOfWeek.SUNDAY, 23), new WeekMap.Hour(1, 1, 0.05, WeekMap.Mark.BUSY));
        var week = new WeekMap(MONDAY_TWO_O_CLOCK_THERE, "Europe/Berlin", hours);

        var text = new StringWriter();
        WeekText.of(json(new String(WeekJson.of(new NodeId("studio"), "builds", week), UTF_8)))
                .print(new PrintWriter(text, true));

        assertThat(text.toString().lines())
                .containsExactly(
                        "studio, times of Europe/Berlin; builds",
                        "     0     3     6     9     12    15    18    21",
                        ">mon ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ █ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁",
                        " tue ▁ ▁ ▅○▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁",
                        " wed ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁",
                        " thu ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁",
                        " fri ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁",
                        " sat ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁",
                        " sun ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ▁ ·×",
                        "                                 ^ now",
                        "▁ seldom there … █ nearly always, · not seen yet; × marked busy, ○ marked free");
    }

    @Test
    void aWeekThatIsNoneIsSaidToBeNone() {
        assertThatThrownBy(() -> WeekText.of(json("{\"hours\":[]}"))).isInstanceOf(BadRequestException.class);
    }
}
