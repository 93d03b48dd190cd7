package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.SampleMachine;
import dev.herd.app.testing.SampleWeek;
import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.NodeId;
import java.time.DayOfWeek;
import org.junit.jupiter.api.Test;

class WeekViewModelTest {
    private static WeekViewModel of(SampleWeek week) {
        return WeekViewModel.of(Fleets.four().person("", week.map()).now());
    }

    private static WeekViewModel.Cell cell(SampleWeek week, DayOfWeek day, int hour) {
        return of(week).cells().get(WeekMap.index(day, hour));
    }

    private static String monday(double first, double second, double confidence) {
        return cell(new SampleWeek().known(DayOfWeek.MONDAY, 9, first, second, confidence), DayOfWeek.MONDAY, 9)
                .spoken();
    }

    @Test
    void saysEveryHourInWords() {
        assertThat(monday(0.8, 0.84, 0.9)).isEqualTo("Monday 9:00: usually there, 82 %; not marked");
        assertThat(monday(0.5, 0.5, 0.9)).isEqualTo("Monday 9:00: often there, 50 %; not marked");
        assertThat(monday(0.2, 0.2, 0.9)).isEqualTo("Monday 9:00: sometimes there, 20 %; not marked");
        assertThat(monday(0, 0, 0.9)).isEqualTo("Monday 9:00: seldom there, 0 %; not marked");
        assertThat(monday(0.1, 0.9, 0.9)).isEqualTo("Monday 9:00: often there, 50 % (10 %, then 90 %); not marked");
        assertThat(monday(0.8, 0.84, 0.01))
                .isEqualTo("Monday 9:00: not seen yet, guessed from other hours, 82 %; not marked");
    }

    @Test
    void saysWhatAPersonSaid() {
        SampleWeek week = SampleWeek.ofWork();

        assertThat(cell(week, DayOfWeek.WEDNESDAY, 14).spoken()).endsWith("; marked busy");
        assertThat(cell(week, DayOfWeek.FRIDAY, 17).spoken()).endsWith("; marked free");
        assertThat(cell(week, DayOfWeek.FRIDAY, 17).mark()).isEqualTo(WeekMap.Mark.FREE);
        assertThat(cell(week, DayOfWeek.FRIDAY, 17).level()).as("as learned").isEqualTo(5);
    }

    @Test
    void outlinesTheHourThatGoesOnInTheMachinesTime() {
        assertThat(of(SampleWeek.ofWork()).cells())
                .filteredOn(WeekViewModel.Cell::now)
                .singleElement()
                .satisfies(now -> {
                    assertThat(now.day()).isEqualTo(DayOfWeek.TUESDAY);
                    assertThat(now.hour()).as("14:02 UTC in Berlin's winter").isEqualTo(15);
                    assertThat(now.spoken()).startsWith("Tuesday 15:00, now: ");
                });
    }

    @Test
    void coloursByLikelihoodAndFadesByCertainty() {
        SampleWeek week = new SampleWeek()
                .known(DayOfWeek.MONDAY, 0, 0, 0, 1)
                .known(DayOfWeek.MONDAY, 1, 0.5, 0.6, 0.44)
                .known(DayOfWeek.MONDAY, 2, 1, 1, 0);

        assertThat(of(week).cells().subList(0, 3))
                .extracting(WeekViewModel.Cell::level)
                .containsExactly(0, 3, 5);
        assertThat(of(week).cells().subList(0, 3))
                .extracting(WeekViewModel.Cell::certainty)
                .containsExactly(1.0, 0.4, 0.0);
    }

    @Test
    void isEmptyWhereNothingIsKnown() {
        WeekViewModel model = WeekViewModel.of(Fleets.four().now());

        assertThat(model.isEmpty()).isTrue();
        assertThat(model.isForgettable()).isFalse();
        assertThat(model.machine()).isEqualTo(new NodeId("Studio"));
        assertThat(model.title()).isEqualTo("The week at Studio");
    }

    @Test
    void belongsToNoMachineWhereHerdsOwnServesNothing() {
        var snapshot = new Fleets().machine(SampleMachine.named("Mini")).now();

        assertThat(WeekViewModel.of(snapshot).machine()).isNull();
    }

    @Test
    void whatWasNeverSeenNorSaidCannotBeForgotten() {
        assertThat(of(new SampleWeek()).isForgettable()).isFalse();
        assertThat(of(new SampleWeek().marked(DayOfWeek.MONDAY, 1, 1, WeekMap.Mark.FREE))
                        .isForgettable())
                .isTrue();
        assertThat(of(new SampleWeek().known(DayOfWeek.MONDAY, 1, 0, 0, 0.5)).isForgettable())
                .isTrue();
    }
}
