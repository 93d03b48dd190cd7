package dev.herd.app.fleet;

import dev.herd.app.text.Units;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is lost when a model server is forgotten.
///
/// @param question with the name of what goes
/// @param losses each a sentence
record Farewell(UpstreamId server, String question, List<String> losses) {
    private static final int MOST_NAMES = 4;

    Farewell {
        losses = List.copyOf(losses);
    }

    static Farewell of(UpstreamId server, EngineSnapshot snapshot) {
        Optional<Node> node = snapshot.fleet().nodes().stream()
                .filter(candidate ->
                        candidate.upstreams().stream().anyMatch(it -> it.id().equals(server)))
                .findFirst();
        String name =
                node.filter(it -> it.upstreams().size() == 1).map(Node::name).orElse(server.hostAndPort());
        List<String> losses = new ArrayList<>();
        losses.add("Herd sends nothing to " + server.url() + " any more, and does not look for it when it starts.");
        node.ifPresent(it -> {
            work(server, snapshot).ifPresent(losses::add);
            models(it, server, snapshot).ifPresent(losses::add);
        });
        losses.add("Its name, its slots and what Herd has learned of its speed are lost."
                + " The models on its disk and past requests stay.");
        return new Farewell(server, "Forget " + name + "?", losses);
    }

    private static Optional<String> work(UpstreamId server, EngineSnapshot snapshot) {
        int running = snapshot.loads().entrySet().stream()
                .filter(entry -> entry.getKey().upstream().equals(server))
                .mapToInt(entry -> entry.getValue().running())
                .sum();
        return running == 0
                ? Optional.empty()
                : Optional.of(Units.plural(running, "request runs", "requests run") + " there now.");
    }

    private static Optional<String> models(Node node, UpstreamId server, EngineSnapshot snapshot) {
        List<String> only = node.upstreams().stream()
                .filter(upstream -> upstream.id().equals(server))
                .map(Upstream::models)
                .flatMap(List::stream)
                .filter(model -> snapshot.fleet().holders(model.ref()).stream()
                        .map(Holder::upstream)
                        .allMatch(upstream -> upstream.id().equals(server)))
                .map(model -> Words.model(model.name()))
                .distinct()
                .toList();
        if (only.isEmpty()) {
            return Optional.empty();
        }
        String names = String.join(", ", only.subList(0, Math.min(MOST_NAMES, only.size())))
                + (only.size() > MOST_NAMES ? " and " + (only.size() - MOST_NAMES) + " more" : "");
        return Optional.of("No other server has " + names + (only.size() == 1 ? ": it is" : ": they are")
                + " gone from the fleet.");
    }
}
