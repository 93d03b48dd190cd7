package dev.herd.engine.presence;

/// What Herd lets a machine do at a moment.
///
/// @param leases requests and loads that run there for Herd
/// @param all that its model servers are known to run, those of others included; what is less than `leases`
///     counts as them
public record OwnWork(int leases, int all) {
    public static final OwnWork NONE = new OwnWork(0, 0);

    public OwnWork {
        if (leases < 0 || all < 0) {
            throw new IllegalArgumentException("own work " + leases + " of " + all);
        }
    }

    /// The part of what model servers do that is Herd's, 0 to 1.
    double share() {
        return leases == 0 ? 0 : (double) leases / Math.max(leases, all);
    }
}
