package dev.herd.engine.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// All machines at one moment, in the order of their ids, with an index by model. Immutable.
public final class FleetSnapshot {
    /// No machine at all.
    public static final FleetSnapshot EMPTY = new FleetSnapshot(0, List.of());

    private final long version;
    private final List<Node> nodes;
    private final SequencedMap<ModelRef, List<Holder>> holders;
    private final Map<ModelRef, Variant> meant;

    /// A fleet without a past.
    ///
    /// @param version grows with every change
    public FleetSnapshot(long version, List<Node> nodes) {
        this(version, nodes, Namesakes::elected);
    }

    /// @param version grows with every change
    /// @param meaning says of each name that several models have which of them it means
    public FleetSnapshot(
            long version, List<Node> nodes, Function<Map<ModelRef, List<Holder>>, Map<ModelRef, Variant>> meaning) {
        this.version = version;
        this.nodes = List.copyOf(nodes);
        var byModel = new TreeMap<ModelRef, List<Holder>>();
        for (Node node : nodes) {
            for (Upstream upstream : node.upstreams()) {
                for (HostedModel model : upstream.models()) {
                    byModel.computeIfAbsent(model.ref(), ref -> new ArrayList<>())
                            .add(new Holder(node, upstream, model));
                }
            }
        }
        this.holders = Collections.unmodifiableSequencedMap(byModel);
        this.meant = Map.copyOf(meaning.apply(holders));
    }

    public long version() {
        return version;
    }

    public List<Node> nodes() {
        return nodes;
    }

    /// Every model of the fleet with those who have it, whatever their state; sorted by name.
    public Map<ModelRef, List<Holder>> models() {
        return holders;
    }

    /// Who has the model, whatever their state.
    public List<Holder> holders(ModelRef model) {
        return holders.getOrDefault(model, List.of());
    }

    /// The models that a name means where only one can be meant; names that one model has alone are not listed.
    public Map<ModelRef, Variant> meant() {
        return meant;
    }

    /// Whether the holder's model is the one that its name means.
    public boolean means(Holder holder) {
        Variant only = meant.get(holder.model().ref());
        return only == null || only.equals(holder.variant());
    }

    /// The machine with that id or name.
    public Optional<Node> node(String idOrName) {
        return nodes.stream().filter(node -> node.answersTo(idOrName)).findFirst();
    }

    /// The holder of an instance, if the instance is still there.
    public Optional<Holder> holder(InstanceId instance) {
        return holders(instance.model()).stream()
                .filter(holder -> holder.upstream().id().equals(instance.upstream()))
                .findFirst();
    }
}
