package dev.herd.app.trends;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeAxisTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:02:11Z");

    private static List<String> labels(Duration length, double width, ZoneId zone) {
        return new TimeAxis(NOW.minus(length), NOW, width)
                .ticks(zone).stream().map(TimeAxis.Tick::label).toList();
    }

    @Test
    void marksWhatPeopleReckonWith() {
        assertThat(labels(Duration.ofHours(1), 900, ZoneOffset.UTC))
                .startsWith("13:10", "13:20")
                .endsWith("14:00");
        assertThat(labels(Duration.ofHours(24), 900, ZoneOffset.UTC)).contains("18:00", "24 Nov", "12:00");
        assertThat(labels(Duration.ofDays(7), 900, ZoneOffset.UTC))
                .startsWith("18 Nov")
                .endsWith("24 Nov");
        assertThat(labels(Duration.ofMinutes(1), 900, ZoneOffset.UTC)).contains("14:01:20");
    }

    @Test
    void everyWidthHasRoomForItsLabels() {
        for (Span.Preset preset : Span.Preset.values()) {
            for (double width : new double[] {200, 640, 1100, 2400}) {
                var axis = new TimeAxis(NOW.minus(preset.length()), NOW, width);
                List<TimeAxis.Tick> ticks = axis.ticks(ZoneOffset.UTC);
                assertThat(ticks).as(preset + " in " + width).isNotEmpty();
                for (int i = 1; i < ticks.size(); i++) {
                    assertThat(axis.x(ticks.get(i).at())
                                    - axis.x(ticks.get(i - 1).at()))
                            .isGreaterThan(60);
                }
            }
        }
    }

    @Test
    void daysBeginWhereTheZoneSaysAlsoWhenTheClockIsChanged() {
        var berlin = ZoneId.of("Europe/Berlin");
        Instant to = Instant.parse("2026-03-30T12:00:00Z");
        var axis = new TimeAxis(to.minus(Duration.ofDays(3)), to, 400);

        assertThat(axis.ticks(berlin).stream().filter(TimeAxis.Tick::day).map(TimeAxis.Tick::at))
                .containsExactly(
                        Instant.parse("2026-03-27T23:00:00Z"),
                        Instant.parse("2026-03-28T23:00:00Z"),
                        Instant.parse("2026-03-29T22:00:00Z"));
    }

    @Test
    void pixelsAndMomentsAreTheSamePlace() {
        var axis = new TimeAxis(NOW.minusSeconds(1000), NOW, 500);

        assertThat(axis.x(NOW.minusSeconds(500))).isEqualTo(250);
        assertThat(axis.at(250)).isEqualTo(NOW.minusSeconds(500));
        assertThat(axis.at(-9)).isEqualTo(NOW.minusSeconds(1000));
        assertThat(axis.at(9999)).isEqualTo(NOW);
    }
}
