package dev.herd.engine.presence;

/// How quickly the person comes back from breaks, before an open and before a locked screen. Immutable.
///
/// A person's rate of returns is multiplied by something that is not known of this time of being away (a
/// coffee or a holiday): Gamma distributed with mean 1, so that after an expected number `h` of returns
/// that did not happen its mean is `K / (K + h)`. Frailty: Vaupel, Manton, Stallard, Demography 16 (1979).
///
/// @param open before an open screen: returns per second
/// @param locked before a locked one
record ReturnRates(ReturnRate open, ReturnRate locked) {
    /// Shape of the unknown factor: after two returns that did not happen a third is half as likely as
    /// usual.
    static final double K = 2;

    /// What was not done this long ago tells half as much of what will be done now: who was out in the
    /// evening comes in the morning all the same.
    private static final double FORGOTTEN_SECONDS = 4 * 3600.0;

    /// Shares are means over half hours and over days, so that they rise more slowly than any single day
    /// does: of made-up people's returns half were foretold without it.
    private static final double PUNCTUAL = 2;

    /// Who comes and goes does so every 20 minutes before anything is known, and who locks the screen means
    /// to be away for longer.
    private static final double OPEN_SECONDS = 20 * 60.0;

    private static final double LOCKED_SECONDS = 60 * 60.0;

    static final ReturnRates NONE = new ReturnRates(ReturnRate.NONE, ReturnRate.NONE);

    /// Breaks that end per second of such a way of being away.
    double pace(Stretch.Use use) {
        return use == Stretch.Use.LOCKED ? locked.mean(1 / LOCKED_SECONDS) : open.mean(1 / OPEN_SECONDS);
    }

    /// Returns per second in a slot of the week.
    ///
    /// @param pace of that way of being away
    static double rate(double pace, Arrivals week, int slot) {
        return pace * week.readiness(slot) + PUNCTUAL * week.rise(slot);
    }

    /// What is left of returns that were expected and did not happen.
    static double remembered(double seconds) {
        return Math.pow(0.5, seconds / FORGOTTEN_SECONDS);
    }

    /// The person came back.
    ///
    /// @param fromBreak how likely from a break, 0 to 1; the rest is that it was their time
    ReturnRates came(Stretch.Use before, double fromBreak) {
        return before == Stretch.Use.LOCKED
                ? new ReturnRates(open, locked.came(fromBreak))
                : new ReturnRates(open.came(fromBreak), locked);
    }

    /// The person could have come back and did not.
    ///
    /// @param exposure readiness times seconds, times the factor of above
    ReturnRates stayed(Stretch.Use use, double exposure) {
        return use == Stretch.Use.LOCKED
                ? new ReturnRates(open, locked.exposed(exposure))
                : new ReturnRates(open.exposed(exposure), locked);
    }

    ReturnRates faded(double left) {
        return new ReturnRates(open.faded(left), locked.faded(left));
    }
}
