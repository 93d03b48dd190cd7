package dev.herd.app.fleet;

import dev.herd.app.text.Courtesy;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What can be done with a machine.
///
/// @param resume what ending its state is called, empty when there is nothing to end
/// @param protectable whether it could step back for its person again
/// @param drainable whether it could be told to drain
/// @param load models on disk there that are not in memory, by name
/// @param unload models in memory there, by name
/// @param servers its addresses
/// @param forgettable those of them that a person has named; what Herd finds on its own machine it would find again
record Offers(
        String resume,
        boolean protectable,
        boolean drainable,
        List<Model> load,
        List<Model> unload,
        List<UpstreamId> servers,
        List<UpstreamId> forgettable) {
    /// @param label its name, with its server where the machine has several
    record Model(InstanceId instance, String label) {}

    Offers {
        load = List.copyOf(load);
        unload = List.copyOf(unload);
        servers = List.copyOf(servers);
        forgettable = List.copyOf(forgettable);
    }

    static Offers of(Node node, Condition condition, UnderWay underWay) {
        List<Model> load = new ArrayList<>();
        List<Model> unload = new ArrayList<>();
        for (Upstream upstream : node.upstreams()) {
            if (upstream.state().serves()) {
                for (HostedModel model : upstream.models()) {
                    Model offer = offer(upstream, model, node.upstreams().size());
                    if (model.resident() == null && !underWay.loads().contains(offer.instance())) {
                        load.add(offer);
                    } else if (model.resident() != null && !underWay.unloads().contains(offer.instance())) {
                        unload.add(offer);
                    }
                }
            }
        }
        load.sort(Comparator.comparing(Model::label));
        unload.sort(Comparator.comparing(Model::label));
        String resume = Courtesy.restricts(node) ? Courtesy.SERVE_ANYWAY : condition.isDeliberate() ? "Resume" : "";
        boolean drainable = condition != Condition.DRAINING && condition != Condition.DRAINED;
        List<UpstreamId> servers = node.upstreams().stream().map(Upstream::id).toList();
        return new Offers(
                resume,
                Courtesy.isOverruled(node),
                drainable,
                load,
                unload,
                servers,
                node.kind() == NodeKind.PLAIN ? servers : List.of());
    }

    private static Model offer(Upstream upstream, HostedModel model, int servers) {
        String name = Words.model(model.name());
        return new Model(
                new InstanceId(upstream.id(), model.ref()),
                servers > 1 ? name + " on " + upstream.id().hostAndPort() : name);
    }
}
