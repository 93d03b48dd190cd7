package dev.herd.engine.simulation;

import java.util.List;
import java.util.Map;

/// A fleet, what is asked of it, and what befalls it. The same scenario and seed give the same run.
///
/// @param name for reports
/// @param about what it shows, in a sentence
/// @param seconds after which nothing new is asked; what was asked is served to its end
/// @param patienceSeconds how long a request may wait in the queue
public record Scenario(
        String name,
        String about,
        long seed,
        double seconds,
        double patienceSeconds,
        List<Machine> machines,
        List<Model> models,
        List<Workload> workloads,
        List<Incident> incidents,
        Beliefs beliefs) {

    public Scenario {
        machines = List.copyOf(machines);
        models = List.copyOf(models);
        workloads = List.copyOf(workloads);
        incidents = List.copyOf(incidents);
    }

    /// The same with another seed.
    public Scenario withSeed(long other) {
        return new Scenario(
                name, about, other, seconds, patienceSeconds, machines, models, workloads, incidents, beliefs);
    }

    /// A machine with its model server.
    ///
    /// @param memoryGib what models may take
    /// @param slots requests at once per model
    /// @param prefill tokens of a prompt per second on a model of eight billion parameters, alone
    /// @param decode tokens of an answer per second, likewise
    /// @param contention by how much of its lone time each further request prolongs one
    /// @param loadGibPerSecond from disk into memory
    /// @param loadOverheadSeconds of every load
    /// @param personal whether somebody works at it
    /// @param rates of models that the two general rates do not describe
    public record Machine(
            String name,
            double memoryGib,
            int slots,
            double prefill,
            double decode,
            double contention,
            double loadGibPerSecond,
            double loadOverheadSeconds,
            boolean personal,
            Map<String, Rates> rates) {
        public Machine {
            rates = Map.copyOf(rates);
            if (slots < 1 || !(prefill > 0 && decode > 0 && memoryGib > 0 && loadGibPerSecond > 0)) {
                throw new IllegalArgumentException("machine " + name + ": sizes and rates must be above 0");
            }
        }

        double prefillRate(Model model) {
            Rates own = rates.get(model.name());
            return own == null ? prefill * REFERENCE_BILLIONS / model.billions() : own.prefill();
        }

        double decodeRate(Model model) {
            Rates own = rates.get(model.name());
            return own == null ? decode * REFERENCE_BILLIONS / model.billions() : own.decode();
        }

        double loadSeconds(Model model) {
            return loadOverheadSeconds + model.gib() / loadGibPerSecond;
        }
    }

    /// What the general rates of a machine are measured on.
    static final double REFERENCE_BILLIONS = 8;

    /// Tokens per second.
    public record Rates(double prefill, double decode) {}

    /// A model.
    ///
    /// @param gib memory that it takes when loaded
    /// @param billions parameters that are read for each token
    /// @param embeds whether it makes vectors and no text
    /// @param on machines that have it on their disk; empty for all
    /// @param loaded machines that have it loaded at the beginning
    public record Model(
            String name, double gib, double billions, boolean embeds, List<String> on, List<String> loaded) {
        public Model {
            on = List.copyOf(on);
            loaded = List.copyOf(loaded);
        }

        long bytes() {
            return Math.round(gib * (1L << 30));
        }

        boolean isOn(Machine machine) {
            return on.isEmpty() || on.contains(machine.name());
        }
    }

    /// A log-normal length in tokens.
    ///
    /// @param mean of the length itself
    /// @param sigma of its logarithm; 0 for one length
    public record Length(double mean, double sigma) {}

    /// What befalls a machine.
    ///
    /// @param from seconds from the beginning
    /// @param speed left, for [Kind#SLOW]
    public record Incident(Kind kind, String machine, double from, double until, double speed) {
        /// The kinds of incidents.
        public enum Kind {
            /// Heat or other work: it runs at a share of its speed, and nobody tells.
            SLOW,
            /// Its person is in a meeting: it gets nothing new.
            MEETING,
            /// It is gone with all that runs on it, and comes back with nothing loaded.
            CRASH
        }
    }

    /// What the router believes of the machines' speeds before it has measured them.
    ///
    /// @param known whether their kinds are known to it; otherwise all are taken for alike
    /// @param sigma of the logarithm of the factor by which each is believed wrongly
    public record Beliefs(boolean known, double sigma) {
        public static final Beliefs RIGHT = new Beliefs(true, 0);
    }
}
