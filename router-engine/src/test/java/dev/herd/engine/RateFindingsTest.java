package dev.herd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.Finding;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Accuracy;
import dev.herd.engine.placement.Insight;
import dev.herd.engine.placement.Slowdown;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.FleetBuilder;
import dev.herd.engine.trace.EventFeed;
import dev.herd.engine.trace.Findings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateFindingsTest {
    private static final Instant TWO = Instant.parse("2026-11-23T14:02:30Z");
    private static final FleetSnapshot FLEET =
            FleetBuilder.aFleet().node("studio").has("m").build();

    private final Findings findings = new Findings(new FakeClock(), new EventFeed());
    private final AtomicReference<Insight> insight = new AtomicReference<>(Insight.NONE);
    private final RateFindings watch = new RateFindings(findings, insight::get, () -> FLEET, ZoneOffset.UTC);

    private void sees(Insight now) {
        insight.set(now);
        watch.run();
    }

    private static Insight slow(double share) {
        return new Insight(Map.of(), Map.of(new NodeId("studio"), new Slowdown(share, TWO)));
    }

    private static Insight misses(boolean off) {
        var miss = new Accuracy.Miss(60, 1.8, 0.2, 0.82);
        return new Insight(Map.of(FleetBuilder.instance("studio", "m"), new Accuracy(miss, miss, miss, off)), Map.of());
    }

    @Test
    void aSlowMachineIsToldUntilItRecovers() {
        sees(slow(0.553));

        assertThat(findings.current()).singleElement().satisfies(finding -> {
            assertThat(finding.message()).isEqualTo("studio answers at 0.55 of its cold speed since 14:02");
            assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(finding.code()).isEqualTo("machine_slow studio");
        });
        sees(slow(0.72));
        assertThat(findings.current()).singleElement().satisfies(finding -> {
            assertThat(finding.message()).isEqualTo("studio answers at 0.70 of its cold speed since 14:02");
            assertThat(finding.severity()).isEqualTo(Finding.Severity.NOTE);
        });
        sees(Insight.NONE);
        assertThat(findings.current()).isEmpty();
    }

    @Test
    void predictionsThatMissAreToldWithTheirNumbers() {
        sees(misses(true));

        assertThat(findings.current())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo(
                                "predictions for m on studio miss by 80 % on the average of the last answers; they take 1.8"
                                        + " times as long as predicted"));
        sees(misses(false));
        assertThat(findings.current()).isEmpty();
    }

    @Test
    void findingsOfOthersStay() {
        findings.raise("other", "something");

        sees(slow(0.5));
        sees(Insight.NONE);

        assertThat(findings.current()).extracting(Finding::code).containsExactly("other");
    }
}
