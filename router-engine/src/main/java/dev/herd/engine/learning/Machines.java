package dev.herd.engine.learning;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.Variant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a model's speed on one machine tells about another model there, or the same model elsewhere.
///
/// The speed of a model on a machine is taken for a product: what the machine reads per second, times how
/// much of its weights the model uses (a mixture of experts reads few), by its size. So a model that was
/// measured on one machine, and another one that was measured on two, tell what to expect where it was not.
final class Machines {
    private static final double LEAST_WEIGHT = 0.1;

    /// A laptop with an 8B model of 4.7 GB: 30 tokens per second, and 500 of the prompt.
    private static final Hardware ASSUMED = new Hardware(30 * 4.7e9, 500 * 4.7e9);

    /// Tokens per second of the smallest models, which are bound by what every token costs beside reading
    /// weights.
    private static final double MOST_DECODE = 500;

    private static final double MOST_PREFILL = 50_000;

    private final Bounded<NodeId, Pair> nodes = new Bounded<>();
    private final Bounded<Variant, Pair> models = new Bounded<>();
    private final Bounded<NodeId, Hardware> kinds = new Bounded<>();
    private @Nullable Variant lastModel;
    private Pair last = Pair.NONE;

    /// Logarithms: of bytes per second for a machine, of a share for a model.
    private record Pair(Estimate decode, Estimate prefill) {
        static final Pair NONE = new Pair(Estimate.NONE, Estimate.NONE);
    }

    void assume(NodeId node, Hardware hardware) {
        kinds.put(node, hardware);
    }

    /// Tokens per second.
    record Rates(double decode, double prefill) {}

    /// What is to be expected where it was not measured.
    Rates rates(Holder holder, Variant variant) {
        Pair machine = machine(holder);
        Pair model = model(variant);
        Hardware kind = assumed(holder);
        double size = size(holder);
        return new Rates(
                Math.min(rate(machine.decode(), kind.decodeBytesPerSecond(), model.decode(), size), MOST_DECODE),
                Math.min(rate(machine.prefill(), kind.prefillBytesPerSecond(), model.prefill(), size), MOST_PREFILL));
    }

    private static double rate(Estimate machine, double assumed, Estimate model, double size) {
        return Math.exp((machine.count() == 0 ? Math.log(assumed) : machine.mean()) + model.or(0)) / size;
    }

    private static double size(Holder holder) {
        return holder.model().sizeBytes() > 0 ? holder.model().sizeBytes() : 4.7e9;
    }

    private Hardware assumed(Holder holder) {
        return kinds.getOrDefault(holder.node().id(), ASSUMED);
    }

    private Pair machine(Holder holder) {
        return nodes.getOrDefault(holder.node().id(), Pair.NONE);
    }

    /// Of all machines that a ticket may run on the same model is asked about, one after the other.
    private Pair model(Variant variant) {
        if (!variant.equals(lastModel)) {
            lastModel = variant;
            last = models.getOrDefault(variant, Pair.NONE);
        }
        return last;
    }

    /// Learns from speeds in tokens per second; 0 is one that was not measured.
    void learn(Holder holder, double decodeRate, double prefillRate) {
        Pair machine = machine(holder);
        Pair model = model(holder.variant());
        Hardware kind = assumed(holder);
        double decode = decodeRate <= 0 ? Double.NaN : Math.log(decodeRate * size(holder));
        double prefill = prefillRate <= 0 ? Double.NaN : Math.log(prefillRate * size(holder));
        nodes.put(
                holder.node().id(),
                new Pair(
                        follow(machine.decode(), decode, model.decode().or(0)),
                        follow(machine.prefill(), prefill, model.prefill().or(0))));
        // The first model of a machine says nothing about models.
        models.put(
                holder.variant(),
                new Pair(
                        machine.decode().count() == 0
                                ? model.decode()
                                : follow(
                                        model.decode(),
                                        decode,
                                        machine.decode().or(Math.log(kind.decodeBytesPerSecond()))),
                        machine.prefill().count() == 0
                                ? model.prefill()
                                : follow(
                                        model.prefill(),
                                        prefill,
                                        machine.prefill().or(Math.log(kind.prefillBytesPerSecond())))));
        lastModel = null;
    }

    private static Estimate follow(Estimate old, double logarithm, double explained) {
        return Double.isNaN(logarithm) ? old : old.with(logarithm - explained, LEAST_WEIGHT);
    }

    Estimate decode(NodeId node) {
        return nodes.getOrDefault(node, Pair.NONE).decode();
    }

    Estimate prefill(NodeId node) {
        return nodes.getOrDefault(node, Pair.NONE).prefill();
    }

    Estimate decode(Variant model) {
        return models.getOrDefault(model, Pair.NONE).decode();
    }

    Estimate prefill(Variant model) {
        return models.getOrDefault(model, Pair.NONE).prefill();
    }

    Set<NodeId> nodes() {
        return nodes.keySet();
    }

    Set<Variant> models() {
        return models.keySet();
    }

    void restore(NodeId node, Estimate decode, Estimate prefill) {
        nodes.put(node, new Pair(decode, prefill));
    }

    void restore(Variant model, Estimate decode, Estimate prefill) {
        lastModel = null;
        models.put(model, new Pair(decode, prefill));
    }
}
