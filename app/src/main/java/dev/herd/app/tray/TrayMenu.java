package dev.herd.app.tray;

import dev.herd.app.text.OwnMachine;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.FleetTotals;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeState;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the tray shows of one moment. Equal menus look the same, so that a tray is touched on change only.
///
/// @param header state and figures in a line, also the icon's tooltip
/// @param items in an order that never changes while the fleet does not
public record TrayMenu(TrayState state, String header, List<TrayItem> items) {
    /// With more machines they move to a menu of their own.
    private static final int MACHINES_INLINE = 6;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final int LONGEST_REASON = 60;

    public TrayMenu {
        items = List.copyOf(items);
    }

    /// The place a menu is read at.
    ///
    /// @param machine what people call their machine, such as `this Mac`
    public record Place(String machine, ZoneId zone) {}

    public static TrayMenu of(EngineSnapshot snapshot, List<RecentError> errors, Place place) {
        var items = new ArrayList<TrayItem>();
        String header = header(snapshot);
        items.add(new TrayItem.Label(header));
        items.addAll(machines(snapshot));
        items.add(new TrayItem.Separator());
        items.add(pause(snapshot, place));
        OwnMachine.of(snapshot).ifPresent(own -> {
            items.add(meetings(snapshot));
            items.add(drain(own, place));
        });
        items.add(new TrayItem.Separator());
        items.add(endpoints(snapshot.endpoint()));
        items.add(errors(errors, place));
        items.addAll(end());
        return new TrayMenu(TrayState.of(snapshot.state()), header, items);
    }

    /// Before there is an engine.
    public static TrayMenu starting() {
        return bare(TrayState.STARTING, "Starting");
    }

    /// When there is none.
    ///
    /// @param headline what is wrong, in a few words
    public static TrayMenu broken(String headline) {
        return bare(TrayState.BROKEN, headline);
    }

    private static TrayMenu bare(TrayState state, String header) {
        var items = new ArrayList<TrayItem>();
        items.add(new TrayItem.Label(header));
        items.addAll(end());
        return new TrayMenu(state, header, items);
    }

    private static List<TrayItem> end() {
        return List.of(
                new TrayItem.Separator(),
                new TrayItem.Action("Open window", new TrayAction.OpenWindow()),
                new TrayItem.Action("Quit Herd", new TrayAction.Quit()));
    }

    private static String header(EngineSnapshot snapshot) {
        FleetTotals totals = snapshot.totals();
        var words = new ArrayList<String>();
        words.add(word(snapshot));
        if (totals.running() > 0) {
            words.add(totals.running() + " running");
        }
        if (totals.waiting() > 0) {
            words.add(totals.waiting() + " waiting");
        }
        return String.join(" · ", words);
    }

    private static String word(EngineSnapshot snapshot) {
        return switch (snapshot.state()) {
            case STARTING -> "Looking for model servers";
            case NO_NODES -> snapshot.fleet().nodes().isEmpty() ? "No model server yet" : "No machine can serve";
            case IDLE -> "Idle";
            case SERVING -> "Serving";
            case BUSY -> "Busy";
            case PAUSED -> paused(snapshot);
            case STOPPING -> "Stopping";
        };
    }

    private static String paused(EngineSnapshot snapshot) {
        List<Node> paused = snapshot.fleet().nodes().stream()
                .filter(node -> node.state() == NodeState.PAUSED)
                .toList();
        String left = PauseChoice.timeLeft(paused, snapshot.now());
        return left.isEmpty() ? "Paused" : "Paused · " + left;
    }

    private static List<TrayItem> machines(EngineSnapshot snapshot) {
        List<TrayItem> machines = snapshot.fleet().nodes().stream()
                .map(node -> MachineEntry.of(node, snapshot))
                .toList();
        return machines.size() <= MACHINES_INLINE
                ? machines
                : List.of(new TrayItem.SubMenu(machines.size() + " machines", machines));
    }

    private static TrayItem pause(EngineSnapshot snapshot, Place place) {
        PauseChoice choice = PauseChoice.of(snapshot, place.machine());
        if (choice.items().isEmpty()) {
            return new TrayItem.Label(choice.text());
        }
        return choice.steppedBack() ? choice.items().getFirst() : new TrayItem.SubMenu(choice.text(), choice.items());
    }

    private static TrayItem meetings(EngineSnapshot snapshot) {
        boolean pauses = snapshot.person().config().meetings();
        return new TrayItem.Check(
                "Pause while in a meeting", pauses, TrayAction.Tell.one(new EngineCommand.PauseInMeetings(!pauses)));
    }

    private static TrayItem drain(Node own, Place place) {
        return own.state() == NodeState.DRAINING
                ? new TrayItem.Label("Draining " + place.machine())
                : new TrayItem.Action(
                        "Drain " + place.machine(), TrayAction.Tell.one(new EngineCommand.Drain(own.id())));
    }

    private static TrayItem endpoints(String endpoint) {
        return new TrayItem.SubMenu(
                "Copy endpoint",
                List.of(
                        new TrayItem.Action("Ollama · " + endpoint, new TrayAction.Copy(endpoint)),
                        new TrayItem.Action("OpenAI · " + endpoint + "/v1", new TrayAction.Copy(endpoint + "/v1"))));
    }

    private static TrayItem errors(List<RecentError> errors, Place place) {
        if (errors.isEmpty()) {
            return new TrayItem.Label("No recent errors");
        }
        return new TrayItem.SubMenu(
                "Recent errors (" + errors.size() + ")",
                errors.stream().map(error -> error(error, place)).toList());
    }

    private static TrayItem error(RecentError error, Place place) {
        String reason = error.reason().isEmpty() ? "no reason given" : error.reason();
        String shown = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON - 1) + "…" : reason;
        return new TrayItem.Action(
                CLOCK.format(error.at().atZone(place.zone())) + " " + error.model() + " · " + shown,
                new TrayAction.ShowRequest(error.request()));
    }
}
