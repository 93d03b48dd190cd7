package dev.herd.engine.trace;

import static dev.herd.engine.testing.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.testing.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestStatisticsTest {
    private final FakeClock clock = new FakeClock();
    private final RequestStatistics statistics = new RequestStatistics(clock);

    @Test
    void countsByOutcome() {
        statistics.ended(trace("a").build());
        statistics.ended(trace("b").build());
        statistics.ended(trace("c").ended(RequestOutcome.REJECTED).build());

        assertThat(statistics.counts().byOutcome())
                .containsOnly(entry(RequestOutcome.COMPLETED, 2L), entry(RequestOutcome.REJECTED, 1L));
        assertThat(statistics.counts().promptTokens()).isEqualTo(300);
        assertThat(statistics.counts().completionTokens()).isEqualTo(60);
    }

    @Test
    void countsRetries() {
        statistics.ended(trace("a").attempts(3).build());
        statistics.ended(trace("b").attempts(0).build());

        assertThat(statistics.counts().retries()).isEqualTo(2);
    }

    @Test
    void tellsTheTokensPerSecondOfTheLastMinute() {
        statistics.ended(trace("a").node("a").tokens(600).build());
        clock.forward(Duration.ofSeconds(30));
        statistics.ended(trace("b").node("b").tokens(60).build());

        assertThat(statistics.counts().tokensPerSecond()).isCloseTo(11, within(1e-9));
        assertThat(statistics.counts().tokensPerSecondByNode()).containsOnly(entry("a", 10.0), entry("b", 1.0));
        clock.forward(Duration.ofSeconds(31));
        assertThat(statistics.counts().tokensPerSecondByNode()).containsOnly(entry("b", 1.0));
        clock.forward(Duration.ofSeconds(60));
        assertThat(statistics.counts().tokensPerSecond()).isZero();
        assertThat(statistics.counts().completionTokens()).isEqualTo(660);
    }

    @Test
    void tellsTheErrorsOfTheLastHour() {
        for (RequestOutcome outcome : RequestOutcome.values()) {
            statistics.ended(trace("a").ended(outcome).build());
        }

        assertThat(statistics.counts().errorsLastHour())
                .as("failed and incomplete")
                .isEqualTo(2);
        clock.forward(Duration.ofMinutes(61));
        assertThat(statistics.counts().errorsLastHour()).isZero();
    }

    @Test
    void sortsTimesIntoBuckets() {
        statistics.ended(trace("a").build());
        statistics.ended(trace("b").build());

        Histogram.Reading total = statistics.counts().totalSeconds();
        Histogram.Reading first = statistics.counts().firstTokenSeconds();

        assertThat(total.count()).isEqualTo(2);
        assertThat(total.sum()).isCloseTo(2.6, within(1e-9));
        assertThat(total.cumulative().get(Histogram.BOUNDS.indexOf(1.0))).isZero();
        assertThat(total.cumulative().get(Histogram.BOUNDS.indexOf(2.5))).isEqualTo(2);
        assertThat(first.cumulative().get(Histogram.BOUNDS.indexOf(0.25)))
                .as("a bound belongs to its bucket")
                .isEqualTo(2);
    }
}
