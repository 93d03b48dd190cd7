package dev.herd.engine.simulation;

import java.util.ArrayList;
import java.util.List;

/// What has befallen a machine, beside its work.
final class Circumstances {
    private final List<Slowness> slow = new ArrayList<>();
    private Presence presence = Presence.HERE;
    private boolean missed;
    private int meetings;
    double takenGib;

    /// Whether its server can be reached.
    enum Presence {
        HERE,
        ASLEEP,
        CUT_OFF,
        GONE
    }

    /// @param told whether the router knows
    record Slowness(double share, boolean told) {}

    /// Whether the server computes.
    boolean works() {
        return presence == Presence.HERE || presence == Presence.CUT_OFF;
    }

    boolean reachable() {
        return presence == Presence.HERE;
    }

    void become(Presence other) {
        presence = other;
        if (other == Presence.HERE) {
            missed = false;
        }
    }

    void miss() {
        missed = true;
    }

    /// As the router sees it.
    boolean isUp() {
        return !missed;
    }

    boolean meeting() {
        return meetings > 0;
    }

    void meeting(boolean begins) {
        meetings += begins ? 1 : -1;
    }

    void slow(Slowness what, boolean begins) {
        if (begins) {
            slow.add(what);
        } else {
            slow.remove(what);
        }
    }

    double speed() {
        return slow.stream().mapToDouble(Slowness::share).reduce(1, (one, other) -> one * other);
    }

    double toldSpeed() {
        return slow.stream().filter(Slowness::told).mapToDouble(Slowness::share).reduce(1, (one, other) -> one * other);
    }
}
