package dev.herd.app.queues;

import static dev.herd.app.testing.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Requests;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestTrace;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// Rows of the history, and which of them are asked for.
class HistoryRowTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private static HistoryRow row(RequestTrace request) {
        return HistoryRow.of(Requests.summary(request), ZoneOffset.UTC, TODAY);
    }

    @Test
    void theDrawnRequestIsARow() {
        assertThat(row(QueueMoments.served()))
                .isEqualTo(new HistoryRow(
                        "r-000186a0-7f3a",
                        "14:02:09",
                        "claude-cli",
                        "qwen3-coder:30b",
                        "Studio",
                        "completed",
                        Outcomes.Tone.GOOD,
                        "0.9 s",
                        "3.0 s",
                        "18.4 s",
                        "39",
                        "6,800 · 591"));
    }

    @Test
    void whatNeverCameIsADash() {
        HistoryRow row = row(QueueMoments.refused());

        assertThat(row.machine()).isEqualTo("–");
        assertThat(row.firstToken()).isEqualTo("–");
        assertThat(row.speed()).isEqualTo("–");
        assertThat(row.tokens()).isEqualTo("– · –");
        assertThat(row.waited()).isEqualTo("10.0 s");
        assertThat(row.outcome()).isEqualTo("refused");
    }

    @Test
    void theDayIsToldWhereItIsNotToday() {
        RequestTrace yesterday =
                request("r-1").ago(86_400).ended(RequestOutcome.COMPLETED, "").trace();

        assertThat(row(yesterday).time()).isEqualTo("23 Nov 14:02");
    }

    @Test
    void dayAndTimeAreThePersons() {
        RequestTrace late = request("r-1").ended(RequestOutcome.COMPLETED, "").trace();

        HistoryRow row = HistoryRow.of(Requests.summary(late), ZoneId.of("Asia/Tokyo"), LocalDate.of(2026, 11, 24));

        assertThat(row.time()).isEqualTo("23:01:51");
    }

    @Test
    void aFilterBecomesAQueryWhoseBeginningStays() {
        var filter = new HistoryFilter(HistoryFilter.Span.WEEK, "Studio", RequestOutcome.FAILED, "  qwen ");

        HistoryQuery query = filter.query(Fleets.NOW);

        assertThat(query.since()).isEqualTo(Fleets.NOW.minus(Duration.ofDays(7)));
        assertThat(query.node()).isEqualTo("Studio");
        assertThat(query.outcome()).isEqualTo(RequestOutcome.FAILED);
        assertThat(query.text()).isEqualTo("qwen");
        assertThat(filter.isNarrow()).isTrue();
    }

    @Test
    void aBeginningThatHasMovedOnIsStaleAndSoIsYesterday() {
        HistoryFilter hour = HistoryFilter.DEFAULT.within(HistoryFilter.Span.HOUR);
        HistoryFilter all = HistoryFilter.DEFAULT.within(HistoryFilter.Span.ALL);

        assertThat(hour.isStale(Fleets.NOW, Fleets.NOW.plusSeconds(180), ZoneOffset.UTC))
                .isFalse();
        assertThat(hour.isStale(Fleets.NOW, Fleets.NOW.plusSeconds(181), ZoneOffset.UTC))
                .isTrue();
        assertThat(all.isStale(Fleets.NOW, Fleets.NOW.plusSeconds(181), ZoneOffset.UTC))
                .isFalse();
        assertThat(all.isStale(Fleets.NOW, Fleets.NOW.plus(Duration.ofHours(10)), ZoneOffset.UTC))
                .isTrue();
        assertThat(all.isStale(Fleets.NOW, Fleets.NOW.plus(Duration.ofHours(10)), ZoneId.of("America/Los_Angeles")))
                .isFalse();
    }

    @Test
    void noFilterLetsEverythingPass() {
        HistoryQuery query =
                HistoryFilter.DEFAULT.within(HistoryFilter.Span.ALL).query(Fleets.NOW);

        assertThat(query).isEqualTo(new HistoryQuery(null, null, null, null, 0, 1));
        assertThat(HistoryFilter.DEFAULT.isNarrow()).isFalse();
    }
}
