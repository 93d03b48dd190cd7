package dev.herd.engine.fleet;

/// What a machine leaves to the fleet just now.
///
/// @param mostAtOnce requests that may run there at once, of all models; 0 for none, [Integer#MAX_VALUE] for as many as
///     there are slots
/// @param longestSeconds that a new request may be expected to run there, loading included; infinite without limit
/// @param goesOn which of the requests that run there already may go on
/// @param memoryShare of its memory that models may take when something is loaded, 0 to 1
/// @param keepsModels whether models may stay in memory while nothing runs on them
public record Allowance(int mostAtOnce, double longestSeconds, GoesOn goesOn, double memoryShare, boolean keepsModels) {
    /// Everything.
    public static final Allowance ALL = new Allowance(Integer.MAX_VALUE, Double.POSITIVE_INFINITY, GoesOn.ALL, 1, true);

    public Allowance {
        if (mostAtOnce < 0 || !(longestSeconds >= 0) || !(memoryShare >= 0 && memoryShare <= 1)) {
            throw new IllegalArgumentException(mostAtOnce + " at once, " + longestSeconds + " s, share " + memoryShare);
        }
    }

    /// Models stay in memory.
    public Allowance(int mostAtOnce, double longestSeconds, GoesOn goesOn, double memoryShare) {
        this(mostAtOnce, longestSeconds, goesOn, memoryShare, true);
    }

    /// The same without models in memory that nothing runs on.
    public Allowance withoutModels() {
        return new Allowance(mostAtOnce, longestSeconds, goesOn, memoryShare, false);
    }

    /// Nothing new, while some of what runs goes on.
    public static Allowance nothingNew(GoesOn goesOn) {
        return new Allowance(0, 0, goesOn, 0);
    }

    public boolean takesNew() {
        return mostAtOnce > 0;
    }

    /// Requests that may go on, by the seconds that they are expected to need still.
    ///
    /// @param unbegunSeconds of one whose client has seen nothing yet, so that it can begin anew elsewhere
    /// @param begunSeconds of one whose client has seen a part of the answer, which ends with an error otherwise
    public record GoesOn(double unbegunSeconds, double begunSeconds) {
        /// All of them.
        public static final GoesOn ALL = new GoesOn(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

        /// Whether one with that many seconds left may go on, however far it is.
        public boolean always(double secondsLeft) {
            return secondsLeft <= Math.min(unbegunSeconds, begunSeconds);
        }
    }
}
