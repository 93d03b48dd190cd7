package dev.herd.app.fleet;

import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeKind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What the Fleet tab shows of one moment.
///
/// @param machines always in the same order: those that run Herd, then the others, by name
record FleetViewModel(Phase phase, List<Phrase> sentence, List<Machine> machines) {
    /// Cards of more machines than that do not fit a window.
    static final int MOST_CARDS = 6;

    /// What there is to show at all.
    enum Phase {
        /// Herd has just started and has not heard of any server.
        LOOKING,
        /// There is no server.
        EMPTY,
        MACHINES
    }

    FleetViewModel {
        sentence = List.copyOf(sentence);
        machines = List.copyOf(machines);
    }

    static FleetViewModel of(EngineSnapshot snapshot, ModelHues hues, UnderWay underWay) {
        var scene = new Scene(Moment.of(snapshot), hues, underWay);
        List<Machine> machines = snapshot.fleet().nodes().stream()
                .sorted(Comparator.comparing((Node node) -> node.kind() == NodeKind.PLAIN)
                        .thenComparing(node -> node.name().toLowerCase(Locale.ROOT))
                        .thenComparing(Node::id))
                .map(node -> Machine.of(node, scene))
                .toList();
        return new FleetViewModel(phase(snapshot), Sentence.of(scene.moment()), machines);
    }

    private static Phase phase(EngineSnapshot snapshot) {
        FleetSnapshot fleet = snapshot.fleet();
        if (fleet.nodes().stream().anyMatch(node -> !node.upstreams().isEmpty())) {
            return Phase.MACHINES;
        }
        return snapshot.state() == EngineState.STARTING ? Phase.LOOKING : Phase.EMPTY;
    }

    /// Whether a table shows them better than cards.
    boolean isLarge() {
        return machines.size() > MOST_CARDS;
    }
}
