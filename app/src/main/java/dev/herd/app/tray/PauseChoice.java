package dev.herd.app.tray;

import dev.herd.app.text.Courtesy;
import dev.herd.app.text.OwnMachine;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How work is kept off the person's machine for a while; where Herd runs on a machine that serves nothing itself, off
/// all of them.
///
/// @param text what the button or the submenu says: the deed, or what is so now
/// @param steppedBack whether it serves nothing new now
/// @param items lengths of a pause, or its end
public record PauseChoice(String text, boolean steppedBack, List<TrayItem> items) {
    public PauseChoice {
        items = List.copyOf(items);
    }

    /// @param machine what people call their machine, such as `this Mac`
    public static PauseChoice of(EngineSnapshot snapshot, String machine) {
        List<Node> nodes = OwnMachine.of(snapshot)
                .map(List::of)
                .orElseGet(() -> snapshot.fleet().nodes());
        String what = OwnMachine.of(snapshot).isPresent() ? machine : "every machine";
        if (!nodes.isEmpty() && nodes.stream().allMatch(PauseChoice::isSteppedBack)) {
            return ended(nodes, snapshot.now());
        }
        return new PauseChoice("Pause " + what, false, nodes.isEmpty() ? List.of() : lengths(nodes));
    }

    private static boolean isSteppedBack(Node node) {
        return node.state() == NodeState.PAUSED || node.state() == NodeState.DRAINING;
    }

    private static PauseChoice ended(List<Node> nodes, Instant now) {
        boolean draining = nodes.stream().anyMatch(node -> node.state() == NodeState.DRAINING);
        boolean byItself = nodes.stream().allMatch(Courtesy::stepsBack);
        String word = draining
                ? "Draining"
                : byItself ? Courtesy.heading(nodes.getFirst().guard()) : "Paused";
        String deed = byItself ? Courtesy.SERVE_ANYWAY : "Resume now";
        String left = timeLeft(nodes, now);
        return new PauseChoice(
                left.isEmpty() ? word : word + " · " + left,
                true,
                List.of(new TrayItem.Action(
                        left.isEmpty() ? deed : deed + " · " + left, tell(nodes, EngineCommand.Resume::new))));
    }

    /// `42 min left` of the pause that ends first; empty when none ends by itself.
    static String timeLeft(List<Node> nodes, Instant now) {
        return nodes.stream()
                .map(Node::until)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .map(end -> MachineEntry.left(end, now))
                .orElse("");
    }

    private static List<TrayItem> lengths(List<Node> nodes) {
        return List.of(
                pause("For 15 minutes", nodes, Duration.ofMinutes(15)),
                pause("For 1 hour", nodes, Duration.ofHours(1)),
                pause("Until resumed", nodes, null));
    }

    private static TrayItem pause(String text, List<Node> nodes, @Nullable Duration length) {
        return new TrayItem.Action(text, tell(nodes, id -> new EngineCommand.Pause(id, length)));
    }

    private static TrayAction tell(List<Node> nodes, Function<NodeId, EngineCommand> command) {
        return new TrayAction.Tell(nodes.stream().map(Node::id).map(command).toList());
    }
}
