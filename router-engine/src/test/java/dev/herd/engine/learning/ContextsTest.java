package dev.herd.engine.learning;

import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Footprint;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.testing.FleetBuilder;
import dev.herd.engine.testing.TicketBuilder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What is expected of requests, as it stands in [RateBook].
class ContextsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final Holder HERE = FleetBuilder.aFleet()
            .node("here")
            .has(FleetBuilder.model("m").withResidency(new Residency(32_768, 0, 0, null)))
            .build()
            .holders(ModelRef.of("m"))
            .getFirst();

    private final RateBook book = new RateBook();

    private static Ticket asked(TicketBuilder ticket) {
        return ticket.of("me").at(NOW);
    }

    private Footprint expects(TicketBuilder ticket) {
        return book.footprint(asked(ticket), HERE, NOW);
    }

    private void served(TicketBuilder ticket, int prompt, int completion, int thinking) {
        var answer = new Outcome.Served(
                new TokenUsage(prompt, 0, completion, thinking),
                Timings.NONE,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
        book.learn(new Observation(asked(ticket), HERE, answer, 0, 1, 0, NOW));
    }

    @Test
    void assumesLittleForCertainAndEnoughForTheWindow() {
        Footprint footprint = expects(ticket("x").whole(40_000));

        assertThat(footprint.certain()).isEqualTo(5000);
        assertThat(footprint.prompt()).isEqualTo(10_000);
        assertThat(footprint.must()).isEqualTo(10_256);
        assertThat(footprint.size()).isEqualTo(13_524);
        assertThat(footprint.recommended()).isZero();
        assertThat(footprint.thoughts()).isEqualTo(1024);
    }

    @Test
    void aPromptThatMayBeCutNeedsNoWindow() {
        Footprint footprint = expects(ticket("x").prompt(10_000));

        assertThat(footprint.must()).isZero();
        assertThat(footprint.size()).isZero();
        assertThat(footprint.certain()).isZero();
    }

    @Test
    void aLimitBoundsTheAnswer() {
        assertThat(expects(ticket("x").whole(4000).limit(10)).must()).isEqualTo(1010);
        assertThat(expects(ticket("x").whole(4000).limit(10)).size()).isEqualTo(1260);
        assertThat(expects(ticket("x").whole(4000).limit(100_000)).size()).isEqualTo(1250 + 4096);
    }

    @Test
    void whatAServerFoundTooSmallIsTooSmall() {
        Ticket refused = asked(ticket("x").whole(20_000)).beyond(8192);

        assertThat(book.footprint(refused, HERE, NOW).must()).isGreaterThan(8192);
        assertThat(refused.attempt()).isEqualTo(1);
        assertThat(refused.beyond(4096).fit().tooSmall()).isEqualTo(8192);
    }

    @Test
    void learnsHowManyTokensATextHas() {
        for (int i = 0; i < 40; i++) {
            served(ticket("x").whole(8000), 3000, 100, 0);
        }
        Footprint footprint = expects(ticket("x").whole(40_000));

        assertThat(footprint.prompt()).as("1.5 per estimated one").isCloseTo(15_000, within(600));
        assertThat(footprint.certain())
                .as("2.7 characters per token were most, half as many again may be; prose has more than that")
                .isEqualTo(40_000 / 6);
    }

    @Test
    void denserTextThanAnyBeforeIsNoReasonToRefuse() {
        for (int i = 0; i < 40; i++) {
            served(ticket("x").whole(60_000), 6000, 100, 0);
        }

        assertThat(expects(ticket("x").whole(60_000)).certain()).isEqualTo(4000);
    }

    @Test
    void aPromptThatMayHaveBeenCutTellsNothing() {
        for (int i = 0; i < 40; i++) {
            served(ticket("x").whole(400_000), 16_000, 100, 0);
        }

        assertThat(expects(ticket("x").whole(40_000)).prompt()).isEqualTo(10_000);
    }

    @Test
    void recommendsFromTwentyAnswersOn() {
        for (int i = 0; i < 20; i++) {
            assertThat(expects(ticket("x").whole(100)).recommended()).isZero();
            served(ticket("x").whole(100), 5000, 461, 0);
        }

        assertThat(expects(ticket("x").whole(100)).recommended()).isEqualTo(16_384);
        assertThat(book.recommendedWindows(NOW)).containsEntry(ModelRef.of("m"), 16_384);
        assertThat(book.recommendedWindows(NOW.plus(Duration.ofDays(9)))).isEmpty();
    }

    @Test
    void embeddingsAreNoUseOfAWindow() {
        for (int i = 0; i < 30; i++) {
            served(ticket("x"), 50_000, 0, 0);
        }

        assertThat(book.recommendedWindows(NOW)).isEmpty();
    }

    @Test
    void learnsHowLongAModelThinksForAClient() {
        for (int i = 0; i < 30; i++) {
            served(ticket("x").whole(100), 30, 2100, 2000);
        }

        assertThat(expects(ticket("x").whole(100)).thoughts()).isEqualTo(4000);
        assertThat(book.footprint(ticket("y").of("you").at(NOW), HERE, NOW).thoughts())
                .isEqualTo(1024);
        served(ticket("x").of("brief").whole(100), 30, 20, 10);
        assertThat(expects(ticket("x").whole(100)).thoughts()).isGreaterThanOrEqualTo(256);
    }
}
