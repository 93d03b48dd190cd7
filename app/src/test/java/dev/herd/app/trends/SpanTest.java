package dev.herd.app.trends;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpanTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:02:11Z");

    @Test
    void aPresetGoesOnWithTheClock() {
        Span span = Span.last(Span.Preset.HOUR, NOW);

        assertThat(span.at(NOW.plusSeconds(30)).to()).isEqualTo(NOW.plusSeconds(30));
        assertThat(span.length()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aChosenStretchStaysWhereItIs() {
        Span span = Span.between(NOW.minusSeconds(100), NOW.minusSeconds(900), NOW);

        assertThat(span.from()).isEqualTo(NOW.minusSeconds(900));
        assertThat(span.at(NOW.plusSeconds(60))).isEqualTo(span);
    }

    @Test
    void itIsNeitherInTheFutureNorTooShortToSeeAnything() {
        assertThat(Span.between(NOW.minusSeconds(100), NOW.plusSeconds(900), NOW)
                        .to())
                .isEqualTo(NOW);
        assertThat(Span.between(NOW.minusSeconds(2), NOW.minusSeconds(1), NOW).length())
                .isEqualTo(Span.SHORTEST);
    }

    @Test
    void movesByItsOwnLengthButNotIntoTheFuture() {
        Span span = Span.last(Span.Preset.HOUR, NOW);

        Span before = span.shifted(-1, NOW);
        assertThat(before.to()).isEqualTo(span.from());
        assertThat(before.shifted(1, NOW).to()).isEqualTo(NOW);
        assertThat(span.shifted(1, NOW)).isEqualTo(span);
    }
}
