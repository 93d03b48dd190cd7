package dev.herd.engine.pulling;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Chooses the machine that pulls a model. Pure.
///
/// Who has it already pulls it again, which brings it up to date; then who has a part of it; then who has the most
/// memory, since a model that is pulled is going to be loaded; then the fastest, then the one with the most free disk.
///
/// @param rooms what is known of each machine
/// @param begun servers on which an earlier pull of the model broke off
/// @param taken machines that may not be chosen because they pull something by themselves already
record PullPlan(FleetSnapshot fleet, BiFunction<Node, Upstream, Room> rooms, Set<UpstreamId> begun, Set<NodeId> taken) {

    /// A server that may pull.
    record Place(Node node, Upstream upstream, Room room) {
        boolean has(ModelRef model) {
            return upstream.models().stream().anyMatch(hosted -> hosted.ref().equals(model));
        }
    }

    /// @throws PullRejectedException when there is none
    Place choose(String name, @Nullable NodeId pinned) throws PullRejectedException {
        ModelRef model = ModelRef.of(name);
        long size = knownSize(model);
        List<Place> places = new ArrayList<>();
        List<String> objections = new ArrayList<>();
        for (Node node : fleet.nodes()) {
            if (pinned == null || node.id().equals(pinned)) {
                List<Place> here = places(node, model);
                String objection = objection(node, here, model, size);
                if (objection.isEmpty()) {
                    here.stream()
                            .filter(place -> misfit(place, model, size).isEmpty())
                            .forEach(places::add);
                } else {
                    objections.add(node.name() + " (" + objection + ")");
                }
            }
        }
        return places.stream()
                .min(order(model))
                .orElseThrow(() -> new PullRejectedException("no machine can pull '" + name + "' now: "
                        + (objections.isEmpty() ? "there is none" : String.join(", ", objections))));
    }

    private List<Place> places(Node node, ModelRef model) {
        return node.upstreams().stream()
                .filter(upstream -> upstream.kind() == UpstreamKind.OLLAMA)
                .filter(upstream -> upstream.state().serves())
                .map(upstream -> place(node, upstream, model))
                .toList();
    }

    /// A machine that has the model has shown that it fits its memory.
    private Place place(Node node, Upstream upstream, ModelRef model) {
        Room room = rooms.apply(node, upstream);
        Place place = new Place(node, upstream, room);
        return place.has(model) ? new Place(node, upstream, room.proven()) : place;
    }

    /// Why a machine cannot be chosen, empty when it can.
    private String objection(Node node, List<Place> here, ModelRef model, long size) {
        boolean ollama = node.upstreams().stream().anyMatch(upstream -> upstream.kind() == UpstreamKind.OLLAMA);
        if (!ollama) {
            return "has no Ollama, which alone pulls";
        }
        if (!node.state().serves() || here.isEmpty()) {
            return node.state().serves()
                    ? "its Ollama does not answer"
                    : node.state().label();
        }
        if (taken.contains(node.id())) {
            return "pulls another model already";
        }
        List<Optional<String>> misfits =
                here.stream().map(place -> misfit(place, model, size)).toList();
        return misfits.stream().allMatch(Optional::isPresent)
                ? misfits.getFirst().orElse("")
                : "";
    }

    private static Optional<String> misfit(Place place, ModelRef model, long size) {
        return place.room().objection(size, place.has(model) ? 0 : size);
    }

    /// As another machine that has it says; 0 when none does.
    private long knownSize(ModelRef model) {
        return fleet.holders(model).stream()
                .filter(holder -> holder.upstream().kind() == UpstreamKind.OLLAMA)
                .map(holder -> holder.model())
                .mapToLong(HostedModel::sizeBytes)
                .filter(size -> size > 0)
                .min()
                .orElse(0);
    }

    private Comparator<Place> order(ModelRef model) {
        return Comparator.comparing((Place place) -> !place.has(model))
                .thenComparing(place -> !begun.contains(place.upstream().id()))
                .thenComparing(place -> place.room().memoryBytes(), Comparator.reverseOrder())
                .thenComparing(place -> place.room().speed(), Comparator.reverseOrder())
                .thenComparing(place -> place.room().diskBytes(), Comparator.reverseOrder())
                .thenComparing(place -> place.node().name());
    }
}
