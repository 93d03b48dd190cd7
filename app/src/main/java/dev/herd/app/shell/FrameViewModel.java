package dev.herd.app.shell;

import dev.herd.app.text.Units;
import dev.herd.app.tray.PauseChoice;
import dev.herd.app.tray.RecentError;
import dev.herd.app.tray.TrayAction;
import dev.herd.app.tray.TrayItem;
import dev.herd.app.tray.TrayMenu;
import dev.herd.app.tray.TrayState;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.Finding;
import dev.herd.engine.api.FleetTotals;
import dev.herd.engine.fleet.NodeState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the frame around the pages shows of one moment.
///
/// @param state tells the pill's shape
/// @param word the state in a word
/// @param header the state with its figures
/// @param endpoint where clients connect
/// @param pause of this machine
/// @param menu of the state pill
/// @param facts left part of the status bar
/// @param history right part of it
record FrameViewModel(
        TrayState state,
        String word,
        String header,
        String endpoint,
        boolean demo,
        List<Counter> counters,
        PauseChoice pause,
        List<TrayItem> menu,
        List<String> facts,
        String history,
        List<Finding> findings) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_AND_YEAR = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

    /// A figure of the toolbar.
    ///
    /// @param id stable
    /// @param alarming whether it should catch the eye
    record Counter(String id, String value, String label, boolean alarming) {}

    static FrameViewModel of(EngineSnapshot snapshot, List<RecentError> errors, TrayMenu.Place place) {
        TrayMenu menu = TrayMenu.of(snapshot, errors, place);
        return new FrameViewModel(
                menu.state(),
                word(menu.state()),
                menu.header(),
                snapshot.endpoint(),
                snapshot.demo(),
                counters(reachable(snapshot), snapshot.totals()),
                PauseChoice.of(snapshot, place.machine()),
                inside(menu),
                facts(snapshot),
                history(snapshot.historySince(), snapshot.now(), place),
                snapshot.findings());
    }

    static String word(TrayState state) {
        return switch (state) {
            case STARTING -> "Starting";
            case NO_MACHINES -> "No machines";
            case IDLE -> "Idle";
            case SERVING -> "Serving";
            case BUSY -> "Busy";
            case PAUSED -> "Paused";
            case STOPPING -> "Stopping";
            case BROKEN -> "Stopped";
        };
    }

    /// The tray's entries, but for the one that opens the window they are in.
    static List<TrayItem> inside(TrayMenu menu) {
        return menu.items().stream().filter(item -> !opensWindow(item)).toList();
    }

    private static boolean opensWindow(TrayItem item) {
        return item instanceof TrayItem.Action(String _, TrayAction action) && action instanceof TrayAction.OpenWindow;
    }

    /// @param machines that answer, whether they take work now or not
    static List<Counter> counters(long machines, FleetTotals totals) {
        return List.of(
                counter("machines", Units.count(machines), machines == 1 ? "machine" : "machines"),
                counter("hot-models", Units.count(totals.residentModels()), "hot models"),
                counter("running", Units.count(totals.running()), "running"),
                counter("waiting", Units.count(totals.waiting()), "waiting"),
                counter("tokens", Units.rate(totals.tokensPerSecond()), "tokens/s"),
                new Counter(
                        "errors", Units.count(totals.errorsLastHour()), "errors, 1 h", totals.errorsLastHour() > 0));
    }

    private static Counter counter(String id, String value, String label) {
        return new Counter(id, value, label, false);
    }

    private static long reachable(EngineSnapshot snapshot) {
        return snapshot.fleet().nodes().stream()
                .filter(node -> node.state() != NodeState.DOWN && node.state() != NodeState.WEDGED)
                .count();
    }

    private static List<String> facts(EngineSnapshot snapshot) {
        var nodes = snapshot.fleet().nodes();
        // A machine that runs Herd alone is none that serves.
        boolean bare = nodes.stream().allMatch(node -> node.upstreams().isEmpty() && node.state() == NodeState.DOWN);
        String machines = bare
                ? "no machines yet"
                : reachable(snapshot) + " of " + Units.plural(nodes.size(), "machine", "machines") + " reachable";
        return List.of(machines, "up " + Units.duration(snapshot.uptime()), "Herd " + snapshot.version());
    }

    private static String history(@Nullable Instant since, Instant now, TrayMenu.Place place) {
        if (since == null) {
            return "no history yet";
        }
        LocalDate day = since.atZone(place.zone()).toLocalDate();
        LocalDate today = now.atZone(place.zone()).toLocalDate();
        if (day.equals(today)) {
            return "history since today";
        }
        return "history since " + (day.getYear() == today.getYear() ? DAY : DAY_AND_YEAR).format(day);
    }
}
