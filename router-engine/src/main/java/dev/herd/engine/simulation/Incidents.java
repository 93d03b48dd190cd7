package dev.herd.engine.simulation;

import java.util.SplittableRandom;

/// Lets happen what befalls machines.
final class Incidents {
    /// So that chance here does not change the traffic.
    private static final long OWN_CHANCE = 0x1234_5678_9ABC_DEFL;

    private final Simulation simulation;
    private final double seconds;

    Incidents(Simulation simulation) {
        this.simulation = simulation;
        this.seconds = simulation.scenario().seconds();
    }

    void begin() {
        var chance = new SplittableRandom(simulation.scenario().seed() ^ OWN_CHANCE);
        for (Scenario.Incident incident : simulation.scenario().incidents()) {
            var own = chance.split();
            if (incident.perHour() > 0) {
                byChance(incident, incident.from(), own);
            } else {
                asWritten(incident, incident.from());
            }
        }
    }

    private void asWritten(Scenario.Incident incident, double from) {
        happen(incident, from, from + incident.until() - incident.from());
        double next = from + incident.everySeconds();
        if (incident.everySeconds() > 0 && next < seconds) {
            simulation.at(from, () -> asWritten(incident, next));
        }
    }

    private void byChance(Scenario.Incident incident, double after, SplittableRandom chance) {
        double from = after + 3600 / incident.perHour() * chance.nextExponential();
        double until = from + incident.meanSeconds() * chance.nextExponential();
        if (from < (incident.until() > 0 ? Math.min(incident.until(), seconds) : seconds)) {
            happen(incident, from, until);
            simulation.at(until, () -> byChance(incident, until, chance));
        }
    }

    private void happen(Scenario.Incident incident, double from, double until) {
        SimulatedServer server = simulation.server(incident.machine());
        Circumstances circumstances = server.circumstances;
        switch (incident.kind()) {
            case SLOW -> {
                var slowness = new Circumstances.Slowness(incident.speed(), incident.told());
                change(from, () -> circumstances.slow(slowness, true));
                change(until, () -> circumstances.slow(slowness, false));
            }
            case MEETING -> {
                change(from, () -> circumstances.meeting(true));
                change(until, () -> circumstances.meeting(false));
            }
            case MEMORY -> {
                change(from, () -> circumstances.takenGib += incident.gib());
                change(until, () -> {
                    circumstances.takenGib -= incident.gib();
                    server.settle();
                });
            }
            case CRASH, SLEEP, HANG, NETWORK -> simulation.at(from, () -> leave(incident, server, until));
        }
    }

    private void change(double moment, Runnable what) {
        simulation.at(moment, () -> {
            what.run();
            simulation.fleetChanged();
        });
    }

    /// A machine that is away already does not leave again.
    private void leave(Scenario.Incident incident, SimulatedServer server, double until) {
        if (!server.circumstances.reachable()) {
            return;
        }
        server.leave(
                switch (incident.kind()) {
                    case SLEEP, HANG -> Circumstances.Presence.ASLEEP;
                    case NETWORK -> Circumstances.Presence.CUT_OFF;
                    default -> Circumstances.Presence.GONE;
                });
        double found = simulation.now() + foundAfter(incident);
        if (found < until) {
            simulation.at(found, () -> simulation.missed(server));
        }
        simulation.at(until, () -> simulation.isBack(server));
    }

    private static double foundAfter(Scenario.Incident incident) {
        return switch (incident.kind()) {
            case CRASH -> 0;
            case HANG -> Double.POSITIVE_INFINITY;
            default -> incident.foundAfterSeconds();
        };
    }
}
