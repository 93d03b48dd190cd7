package dev.herd.engine.learning;

import dev.herd.engine.placement.Accuracy;
import dev.herd.engine.placement.Expectation;
import dev.herd.engine.placement.Outcome;
import java.time.Duration;

/// How good the predictions of one instance are. Immutable.
///
/// @param known of the whole time, had the answer's length been known
/// @param isOff whether they miss by too much; it takes less to be so than to stay so
public record Predictions(Deviation firstToken, Deviation total, Deviation known, boolean isOff) {
    public static final Predictions NONE = new Predictions(Deviation.NONE, Deviation.NONE, Deviation.NONE, false);

    /// The guard rail of prediction-driven routers (routing study): predictions that miss by more mislead.
    private static final double TOO_MUCH = 0.6;

    private static final double GOOD_AGAIN = 0.45;

    /// What was kept of it.
    public static Predictions of(Deviation firstToken, Deviation total, Deviation known) {
        return new Predictions(firstToken, total, known, isOff(known, false));
    }

    private static boolean isOff(Deviation known, boolean before) {
        return known.count() >= Deviation.ENOUGH && known.error() > (before ? GOOD_AGAIN : TOO_MUCH);
    }

    /// Learns from an answer that came to its end. Where nobody had measured the rates it tells nothing of
    /// predictions that rest on them, and never makes them bad.
    Predictions with(Expectation expected, Outcome.Served answer) {
        double took = seconds(answer.total());
        double first = firstTokenSeconds(answer);
        Deviation whole = known.with(expected.totalOf(answer.usage().completion()), took);
        return new Predictions(
                first < 0 ? firstToken : firstToken.with(expected.firstToken(), first),
                total.with(expected.total(), took),
                whole,
                expected.measured() && isOff(whole, isOff));
    }

    /// Negative when it came whole from a server that does not tell: then nobody saw its first token.
    private static double firstTokenSeconds(Outcome.Served answer) {
        double rest = seconds(answer.total().minus(answer.firstToken()));
        boolean cameWhole = answer.usage().completion() > rest * Measured.FASTEST;
        if (!cameWhole) {
            return seconds(answer.firstToken());
        }
        long told = answer.timings().promptNanos();
        return told <= 0 ? -1 : (answer.timings().loadNanos() + told) / 1e9;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    Accuracy accuracy() {
        return new Accuracy(firstToken.miss(), total.miss(), known.miss(), isOff);
    }
}
