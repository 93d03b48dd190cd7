package dev.herd.engine.learning;

import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.testing.FleetBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RateBookTest {
    private static final Holder HERE = holder("a", "m");

    private static final InstanceRates ASSUMED = InstanceRates.PRIOR;

    private final RateBook book = new RateBook();

    /// A model of the size that is assumed of a laptop's.
    private static Holder holder(String node, String model) {
        HostedModel hosted = FleetBuilder.model(model);
        var sized = new HostedModel(
                hosted.name(),
                hosted.ref(),
                "",
                4_700_000_000L,
                "",
                "{}",
                "llama",
                Set.of("completion"),
                131_072,
                1,
                hosted.resident());
        return FleetBuilder.aFleet()
                .node(node)
                .has(sized)
                .build()
                .holders(sized.ref())
                .getFirst();
    }

    /// An answer as Ollama measures it.
    private static Outcome.Served ollama(int prompt, double promptSeconds, int written, double writingSeconds) {
        return measured(new TokenUsage(prompt, 0, written), 0, promptSeconds, writingSeconds);
    }

    private static Outcome.Served measured(TokenUsage usage, double load, double prompt, double writing) {
        Timings timings = new Timings(nanos(load + prompt + writing), nanos(load), nanos(prompt), nanos(writing));
        return new Outcome.Served(
                usage,
                timings,
                Duration.ofNanos(nanos(load + prompt)),
                Duration.ofNanos(nanos(load + prompt + writing)));
    }

    /// An answer of a server that measures nothing.
    private static Outcome.Served timed(TokenUsage usage, double firstToken, double total) {
        return new Outcome.Served(
                usage, Timings.NONE, Duration.ofNanos(nanos(firstToken)), Duration.ofNanos(nanos(total)));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    private InstanceRates learn(Outcome.Served... answers) {
        for (Outcome.Served answer : answers) {
            learnAt(HERE, answer);
        }
        return rates(HERE);
    }

    private InstanceRates learnAt(Holder holder, Outcome.Served answer) {
        return learnBeside(holder, answer, 0);
    }

    private InstanceRates learnBeside(Holder holder, Outcome.Served answer, double others) {
        book.learn(new Observation(ticket("x").at(Instant.EPOCH), holder, answer, others, 1, 0, Instant.EPOCH));
        return rates(holder);
    }

    private InstanceRates rates(Holder holder) {
        return book.rates(holder, 0);
    }

    private double answerTokens() {
        return book.answerTokens(ticket("y").at(Instant.EPOCH), HERE);
    }

    private static void assertAssumed(InstanceRates rates) {
        assertThat(rates.prefillTokensPerSecond()).isCloseTo(ASSUMED.prefillTokensPerSecond(), within(1e-6));
        assertThat(rates.decodeTokensPerSecond()).isCloseTo(ASSUMED.decodeTokensPerSecond(), within(1e-6));
        assertThat(rates.samples()).isZero();
    }

    @Test
    void knowsNothingAtFirst() {
        assertAssumed(rates(HERE));
    }

    @Test
    void believesItsFirstMeasurementInFull() {
        InstanceRates rates = learn(ollama(1000, 0.5, 120, 2));

        assertThat(rates.prefillTokensPerSecond()).isCloseTo(2000, within(0.1));
        assertThat(rates.decodeTokensPerSecond()).isCloseTo(60, within(0.01));
        assertThat(answerTokens()).isCloseTo(120, within(1e-6));
        assertThat(rates.samples()).isEqualTo(1);
        assertThat(rates.loadSeconds()).isNegative();
    }

    @Test
    void learnsASpeedFarFromWhatWasAssumed() {
        assertThat(learn(ollama(20_000, 5, 100, 1)).prefillTokensPerSecond()).isCloseTo(4000, within(0.1));
        assertThat(learnAt(holder("b", "m"), ollama(500, 50, 100, 1)).prefillTokensPerSecond())
                .isCloseTo(10, within(0.1));
    }

    @Test
    void leavesPromptsOutThatWereReadFromACache() {
        learn(ollama(2520, 1.04, 50, 1));

        for (int i = 0; i < 200; i++) {
            learn(ollama(2520 + i, 0.009, 50, 1));
        }

        assertThat(rates(HERE).prefillTokensPerSecond()).isCloseTo(2423, within(1.0));
    }

    @Test
    void leavesACachedPromptOutThatIsTheFirstItSees() {
        InstanceRates rates = learn(ollama(2520, 0.009, 50, 1));

        assertThat(rates.prefillTokensPerSecond()).isCloseTo(ASSUMED.prefillTokensPerSecond(), within(1e-6));
        assertThat(learn(ollama(2520, 1.04, 50, 1)).prefillTokensPerSecond()).isCloseTo(2423, within(1.0));
    }

    @Test
    void forgetsAPartlyCachedPromptWithinThreeAnswers() {
        learn(ollama(9000, 1, 50, 1));

        learn(ollama(1000, 1, 50, 1), ollama(1000, 1, 50, 1), ollama(1000, 1, 50, 1));

        assertThat(rates(HERE).prefillTokensPerSecond()).isBetween(1000.0, 1500.0);
    }

    @Test
    void isNotMisledForLongByOneAnswerThatRanBesideOthers() {
        learn(ollama(2400, 1, 50, 1), ollama(2400, 1, 50, 1), ollama(700, 1, 50, 1));

        for (int i = 0; i < 5; i++) {
            learn(ollama(2400, 1, 50, 1));
        }

        assertThat(rates(HERE).prefillTokensPerSecond()).isBetween(2100.0, 2400.0);
    }

    @Test
    void countsTheCachedTokensOutThatTheServerTells() {
        InstanceRates rates = learn(measured(new TokenUsage(10_000, 9_000, 50), 0, 0.5, 1));

        assertThat(rates.prefillTokensPerSecond()).isCloseTo(2000, within(0.1));
    }

    @Test
    void believesAnAnswerThatLoadedTheModel() {
        learn(ollama(1000, 2, 50, 1), ollama(1000, 2, 50, 1));

        InstanceRates rates = learn(measured(new TokenUsage(4000, 0, 50), 6, 1, 1));

        assertThat(rates.prefillTokensPerSecond()).isGreaterThan(800);
        assertThat(rates.loadSeconds()).isCloseTo(6, within(1e-6));
    }

    @Test
    void takesAFewMillisecondsForNoLoad() {
        InstanceRates rates = learn(measured(new TokenUsage(500, 0, 50), 0.09, 1, 1));

        assertThat(rates.loadSeconds()).isNegative();
    }

    @Test
    void learnsLoadsByTheirMean() {
        learn(measured(new TokenUsage(10, 0, 50), 10, 1, 1), measured(new TokenUsage(10, 0, 50), 20, 1, 1));

        assertThat(rates(HERE).loadSeconds()).isCloseTo(15, within(1e-6));
    }

    @Test
    void followsAMachineThatBecomesSlower() {
        for (int i = 0; i < 50; i++) {
            learn(ollama(1000, 1, 100, 1));
        }

        for (int i = 0; i < 10; i++) {
            learn(ollama(1000, 2, 100, 2));
        }

        assertThat(rates(HERE).decodeTokensPerSecond()).isBetween(50.0, 53.0);
        assertThat(rates(HERE).prefillTokensPerSecond()).isBetween(500.0, 530.0);
    }

    @Test
    void learnsNothingFromShortPromptsAndAnswers() {
        InstanceRates rates = learn(ollama(255, 0.001, 7, 60));

        assertThat(rates.prefillTokensPerSecond()).isCloseTo(ASSUMED.prefillTokensPerSecond(), within(1e-6));
        assertThat(rates.decodeTokensPerSecond()).isCloseTo(ASSUMED.decodeTokensPerSecond(), within(1e-6));
        assertThat(answerTokens()).isCloseTo(7, within(1e-6));
    }

    @Test
    void believesTheFirstRealMeasurementHoweverManyAnswersToldNothing() {
        for (int i = 0; i < 30; i++) {
            learn(ollama(20, 0.1, 3, 0.1));
        }

        assertThat(learn(ollama(20, 0.1, 90, 1)).decodeTokensPerSecond()).isCloseTo(90, within(0.01));
    }

    @Test
    void measuresAStreamByTheClockWhereTheServerDoesNot() {
        InstanceRates rates = learn(timed(new TokenUsage(1000, 0, 40), 0.5, 1.5));

        assertThat(rates.prefillTokensPerSecond()).isCloseTo(2000, within(0.1));
        assertThat(rates.decodeTokensPerSecond()).isCloseTo(40, within(0.1));
    }

    @Test
    void learnsNoSpeedFromAWholeAnswerWithoutMeasurements() {
        InstanceRates rates = learn(timed(new TokenUsage(1000, 0, 40), 10, 10));

        assertThat(rates.prefillTokensPerSecond()).isCloseTo(ASSUMED.prefillTokensPerSecond(), within(1e-6));
        assertThat(rates.decodeTokensPerSecond()).isCloseTo(ASSUMED.decodeTokensPerSecond(), within(1e-6));
        assertThat(answerTokens()).isCloseTo(40, within(1e-6));
    }

    @Test
    void learnsThatSomeAnswersAreEmpty() {
        InstanceRates rates = learn(timed(new TokenUsage(1000, 0, 0), 0.25, 0.25));

        assertThat(answerTokens()).isZero();
        assertThat(rates.prefillTokensPerSecond()).isCloseTo(4000, within(0.1));
    }

    @Test
    void survivesAnswersWithoutAnyNumber() {
        InstanceRates rates = learn(timed(TokenUsage.NONE, 0, 0), timed(new TokenUsage(5000, 0, 5000), 0, 0));

        assertThat(rates.prefillTokensPerSecond()).isPositive().isFinite();
        assertThat(rates.decodeTokensPerSecond()).isPositive().isFinite();
        assertThat(answerTokens()).isPositive().isFinite();
    }

    @Test
    void keepsModelsOfOneNameApart() {
        Ticket asked = ticket("x").at(Instant.EPOCH);
        Holder one = embedder("a", "1");
        Holder two = embedder("b", "2");
        Holder sameAsOne = embedder("b", "1");
        Outcome.Served slow = measured(new TokenUsage(1000, 0, 100), 0, 10, 10);
        learnAt(holder("a", "m"), ollama(1000, 1, 100, 1));
        learnAt(one, slow);

        assertThat(book.answerTokens(asked, sameAsOne)).isEqualTo(book.answerTokens(asked, one));
        assertThat(book.answerTokens(asked, two)).isNotEqualTo(book.answerTokens(asked, one));
        assertThat(book.rates(two, 0).decodeTokensPerSecond())
                .isNotEqualTo(book.rates(sameAsOne, 0).decodeTokensPerSecond());
        assertThat(book.rates(embedder("a", "2"), 0).samples())
                .as("pulled anew")
                .isZero();
    }

    private static Holder embedder(String node, String digit) {
        var model = FleetBuilder.embedder("e", digit.repeat(64));
        return FleetBuilder.aFleet()
                .node(node)
                .has(model)
                .build()
                .holders(model.ref())
                .getFirst();
    }

    @Test
    void learnsNoLengthOfTextsFromEmbeddings() {
        double before = answerTokens();
        var embedding = ticket("e").embeds().at(Instant.EPOCH);

        book.learn(new Observation(
                embedding, holder("a", "m"), timed(new TokenUsage(1000, 0, 0), 0.25, 0.25), 0, 1, 0, Instant.EPOCH));

        assertThat(answerTokens()).isEqualTo(before);
    }

    @Test
    void keepsInstancesApart() {
        learn(ollama(1000, 1, 100, 1));

        assertThat(rates(holder("a", "other")).samples()).isZero();
        assertThat(rates(holder("b", "m")).samples()).isZero();
    }

    @Test
    void doesNotGrowForEver() {
        learn(ollama(1000, 1, 100, 1));
        for (int i = 0; i < 10_000; i++) {
            learnAt(holder("a", "pulled" + i), ollama(1000, 1, 100, 1));
        }

        assertThat(rates(HERE).samples()).as("long unused").isZero();
    }

    @Test
    void correctsWhatItMeasuredBesideOthers() {
        learn(ollama(1000, 1, 100, 1));
        for (int i = 0; i < 20; i++) {
            learnBeside(HERE, ollama(1000, 1.4, 100, 1.4), 2);
        }

        InstanceRates rates = rates(HERE);
        assertThat(rates.contention()).as("two others cost 40 %").isCloseTo(0.2, within(0.08));
        assertThat(rates.decodeTokensPerSecond()).isCloseTo(100, within(9.0));
    }

    @Test
    void infersAModelsSpeedFromTheMachinesOthersAndTheModelsOtherMachines() {
        learnAt(holder("fast", "m"), ollama(2000, 1, 100, 1));
        learnAt(holder("slow", "m"), ollama(1000, 1, 50, 1));
        learnAt(holder("fast", "n"), ollama(500, 1, 25, 1));

        InstanceRates inferred = rates(holder("slow", "n"));

        assertThat(inferred.samples()).isZero();
        assertThat(inferred.decodeTokensPerSecond()).isCloseTo(12.5, within(0.1));
        assertThat(inferred.prefillTokensPerSecond()).isCloseTo(250, within(2.0));
    }

    @Test
    void doesNotMeasurePrefillWhereTheCacheWasExpectedToHelp() {
        learn(ollama(4000, 4, 50, 1));

        for (int i = 0; i < 10; i++) {
            book.learn(new Observation(
                    ticket("x").at(Instant.EPOCH), HERE, ollama(4000, 2, 50, 1), 0, 1, 2000, Instant.EPOCH));
        }

        assertThat(rates(HERE).prefillTokensPerSecond()).isCloseTo(1000, within(1e-6));
        assertThat(book.trustsCache(HERE)).isTrue();
    }

    @Test
    void stopsTrustingACacheThatDoesNotHelp() {
        learn(ollama(4000, 4, 50, 1));

        for (int i = 0; i < 30; i++) {
            book.learn(new Observation(
                    ticket("x").at(Instant.EPOCH), HERE, ollama(4000, 4, 50, 1), 0, 1, 2000, Instant.EPOCH));
        }

        assertThat(book.trustsCache(HERE)).isFalse();
    }

    @Test
    void knowsALongContextToBeSlower() {
        for (int i = 0; i < 10; i++) {
            learn(ollama(1000, 1, 100, 1));
            book.learn(new Observation(
                    ticket("x").prompt(50_000).at(Instant.EPOCH),
                    HERE,
                    ollama(50_000, 60, 50, 1),
                    0,
                    1,
                    0,
                    Instant.EPOCH));
        }

        assertThat(book.rates(HERE, 1000).decodeTokensPerSecond()).isGreaterThan(90);
        assertThat(book.rates(HERE, 50_000).decodeTokensPerSecond()).isLessThan(58);
    }
}
