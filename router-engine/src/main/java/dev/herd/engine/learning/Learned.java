package dev.herd.engine.learning;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.Variant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that was learned, as it survives a restart. Rates are logarithms of tokens per second, or of bytes per
/// second for machines.
///
/// @param memory bytes by window
public record Learned(
        Map<Place, Instance> instances,
        Map<NodeId, Machine> machines,
        Map<Variant, Model> models,
        Map<Client, Estimate> answers,
        Map<ModelRef, Context> contexts,
        Map<Client, Estimate> thoughts,
        Map<MemoryLaw.Key, Map<Integer, Long>> memory,
        Map<InstanceId, Predictions> predictions) {
    /// Nothing yet.
    public static final Learned NOTHING =
            new Learned(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    public Learned {
        instances = Map.copyOf(instances);
        machines = Map.copyOf(machines);
        models = Map.copyOf(models);
        answers = Map.copyOf(answers);
        contexts = Map.copyOf(contexts);
        thoughts = Map.copyOf(thoughts);
        memory = Map.copyOf(memory);
        predictions = Map.copyOf(predictions);
    }

    /// One model on one server: another one of the same name has speeds of its own.
    public record Place(UpstreamId upstream, Variant model) {
        static Place of(Holder holder) {
            return new Place(holder.upstream().id(), holder.variant());
        }

        /// Looked up for each candidate of each request, where the generated ones show.
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof Place(UpstreamId same, Variant likewise)
                            && upstream.equals(same)
                            && model.equals(likewise));
        }

        /// Addresses and names that end in numbers would fall into the same places of a table otherwise.
        @Override
        public int hashCode() {
            int both = 31 * upstream.url().hashCode() + model.hashCode();
            return both * 0x9E3779B9;
        }
    }

    /// One model on one server.
    ///
    /// @param decodes by length of the context
    /// @param load in seconds
    /// @param trust share of prompts whose cached part was cached
    /// @param cold how fast it writes when nothing slows it down, by length of the context
    public record Instance(
            Estimate prefill,
            Estimate decode,
            List<Estimate> decodes,
            Estimate load,
            Estimate trust,
            List<Estimate> cold) {
        public Instance {
            decodes = List.copyOf(decodes);
            cold = List.copyOf(cold);
        }
    }

    /// @param contention by how much each further request prolongs one
    public record Machine(Estimate contention, Estimate decode, Estimate prefill) {}

    /// @param answer mean length in tokens
    public record Model(Estimate decode, Estimate prefill, Estimate answer) {}

    /// Whose answers are of one kind.
    public record Client(Variant model, String tenant, boolean tools) {}

    /// What a model's requests took of its window.
    ///
    /// @param tokens that prompts really had, per estimated one
    /// @param densest most characters per token that a prompt had
    /// @param days of the last week on which there were any
    /// @param hours of the last day
    public record Context(Estimate tokens, double densest, List<Day> days, List<Hour> hours) {
        public Context {
            days = List.copyOf(days);
            hours = List.copyOf(hours);
        }
    }

    /// @param day since 1970, UTC
    /// @param counts of requests by tokens
    public record Day(long day, Map<Integer, Integer> counts) {
        public Day {
            counts = Map.copyOf(counts);
        }
    }

    /// @param hour since 1970
    /// @param tokens of the largest request
    public record Hour(long hour, int tokens) {}
}
