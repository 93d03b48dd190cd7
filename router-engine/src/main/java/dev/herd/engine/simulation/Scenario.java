package dev.herd.engine.simulation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    /// @param heat how it throttles; null when it keeps its speed
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
            Map<String, Rates> rates,
            @Nullable Heat heat) {
        public Machine {
            rates = Map.copyOf(rates);
        }

        /// The same hardware under another name.
        public Machine named(String other) {
            return new Machine(
                    other,
                    memoryGib,
                    slots,
                    prefill,
                    decode,
                    contention,
                    loadGibPerSecond,
                    loadOverheadSeconds,
                    personal,
                    rates,
                    heat);
        }

        /// The same machine with other slots.
        public Machine withSlots(int count) {
            return new Machine(
                    name,
                    memoryGib,
                    count,
                    prefill,
                    decode,
                    contention,
                    loadGibPerSecond,
                    loadOverheadSeconds,
                    personal,
                    rates,
                    heat);
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

    /// Work warms a machine: after `afterSeconds` of it from cold, it runs at `speed` until it has cooled to
    /// half.
    ///
    /// @param speed left, a share of the full one
    /// @param coolSeconds without work, from hot to cold
    /// @param told whether its sensors tell, as Herd's own do
    public record Heat(double afterSeconds, double speed, double coolSeconds, boolean told) {}

    /// A model.
    ///
    /// @param gib memory that it takes when loaded
    /// @param billions parameters that are read for each token
    /// @param embeds whether it makes vectors and no text
    /// @param on machines that have it on their disk; empty for all
    /// @param loaded machines that have it loaded at the beginning
    /// @param sees machines whose server reads images for it
    public record Model(
            String name,
            double gib,
            double billions,
            boolean embeds,
            List<String> on,
            List<String> loaded,
            List<String> sees) {
        public Model {
            on = List.copyOf(on);
            loaded = List.copyOf(loaded);
            sees = List.copyOf(sees);
        }

        long bytes() {
            return Math.round(gib * (1L << 30));
        }

        boolean isOn(Machine machine) {
            return on.isEmpty() || on.contains(machine.name());
        }

        /// Whether a request can be served there at all, ever.
        boolean suits(Machine machine, boolean images) {
            return isOn(machine) && gib <= machine.memoryGib() && (!images || sees.contains(machine.name()));
        }
    }

    /// A log-normal length in tokens.
    ///
    /// @param mean of the length itself
    /// @param sigma of its logarithm; 0 for one length
    public record Length(double mean, double sigma) {}

    /// What befalls a machine, once, time and again, or by chance.
    ///
    /// @param from seconds from the beginning
    /// @param until when it ends; with a rate, when it stops to begin
    /// @param speed left, for [Kind#SLOW]
    /// @param told whether the router learns of it at once, for [Kind#SLOW]
    /// @param foundAfterSeconds until the router finds out that the machine is gone
    /// @param gib of memory that others take, for [Kind#MEMORY]
    /// @param everySeconds after which it comes again; 0 for never
    /// @param perHour how often it begins by chance; 0 for as written
    /// @param meanSeconds how long it then lasts on the average
    public record Incident(
            Kind kind,
            String machine,
            double from,
            double until,
            double speed,
            boolean told,
            double foundAfterSeconds,
            double gib,
            double everySeconds,
            double perHour,
            double meanSeconds) {
        /// The kinds of incidents.
        public enum Kind {
            /// Heat or other work: it runs at a share of its speed.
            SLOW,
            /// Its person needs it: it gets nothing new.
            MEETING,
            /// Its server is gone with all that runs on it, and comes back with nothing loaded.
            CRASH,
            /// It sleeps: gone at once, and what ran is lost once that is found out; wakes with its models
            /// loaded.
            SLEEP,
            /// Its server hangs with all that runs on it, nobody finds out, and then it goes on.
            HANG,
            /// It is cut off: goes on working, but neither requests nor answers pass.
            NETWORK,
            /// Others take memory: what is loaded stays, less can be loaded.
            MEMORY
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
