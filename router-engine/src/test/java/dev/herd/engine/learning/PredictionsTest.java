package dev.herd.engine.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Accuracy;
import dev.herd.engine.placement.Expectation;
import dev.herd.engine.placement.Outcome;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PredictionsTest {
    /// 2 s until the first token, 8 s for 400 tokens.
    private static final Expectation EXPECTED = new Expectation(0, 0, 2, 8, 400, true);

    private static Outcome.Served streamed(int tokens, double first, double total) {
        return new Outcome.Served(new TokenUsage(1000, 0, tokens), Timings.NONE, duration(first), duration(total));
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /// Answers that take `factor` times as long as predicted.
    private static Predictions after(Predictions before, int count, double factor) {
        Predictions now = before;
        for (int i = 0; i < count; i++) {
            now = now.with(EXPECTED, streamed(400, 2 * factor, 10 * factor));
        }
        return now;
    }

    @Test
    void whatComesAsPredictedIsNoError() {
        Accuracy accuracy = after(Predictions.NONE, 5, 1).accuracy();

        assertThat(accuracy.known().count()).isEqualTo(5);
        assertThat(accuracy.known().bias()).isCloseTo(1, within(1e-9));
        assertThat(accuracy.known().error()).isCloseTo(0, within(1e-9));
        assertThat(accuracy.firstToken().bias()).isCloseTo(1, within(1e-9));
        assertThat(accuracy.isOff()).isFalse();
    }

    @Test
    void biasHasADirectionAndErrorHasNone() {
        Accuracy slow = after(Predictions.NONE, 10, 2).accuracy();
        Accuracy fast = after(Predictions.NONE, 10, 0.5).accuracy();
        Predictions both = Predictions.NONE;
        for (int i = 0; i < 20; i++) {
            both = after(both, 1, i % 2 == 0 ? 2 : 0.5);
        }

        assertThat(slow.total().bias()).isCloseTo(2, within(0.05));
        assertThat(slow.total().error()).isCloseTo(1, within(0.05));
        assertThat(fast.total().bias()).isCloseTo(0.5, within(0.05));
        assertThat(fast.total().error()).isCloseTo(1, within(0.05));
        assertThat(both.accuracy().total().bias()).isCloseTo(1, within(0.05));
        assertThat(both.accuracy().total().error()).isCloseTo(1, within(0.05));
        assertThat(both.accuracy().total().spread()).isCloseTo(Math.log(2), within(0.05));
    }

    @Test
    void lengthsThatNobodyCanKnowMakeNoPredictionBad() {
        var chance = new SplittableRandom(3);
        Predictions now = Predictions.NONE;
        for (int i = 0; i < 300; i++) {
            int tokens = (int) (400 * Math.exp(chance.nextGaussian() - 0.5)) + 1;
            now = now.with(EXPECTED, streamed(tokens, 2, 2 + 8.0 * tokens / 400));
        }

        assertThat(now.accuracy().total().error()).isGreaterThan(0.4);
        assertThat(now.accuracy().known().error()).isLessThan(0.01);
        assertThat(now.isOff()).isFalse();
    }

    @Test
    void fiftyBadOnesAreToldUntilTheyAreGoodAgain() {
        Predictions almost = after(Predictions.NONE, 49, 2);
        assertThat(almost.isOff()).isFalse();

        Predictions off = after(almost, 1, 2);
        assertThat(off.isOff()).isTrue();

        Predictions better = off;
        int answers = 0;
        while (better.isOff()) {
            assertThat(better.known().error()).isGreaterThan(0.45);
            better = after(better, 1, 1);
            answers++;
        }
        assertThat(answers).isBetween(10, 60);
        assertThat(after(better, 1, 2).isOff())
                .as("it takes more to be bad than to stay so")
                .isFalse();
    }

    @Test
    void theLastAnswersCountMost() {
        Predictions now = after(after(Predictions.NONE, 500, 3), 200, 1);

        assertThat(now.accuracy().known().error()).isLessThan(0.05);
    }

    @Test
    void whatIsAssumedMakesNoFinding() {
        Predictions now = Predictions.NONE;
        for (int i = 0; i < 80; i++) {
            now = now.with(new Expectation(0, 0, 2, 8, 400, false), streamed(400, 6, 30));
        }

        assertThat(now.isOff()).isFalse();
        assertThat(now.accuracy().known().count()).isEqualTo(80);
    }

    @Test
    void instantsTooShortToPredictAreNoError() {
        Predictions now = Predictions.NONE;
        for (int i = 0; i < 60; i++) {
            now = now.with(new Expectation(0, 0, 0.004, 0.016, 8, true), streamed(8, 0.02, 0.06));
        }

        assertThat(now.accuracy().known().error()).isLessThan(0.3);
    }

    @Test
    void aWholeAnswerHasTheFirstTokenThatItsServerTells() {
        var whole = new Outcome.Served(
                new TokenUsage(1000, 0, 400),
                new Timings(10_000_000_000L, 0, 2_000_000_000L, 8_000_000_000L),
                duration(10),
                duration(10));
        var silent = new Outcome.Served(new TokenUsage(1000, 0, 400), Timings.NONE, duration(10), duration(10));

        assertThat(Predictions.NONE
                        .with(EXPECTED, whole)
                        .accuracy()
                        .firstToken()
                        .bias())
                .isCloseTo(1, within(1e-6));
        assertThat(Predictions.NONE
                        .with(EXPECTED, silent)
                        .accuracy()
                        .firstToken()
                        .count())
                .isZero();
        assertThat(Predictions.NONE.with(EXPECTED, silent).accuracy().known().count())
                .isEqualTo(1);
    }
}
