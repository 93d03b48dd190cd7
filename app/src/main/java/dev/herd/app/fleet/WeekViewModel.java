package dev.herd.app.fleet;

import dev.herd.app.text.OwnMachine;
import dev.herd.app.text.Units;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The week of this machine's person as its dialog shows it.
///
/// @param machine null where Herd's own machine serves nothing
/// @param zone whose hours they are, such as `Europe/Berlin`; empty when nothing is known
/// @param cells 168, from Monday at midnight on; none when nothing is known
record WeekViewModel(@Nullable NodeId machine, String title, String zone, List<Cell> cells) {
    static final int HOURS_A_DAY = 24;

    /// How many steps of likelihood are told apart by colour, the lowest is 0.
    static final int LEVELS = 6;

    /// Below it an hour is guessed from others.
    private static final double SEEN = 0.1;

    /// Halves of an hour that differ by more are told apart.
    private static final double HALVES_DIFFER = 0.2;

    /// Certainty is shown in so many steps, so that nothing is drawn anew for less.
    private static final double CERTAINTY_STEPS = 10;

    /// An hour of the week.
    ///
    /// @param level how likely the person is active, 0 to 5
    /// @param certainty how much of that was seen, 0 to 1
    /// @param now whether it is the hour that goes on
    /// @param spoken all of it in words
    record Cell(DayOfWeek day, int hour, int level, double certainty, WeekMap.Mark mark, boolean now, String spoken) {}

    WeekViewModel {
        cells = List.copyOf(cells);
    }

    static WeekViewModel of(EngineSnapshot snapshot) {
        Optional<Node> own = OwnMachine.of(snapshot);
        WeekMap week = snapshot.person().week();
        return new WeekViewModel(
                own.map(Node::id).orElse(null),
                own.map(node -> "The week at " + node.name()).orElse("The week"),
                week == null ? "" : week.zone(),
                week == null ? List.of() : cells(week, snapshot));
    }

    private static List<Cell> cells(WeekMap week, EngineSnapshot snapshot) {
        ZonedDateTime now = snapshot.now().atZone(ZoneId.of(week.zone()));
        List<Cell> cells = new ArrayList<>(WeekMap.HOURS);
        for (DayOfWeek day : DayOfWeek.values()) {
            for (int hour = 0; hour < HOURS_A_DAY; hour++) {
                boolean current = day == now.getDayOfWeek() && hour == now.getHour();
                cells.add(cell(day, hour, week.hour(day, hour), current));
            }
        }
        return cells;
    }

    private static Cell cell(DayOfWeek day, int hour, WeekMap.Hour known, boolean now) {
        int level = Math.clamp(Math.round(known.active() * (LEVELS - 1)), 0, LEVELS - 1);
        double certainty = Math.round(known.confidence() * CERTAINTY_STEPS) / CERTAINTY_STEPS;
        String spoken =
                "%s %d:00%s: %s; %s".formatted(name(day), hour, now ? ", now" : "", likely(known), said(known.mark()));
        return new Cell(day, hour, level, certainty, known.mark(), now, spoken);
    }

    /// `Monday`.
    static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    /// `usually there, 82 %`.
    private static String likely(WeekMap.Hour known) {
        String percent = Units.percent(known.active());
        if (known.confidence() < SEEN) {
            return "not seen yet, guessed from other hours, " + percent;
        }
        String halves = Math.abs(known.first() - known.second()) > HALVES_DIFFER
                ? " (%s, then %s)".formatted(Units.percent(known.first()), Units.percent(known.second()))
                : "";
        return word(known.active()) + ", " + percent + halves;
    }

    private static String word(double active) {
        if (active >= 0.7) {
            return "usually there";
        }
        if (active >= 0.4) {
            return "often there";
        }
        return active >= 0.15 ? "sometimes there" : "seldom there";
    }

    private static String said(WeekMap.Mark mark) {
        return switch (mark) {
            case LEARNED -> "not marked";
            case FREE -> "marked free";
            case BUSY -> "marked busy";
        };
    }

    boolean isEmpty() {
        return cells.isEmpty();
    }

    /// Whether there is anything that could be forgotten.
    boolean isForgettable() {
        return cells.stream().anyMatch(cell -> cell.certainty() > 0 || cell.mark() != WeekMap.Mark.LEARNED);
    }
}
