package dev.herd.app.trends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.TrendSeries;
import dev.herd.engine.api.Trends;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlineTest {
    private static final Instant START = Instant.parse("2026-11-24T14:00:00Z");

    /// @param values NaN where nothing is known
    private static Outline outline(int width, double... values) {
        var series = new TrendSeries.Builder(values.length);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                series.set(i, values[i], values[i] - 1, values[i] + 1, 1);
            }
        }
        var trends = new Trends(START, Duration.ofSeconds(10), values.length, START, List.of(), List.of());
        return Outline.of(series.build(), trends, new TimeAxis(START, trends.end(), width));
    }

    @Test
    void nothingIsDrawnWhereNothingIsKnown() {
        Outline outline = outline(600, 1, 2, Double.NaN, Double.NaN, 5, Double.NaN);

        assertThat(outline.runs()).extracting(List::size).containsExactly(2, 1);
        assertThat(outline.runs().getFirst().getLast().x()).isEqualTo(150);
        assertThat(outline.runs().getLast().getFirst().x()).isEqualTo(450);
    }

    @Test
    void whatFallsIntoOnePixelKeepsItsExtremes() {
        double[] values = new double[10_000];
        values[7_003] = 40;
        values[7_007] = -40;

        Outline outline = outline(100, values);

        assertThat(outline.runs()).hasSize(1);
        assertThat(outline.runs().getFirst()).hasSize(100);
        Outline.Stroke stroke = outline.runs().getFirst().get(70);
        assertThat(stroke.highest()).isEqualTo(40);
        assertThat(stroke.lowest()).isEqualTo(-40);
        assertThat(stroke.most()).isEqualTo(41);
        assertThat(stroke.first()).isZero();
        assertThat(stroke.last()).isZero();
    }

    @Test
    void whatLiesOutsideIsLeftOut() {
        var series = new TrendSeries.Builder(100);
        for (int i = 0; i < 100; i++) {
            series.set(i, i, i, i, 1);
        }
        var trends = new Trends(START, Duration.ofSeconds(10), 100, START, List.of(), List.of());
        var axis = new TimeAxis(START.plusSeconds(400), START.plusSeconds(500), 100);

        List<Outline.Stroke> run =
                Outline.of(series.build(), trends, axis).runs().getFirst();

        assertThat(run.getFirst().first()).isBetween(38.0, 39.0);
        assertThat(run.getLast().last()).isBetween(50.0, 51.0);
    }
}
