package dev.herd.app.tray;

import dev.herd.app.text.Courtesy;
import dev.herd.app.text.Units;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.InstanceLoad;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A machine as an entry of the menu: its state in a sign and a word, and what can be done with it.
final class MachineEntry {
    private static final Duration HOUR = Duration.ofHours(1);

    private MachineEntry() {}

    static TrayItem of(Node node, EngineSnapshot snapshot) {
        int running = running(node, snapshot);
        return new TrayItem.SubMenu(
                sign(node.state(), running) + " " + node.name() + " · " + words(node, running, snapshot.now()),
                deeds(node));
    }

    private static int running(Node node, EngineSnapshot snapshot) {
        return snapshot.loads().entrySet().stream()
                .filter(load -> node.upstreams().stream()
                        .anyMatch(upstream -> upstream.id().equals(load.getKey().upstream())))
                .map(load -> load.getValue())
                .mapToInt(InstanceLoad::running)
                .sum();
    }

    /// Signs that every system's menu font has.
    private static String sign(NodeState state, int running) {
        return switch (state) {
            case UP -> running > 0 ? "●" : "○";
            case STARTING -> "…";
            case OVERLOADED, WEDGED -> "!";
            case DOWN -> "×";
            case PAUSED -> "‖";
            case DRAINING -> "↓";
        };
    }

    private static String words(Node node, int running, Instant now) {
        String word = switch (node.state()) {
            case UP -> running > 0 ? "serving" : "idle";
            case STARTING -> "starting";
            case OVERLOADED -> "overloaded";
            case WEDGED -> "not answering";
            case DOWN -> "unreachable";
            case PAUSED -> Courtesy.stepsBack(node) ? node.guard().reason() : "paused";
            case DRAINING -> "draining";
        };
        var words = new ArrayList<String>();
        words.add(word);
        if (node.state() == NodeState.PAUSED && node.until() != null) {
            words.add(left(node.until(), now));
        }
        if (node.state() == NodeState.UP && !node.guard().allowance().equals(Allowance.ALL)) {
            words.add(node.guard().reason());
        }
        if (running > 0) {
            words.add(running + " running");
        }
        return String.join(" · ", words);
    }

    /// `42 min left`. Rounded up to whole minutes, so that an hour's pause starts as one.
    static String left(Instant until, Instant now) {
        Duration left = Duration.between(now, until);
        return Units.duration(left.compareTo(Duration.ofMinutes(1)) > 0 ? left.plusSeconds(59) : left) + " left";
    }

    private static List<TrayItem> deeds(Node node) {
        TrayItem resume = deed("Resume", new EngineCommand.Resume(node.id()));
        TrayItem drain = deed("Drain", new EngineCommand.Drain(node.id()));
        if (Courtesy.restricts(node)) {
            return List.of(deed(Courtesy.SERVE_ANYWAY, new EngineCommand.Resume(node.id())), drain);
        }
        return switch (node.state()) {
            case PAUSED -> List.of(resume, drain);
            case DRAINING -> List.of(resume);
            case UP, STARTING, OVERLOADED, WEDGED, DOWN ->
                Stream.concat(
                                Courtesy.isOverruled(node)
                                        ? Stream.of(deed(Courtesy.OBEY, new EngineCommand.ObeyRules(node.id())))
                                        : Stream.empty(),
                                Stream.of(
                                        deed("Pause for 1 hour", new EngineCommand.Pause(node.id(), HOUR)),
                                        deed("Pause until resumed", new EngineCommand.Pause(node.id(), null)),
                                        drain))
                        .toList();
        };
    }

    private static TrayItem deed(String text, EngineCommand command) {
        return new TrayItem.Action(text, TrayAction.Tell.one(command));
    }
}
