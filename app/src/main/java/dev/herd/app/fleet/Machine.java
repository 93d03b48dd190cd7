package dev.herd.app.fleet;

import dev.herd.app.text.OwnMachine;
import dev.herd.app.text.Units;
import dev.herd.engine.api.NodeVitals;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.Processor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A machine as its card and its row show it.
///
/// @param about what it is, in a line
/// @param where its server's address, or how many it has
/// @param own whether it is the one that the person sits at
/// @param use what it is used for now, empty when nobody can tell
/// @param simulated whether it is part of a demo
/// @param state its condition's word, with what is left of it
/// @param processor load, 0 to 1; NaN when not sensed
/// @param models in memory
/// @param onDisk models that are not in memory
/// @param loading names of models that are being loaded
/// @param spoken all of it in one sentence, for those who hear it
record Machine(
        NodeId id,
        String name,
        String about,
        String where,
        boolean own,
        String use,
        boolean simulated,
        Condition condition,
        String state,
        @Nullable Notice notice,
        Work work,
        Warmth warmth,
        MemoryLine memory,
        double processor,
        List<ModelChip> models,
        int onDisk,
        List<String> loading,
        List<Trend> trends,
        Offers offers,
        String spoken) {

    Machine {
        models = List.copyOf(models);
        loading = List.copyOf(loading);
        trends = List.copyOf(trends);
    }

    static Machine of(Node node, Scene scene) {
        Moment moment = scene.moment();
        Condition condition = Condition.of(node, moment);
        NodeVitals vitals = moment.vitals(node);
        Work work = Work.of(node, moment, condition);
        Warmth warmth = Warmth.of(vitals.signals().heat());
        MemoryLine memory = MemoryLine.of(vitals.signals().memory(), node.upstreams(), scene.hues());
        List<ModelChip> models = models(node, scene);
        String state = state(node, condition, moment);
        boolean own = OwnMachine.of(moment.snapshot())
                .filter(it -> it.id().equals(node.id()))
                .isPresent();
        return new Machine(
                node.id(),
                node.name(),
                about(node, vitals),
                where(node),
                own,
                own ? Words.capitalised(moment.snapshot().person().use()) : "",
                moment.snapshot().demo(),
                condition,
                state,
                Notice.of(node, condition, moment),
                work,
                warmth,
                memory,
                vitals.signals().processor().known().map(Processor::load).orElse(Double.NaN),
                models,
                onDisk(node),
                loading(node, scene),
                Trend.of(vitals),
                Offers.of(node, condition, scene.underWay()),
                spoken(node.name() + ", " + state, work, memory, models));
    }

    private static String about(Node node, NodeVitals vitals) {
        List<String> parts = new ArrayList<>();
        if (node.kind() == NodeKind.HERD) {
            parts.add("Herd");
        }
        if (node.upstreams().size() == 1) {
            Upstream only = node.upstreams().getFirst();
            parts.add(Words.server(only));
        }
        if (node.kind() == NodeKind.PLAIN || node.upstreams().size() > 1) {
            parts.add(where(node));
        }
        vitals.signals()
                .memory()
                .known()
                .map(Memory::totalBytes)
                .map(Words::memorySize)
                .ifPresent(parts::add);
        return String.join(" · ", parts);
    }

    private static String where(Node node) {
        return switch (node.upstreams().size()) {
            case 0 -> "";
            case 1 -> node.upstreams().getFirst().id().hostAndPort();
            default -> node.upstreams().size() + " model servers";
        };
    }

    private static String state(Node node, Condition condition, Moment moment) {
        String left = Words.left(moment.snapshot().now(), node.until());
        if (condition == Condition.DRAINING) {
            return condition.word() + " · " + moment.running(node) + " left";
        }
        return left == null ? condition.word() : condition.word() + " · " + left;
    }

    private static List<ModelChip> models(Node node, Scene scene) {
        List<ModelChip> chips = new ArrayList<>();
        for (Upstream upstream : node.upstreams()) {
            for (HostedModel model : upstream.models()) {
                Residency resident = model.resident();
                if (resident != null) {
                    chips.add(ModelChip.of(upstream, model, resident, scene));
                }
            }
        }
        return chips;
    }

    private static int onDisk(Node node) {
        return (int) node.upstreams().stream()
                .flatMap(upstream -> upstream.models().stream())
                .filter(model -> model.resident() == null)
                .count();
    }

    private static List<String> loading(Node node, Scene scene) {
        return scene.underWay().loads().stream()
                .filter(instance -> node.upstreams().stream()
                        .anyMatch(upstream -> upstream.id().equals(instance.upstream())))
                .map(instance -> Words.model(instance.model().name()))
                .sorted()
                .toList();
    }

    private static String spoken(String head, Work work, MemoryLine memory, List<ModelChip> models) {
        List<String> parts = new ArrayList<>();
        parts.add(head);
        if (work.reachable()) {
            parts.add((work.runningValue() + " " + work.runningUnit()).strip() + " running");
            parts.add(work.waitingValue() + " waiting");
            if (!work.speedUnit().isEmpty()) {
                parts.add(work.speedValue() + " tokens per second");
            }
        }
        parts.add(memory.sensed() ? "memory " + memory.text() : memory.text());
        parts.add(
                models.isEmpty()
                        ? "no model in memory"
                        : "in memory " + models.stream().map(ModelChip::name).collect(Collectors.joining(", ")));
        return String.join(", ", parts);
    }

    /// `12 %`, or that there is none.
    String processorText() {
        return Double.isNaN(processor) ? Units.NONE : Units.percent(processor);
    }
}
