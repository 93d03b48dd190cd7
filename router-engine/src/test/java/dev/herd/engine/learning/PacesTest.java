package dev.herd.engine.learning;

import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Slowdown;
import dev.herd.engine.testing.FleetBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Machines that slow down while nobody tells.
class PacesTest {
    private static final FleetSnapshot FLEET = FleetBuilder.aFleet()
            .node("studio")
            .has("a")
            .has("b")
            .has("c")
            .node("mini")
            .has("a")
            .build();

    private RateBook book = new RateBook();
    private final SplittableRandom chance = new SplittableRandom(7);
    private Instant now = Instant.parse("2026-11-23T13:00:00Z");

    private static Holder on(String node, String model) {
        return FLEET.holders(ModelRef.of(model)).stream()
                .filter(holder -> holder.node().name().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private record Case(String model, double rate, double beside, double told, int prompt) {
        static Case of(String model, double rate) {
            return new Case(model, rate, 0, 1, 300);
        }

        Case beside(double others) {
            return new Case(model, rate, others, told, prompt);
        }

        Case told(double share) {
            return new Case(model, rate, beside, share, prompt);
        }

        Case prompt(int tokens) {
            return new Case(model, rate, beside, told, tokens);
        }
    }

    /// An answer of 200 tokens, a tenth of a minute after the last, its rate a few percent off.
    private void answers(Case one) {
        now = now.plusSeconds(6);
        double rate = one.rate() * (1 + 0.03 * chance.nextGaussian());
        double reading = one.prompt() / 1000.0;
        double writing = 200 / rate;
        var timings = new Timings(nanos(reading + writing), 0, nanos(reading), nanos(writing));
        var served = new Outcome.Served(
                new TokenUsage(one.prompt(), 0, 200),
                timings,
                Duration.ofNanos(nanos(reading)),
                Duration.ofNanos(nanos(reading + writing)));
        book.passed(now);
        book.learn(new Observation(
                ticket("x").prompt(one.prompt()).at(now),
                on("studio", one.model()),
                served,
                one.beside(),
                one.told(),
                0,
                now,
                null));
    }

    private void answers(int count, Case one) {
        for (int i = 0; i < count; i++) {
            answers(one);
        }
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    private @Nullable Slowdown slowdown() {
        return book.insight().slowdowns().get(new NodeId("studio"));
    }

    private double rate(String model) {
        return book.rates(on("studio", model), 300).decodeTokensPerSecond();
    }

    @Test
    void whatGoesAsEverIsNotSlow() {
        answers(200, Case.of("a", 60));

        assertThat(slowdown()).isNull();
        assertThat(rate("a")).isCloseTo(60, within(4.0));
    }

    @Test
    void aMachineThatSlowsDownIsSeenWithinAFewAnswers() {
        answers(20, Case.of("a", 60));
        Instant cold = now;
        answers(5, Case.of("a", 33));

        Slowdown slow = Objects.requireNonNull(slowdown());
        assertThat(slow.share()).isCloseTo(0.55, within(0.08));
        assertThat(slow.since()).isEqualTo(cold.plusSeconds(6));
    }

    @Test
    void itsOtherModelsAreExpectedToBeSlowToo() {
        answers(20, Case.of("a", 60));
        answers(20, Case.of("b", 20));
        answers(8, Case.of("a", 33));

        assertThat(rate("a")).as("measured since: in its own rate").isCloseTo(33, within(4.0));
        assertThat(rate("b")).as("older than the slowness").isCloseTo(11, within(1.5));
        assertThat(book.rates(on("studio", "b"), 300).share()).isCloseTo(0.55, within(0.06));
        assertThat(book.rates(on("studio", "a"), 300).share()).isEqualTo(1);

        answers(4, Case.of("b", 11));
        assertThat(rate("b")).as("never counted twice").isCloseTo(11, within(4.0));
        assertThat(book.rates(on("studio", "b"), 300).share()).isEqualTo(1);
    }

    @Test
    void whenItRecoversAllItsRatesAreAsBefore() {
        answers(20, Case.of("a", 60));
        answers(20, Case.of("b", 20));
        answers(10, Case.of("b", 11));
        answers(10, Case.of("a", 33));
        assertThat(rate("b")).isLessThan(13);

        answers(4, Case.of("a", 60));

        assertThat(slowdown()).isNull();
        assertThat(rate("a")).isCloseTo(60, within(5.0));
        assertThat(rate("b")).as("nobody has measured it since").isCloseTo(20, within(2.0));
    }

    @Test
    void aMachineThatNobodyAsksIsBelievedToHaveCooled() {
        answers(20, Case.of("a", 60));
        answers(8, Case.of("a", 33));
        long before = book.version();

        book.passed(now.plusSeconds(599));
        assertThat(slowdown()).isNotNull();
        book.passed(now.plusSeconds(601));

        assertThat(slowdown()).isNull();
        assertThat(rate("a")).isCloseTo(60, within(4.0));
        assertThat(book.version()).isGreaterThan(before);
    }

    @Test
    void whatSensorsTellIsNotToldAgain() {
        answers(20, Case.of("a", 60));
        answers(20, Case.of("a", 33).told(0.55));

        assertThat(slowdown()).isNull();
        assertThat(rate("a")).isCloseTo(60, within(4.0));
    }

    @Test
    void thoseBesideItAreNoSlowness() {
        answers(20, Case.of("a", 60));
        for (int i = 0; i < 100; i++) {
            double beside = 1 + chance.nextInt(3);
            answers(Case.of("a", 60 / (1 + 0.9 * beside)).beside(beside));
        }

        assertThat(slowdown()).isNull();
    }

    @Test
    void longContextsAreNoSlowness() {
        answers(20, Case.of("a", 60));
        for (int prompt = 500; prompt < 120_000; prompt = prompt * 5 / 4) {
            answers(4, Case.of("a", 60 / (1 + prompt / 40_000.0)).prompt(prompt));
            assertThat(slowdown()).as("at %d tokens", prompt).isNull();
        }
        for (int i = 0; i < 300; i++) {
            int prompt = (int) (500 * Math.pow(240, chance.nextDouble()));
            answers(Case.of("a", 60 / (1 + prompt / 40_000.0)).prompt(prompt));
            assertThat(slowdown()).as("at %d tokens", prompt).isNull();
        }
    }

    @Test
    void anotherModelIsNoSlowness() {
        answers(20, Case.of("a", 60));
        answers(20, Case.of("b", 9));
        answers(20, Case.of("c", 150));
        answers(20, Case.of("b", 9));

        assertThat(slowdown()).isNull();
    }

    @Test
    void aModelThatIsSlowAloneIsNoSlowMachine() {
        answers(20, Case.of("a", 60));
        answers(20, Case.of("b", 20));
        for (int i = 0; i < 20; i++) {
            answers(Case.of("a", 20));
            assertThat(slowdown()).isNull();
            answers(Case.of("b", 20));
            assertThat(slowdown()).isNull();
        }

        assertThat(rate("b")).isCloseTo(20, within(2.0));
    }

    @Test
    void oneSlowAnswerIsNone() {
        for (int i = 0; i < 60; i++) {
            answers(Case.of("a", i % 6 == 5 ? 20 : 60));

            assertThat(slowdown()).isNull();
        }
    }

    @Test
    void oneQuickAnswerMakesTheOthersNotSlow() {
        answers(20, Case.of("a", 60));
        answers(Case.of("a", 400));
        answers(20, Case.of("a", 60));

        assertThat(slowdown()).isNull();
    }

    @Test
    void aMachineThatStaysSlowIsSomeDayTakenForWhatItIs() {
        answers(20, Case.of("a", 60));
        int days = 0;
        answers(8, Case.of("a", 40));
        assertThat(slowdown()).isNotNull();
        while (slowdown() != null && days < 60) {
            days++;
            for (int i = 0; i < 24; i++) {
                now = now.plusSeconds(3500);
                answers(4, Case.of("a", 40));
            }
        }

        assertThat(days).isBetween(1, 30);
        assertThat(rate("a")).isCloseTo(40, within(4.0));
    }

    @Test
    void othersAreNotConcerned() {
        answers(20, Case.of("a", 60));
        answers(8, Case.of("a", 33));

        assertThat(book.rates(on("mini", "a"), 300).share()).isEqualTo(1);
        assertThat(book.insight().slowdowns()).hasSize(1);
    }

    @Test
    void whatIsColdIsKnownAfterARestart() {
        answers(20, Case.of("a", 60));
        book = new RateBook(book.learned());
        answers(6, Case.of("a", 33));

        assertThat(slowdown()).isNotNull();
    }
}
