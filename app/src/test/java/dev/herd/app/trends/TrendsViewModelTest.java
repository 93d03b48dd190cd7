package dev.herd.app.trends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.SampleTrends;
import dev.herd.engine.api.NodeTrends;
import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.TrendSeries;
import dev.herd.engine.api.Trends;
import dev.herd.engine.fleet.NodeId;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrendsViewModelTest {
    private static final NodeId STUDIO = new NodeId("Studio");
    private static final NodeId TOWER = new NodeId("Tower");

    private static final Trends HOUR =
            SampleTrends.four().of(new TrendQuery(Fleets.NOW.minus(Duration.ofHours(1)), Fleets.NOW, 400));

    private static TrendsViewModel model(Trends trends, NodeId... hidden) {
        MachineHues hues = MachineHues.NONE.with(
                trends.nodes().stream().map(NodeTrends::node).toList());
        return TrendsViewModel.of(trends, hues, Set.of(hidden));
    }

    private static TrendsViewModel.Chart chart(TrendsViewModel model, Panel panel) {
        return model.charts().stream()
                .filter(each -> each.panel() == panel)
                .findFirst()
                .orElseThrow();
    }

    private static TrendSeries flat(double value) {
        return new TrendSeries.Builder(1).set(0, value, value, value, 1).build();
    }

    private static Trends of(NodeTrends... nodes) {
        return new Trends(Fleets.NOW, Duration.ofSeconds(10), 1, Fleets.NOW, List.of(nodes), List.of());
    }

    @Test
    void hasALineOfEachMachineThatTellsIt() {
        TrendsViewModel model = model(HOUR);

        assertThat(chart(model, Panel.PROCESSOR).lines()).hasSize(3);
        assertThat(chart(model, Panel.RUNNING).lines()).hasSize(4);
        assertThat(chart(model, Panel.POWER).lines()).hasSize(1);
        assertThat(model.charts()).extracting(TrendsViewModel.Chart::panel).doesNotContain(Panel.HEAT_LEVEL);
        assertThat(model.hasBegun()).isTrue();
    }

    @Test
    void aMachineThatIsHiddenHasNeitherLinesNorEvents() {
        TrendsViewModel model = model(HOUR, TOWER);

        assertThat(chart(model, Panel.RUNNING).lines()).hasSize(3);
        assertThat(model.lanes()).noneMatch(lane -> lane.machine().id().equals(TOWER));
        assertThat(model.machines()).anyMatch(machine -> machine.id().equals(TOWER) && machine.hidden());
    }

    @Test
    void whatNoMachineTellsHasItsPlaceButNotWhatFewSystemsHave() {
        TrendsViewModel model = model(of(new NodeTrends(TOWER, "Tower", Map.of(TrendMeasure.RUNNING, flat(1)))));

        assertThat(model.charts())
                .extracting(TrendsViewModel.Chart::panel)
                .containsExactly(
                        Panel.HEAT,
                        Panel.PRESSURE,
                        Panel.PROCESSOR,
                        Panel.MEMORY,
                        Panel.POWER,
                        Panel.RUNNING,
                        Panel.TOKENS);
        assertThat(chart(model, Panel.HEAT).lines()).isEmpty();
    }

    @Test
    void aLevelWithoutDegreesHasAChartOfItsOwn() {
        TrendsViewModel model = model(of(new NodeTrends(STUDIO, "Studio", Map.of(TrendMeasure.HEAT_LEVEL, flat(2)))));

        assertThat(model.values(chart(model, Panel.HEAT_LEVEL), 0).getFirst().text())
                .isEqualTo("serious");
    }

    @Test
    void valuesSayWhatBelongsToThemHighestFirstAndUnknownLast() {
        TrendsViewModel model = model(of(
                new NodeTrends(
                        STUDIO,
                        "Studio",
                        Map.of(
                                TrendMeasure.HEAT, flat(91),
                                TrendMeasure.HEAT_LEVEL, flat(2),
                                TrendMeasure.CHARGE, flat(40),
                                TrendMeasure.ON_BATTERY, flat(1))),
                new NodeTrends(TOWER, "Tower", Map.of(TrendMeasure.HEAT, flat(95))),
                new NodeTrends(new NodeId("x"), "X", Map.of(TrendMeasure.HEAT, new TrendSeries.Builder(1).build()))));

        assertThat(model.values(chart(model, Panel.HEAT), 0))
                .extracting(TrendsViewModel.Value::text)
                .containsExactly("95 °C", "91 °C serious", "–");
        assertThat(model.values(chart(model, Panel.POWER), 0).getFirst().text()).isEqualTo("40 % on battery");
    }

    @Test
    void theNewestStepIsTheLastOfWhichAnythingIsKnown() {
        var series = new TrendSeries.Builder(4).set(2, 1, 1, 1, 1).build();
        var trends = new Trends(
                Fleets.NOW,
                Duration.ofSeconds(10),
                4,
                Fleets.NOW,
                List.of(new NodeTrends(STUDIO, "Studio", Map.of(TrendMeasure.RUNNING, series))),
                List.of());

        assertThat(model(trends).newest()).isEqualTo(2);
        assertThat(model(trends).step(Fleets.NOW.plusSeconds(25))).isEqualTo(2);
        assertThat(model(trends).step(Fleets.NOW.minusSeconds(25))).isZero();
        assertThat(model(trends).step(Fleets.NOW.plusSeconds(999))).isEqualTo(3);
    }

    @Test
    void theTableHasTheSameFiguresAndNoRowForAGap() {
        List<TrendRow> rows = TrendRow.of(model(HOUR, TOWER));

        assertThat(rows).extracting(TrendRow::machine).doesNotContain("Tower");
        assertThat(rows.getFirst().at()).isAfter(rows.getLast().at());
        assertThat(rows)
                .as("Herd did not run then")
                .noneMatch(row -> row.at().isAfter(Fleets.NOW.minus(Duration.ofMinutes(26)))
                        && row.at().isBefore(Fleets.NOW.minus(Duration.ofMinutes(24))));
    }

    @Test
    void aMachineKeepsItsColour() {
        MachineHues first = MachineHues.NONE.with(List.of(TOWER, STUDIO));
        MachineHues next = first.with(List.of(new NodeId("Air")));

        assertThat(first.of(STUDIO)).isEqualTo(1);
        assertThat(next.of(TOWER)).isEqualTo(first.of(TOWER)).isNotEqualTo(first.of(STUDIO));
        assertThat(next.of(new NodeId("Air"))).isNotIn(first.of(TOWER), first.of(STUDIO));
    }

    @Test
    void eventsAreToldInWords() {
        assertThat(EventWords.of(HOUR.events().getFirst(), Fleets.NOW, ZoneOffset.UTC))
                .isEqualTo("Tower was down: connection refused\n24 Nov 13:07, for 6 min");
        assertThat(EventWords.of(HOUR.events().getLast(), Fleets.NOW, ZoneOffset.UTC))
                .isEqualTo("MacBook Pro is in a meeting: camera in use\n24 Nov 13:58, since 4 min");
    }

    @Test
    void csvHasALineForWhatIsKnownAndIsSafeInASpreadsheet() {
        Trends trends = of(new NodeTrends(STUDIO, "=Studio, \"big\"", Map.of(TrendMeasure.RUNNING, flat(1.5))));

        assertThat(Csv.of(trends, Set.of()).split("\r\n"))
                .containsExactly(
                        "start,seconds,node,name,measure,mean,min,max,known",
                        "2026-11-24T14:02:11Z,10,Studio,\"'=Studio, \"\"big\"\"\",running,1.5,1.5,1.5,1.0");
        assertThat(Csv.of(trends, Set.of(STUDIO)).split("\r\n")).hasSize(1);
        assertThat(Csv.of(HOUR, Set.of())).contains("event meeting").doesNotContain("NaN");
    }
}
