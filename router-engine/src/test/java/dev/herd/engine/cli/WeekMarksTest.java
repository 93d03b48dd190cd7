package dev.herd.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.cli.WeekMarks.Hours;
import java.time.DayOfWeek;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeekMarksTest {
    @Test
    void readsEveryDayOfARange() throws CommandFailed {
        assertThat(WeekMarks.parse("mon-fri 9-17 busy"))
                .hasSize(5)
                .startsWith(new Hours(DayOfWeek.MONDAY, 9, 17, "busy"))
                .endsWith(new Hours(DayOfWeek.FRIDAY, 9, 17, "busy"));
        assertThat(WeekMarks.parse("daily 0-23 learned")).hasSize(7);
        assertThat(WeekMarks.parse("sat-mon,wed 8 free"))
                .extracting(Hours::day)
                .containsExactly(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    }

    @ParameterizedTest
    @CsvSource({
        "tue 9-17 busy, 9, 17",
        "Tuesday 9 BUSY, 9, 9",
        "' tue  09-17   busy ', 9, 17",
        "tue 9–17 busy, 9, 17",
        "tue 9:00-17:00 busy, 9, 16",
        "tue 9:00 busy, 9, 9",
        "tue 0:00-24:00 busy, 0, 23",
        "tue 18:00-00:00 busy, 18, 23",
        "tue 0-23 busy, 0, 23"
    })
    void readsHoursWithTheLastAndTimesOfAClockWithoutIt(String text, int from, int to) throws CommandFailed {
        assertThat(WeekMarks.parse(text)).containsExactly(new Hours(DayOfWeek.TUESDAY, from, to, "busy"));
    }

    @Test
    void aNightGoesOnInTheNextDay() throws CommandFailed {
        assertThat(WeekMarks.parse("sun 22-6 free"))
                .containsExactly(
                        new Hours(DayOfWeek.SUNDAY, 22, 23, "free"), new Hours(DayOfWeek.MONDAY, 0, 6, "free"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mon",
                "mon 9-17",
                "9-17 busy",
                "mo 9-17 busy",
                "mon-xyz 9 busy",
                "mon, 9 busy",
                "mon 9- busy",
                "mon 9-17 maybe",
                "mon 24 busy",
                "mon 9-24 busy",
                "mon 9:30-10 busy",
                "mon 9:00-17 busy",
                "mon 9-17 busy now",
                "mon 9:00-25:00 busy",
                "mon 99-100 busy",
                "mon -1-3 busy"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> WeekMarks.parse(text))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith("--mark: ")
                .hasMessageContaining("\"" + text + "\"");
    }
}
