package dev.herd.engine.presence;

import dev.herd.engine.config.Courtesy;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Allowance.GoesOn;
import dev.herd.engine.fleet.Guard;
import java.time.Duration;

/// What each state of a machine leaves to the fleet: the table of decision 0036, and the one place that has it.
final class Allowances {
    /// After a meeting its person often goes into the next one, or back to what they left.
    static final Duration SLOW_START = Duration.ofMinutes(1);

    /// A person bears a machine that works for others for so long, and a stream of it may end.
    private static final double SHORT = 20;

    /// So long a stream may go on in a meeting: shorter than what it costs its client to ask again.
    private static final double ALMOST_DONE = 10;

    /// Of its memory, while its person works with it and needs it themselves.
    private static final double HALF = 0.5;

    private static final double MOST = 0.7;
    private static final int FEW = 2;

    /// What has begun goes on, nothing else.
    static final Allowance NOTHING_NEW = Allowance.nothingNew(GoesOn.ALL);

    /// The machine is its person's within a second, but for streams that are about to end.
    static final Allowance MEETING = Allowance.nothingNew(new GoesOn(0, ALMOST_DONE));

    /// The same: each second of work makes it hotter.
    static final Allowance FAR_TOO_HOT = MEETING;

    /// Nothing can go on.
    static final Allowance ASLEEP = Allowance.nothingNew(new GoesOn(0, 0));

    /// One at a time, and only what is over soon; what has not begun to answer and takes longer begins anew elsewhere.
    static final Allowance SHORT_JOBS = new Allowance(1, SHORT, new GoesOn(SHORT, Double.POSITIVE_INFINITY), HALF);

    private static final Allowance A_FEW = new Allowance(FEW, Double.POSITIVE_INFINITY, GoesOn.ALL, MOST);

    private Allowances() {}

    /// Of a machine that somebody works at, or not.
    ///
    /// @param courtesy not dedicated, which leaves all
    static Allowance of(Guard.State state, Courtesy courtesy) {
        boolean polite = courtesy == Courtesy.POLITE;
        return switch (state) {
            case ACTIVE -> polite ? NOTHING_NEW : SHORT_JOBS;
            case LIGHT -> polite ? SHORT_JOBS : A_FEW;
            default -> Allowance.ALL;
        };
    }

    /// Of a machine that grows hot: one at a time heats less than several.
    static Allowance warm(Allowance allowance) {
        return new Allowance(
                Math.min(allowance.mostAtOnce(), 1),
                allowance.longestSeconds(),
                allowance.goesOn(),
                allowance.memoryShare());
    }
}
