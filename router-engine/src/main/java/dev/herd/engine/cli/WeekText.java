package dev.herd.engine.cli;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/// A week of a machine's person as a map: a line for each day, two letters for each hour.
final class WeekText {
    private static final int DAYS = 7;
    private static final int HOURS_A_DAY = 24;
    private static final int LABELLED = 3;
    private static final String MARGIN = "     ";

    /// Below it an hour is guessed from others.
    private static final double SEEN = 0.1;

    private final JsonFields week;
    private final List<JsonSlice> hours;
    private final ZonedDateTime now;

    private WeekText(JsonFields week, List<JsonSlice> hours, ZonedDateTime now) {
        this.week = week;
        this.hours = hours;
        this.now = now;
    }

    /// @throws BadRequestException when that is no week
    static WeekText of(JsonFields week) throws BadRequestException {
        List<JsonSlice> hours = week.array("hours");
        if (hours.size() != DAYS * HOURS_A_DAY) {
            throw new BadRequestException("a week has 168 hours, not " + hours.size());
        }
        try {
            ZoneId zone = ZoneId.of(week.textOrEmpty("zone"));
            return new WeekText(
                    week, hours, Instant.parse(week.textOrEmpty("now")).atZone(zone));
        } catch (DateTimeException unreadable) {
            throw new BadRequestException(String.valueOf(unreadable.getMessage()));
        }
    }

    void print(PrintWriter out) throws BadRequestException {
        out.println(title());
        out.println(scale());
        for (int day = 0; day < DAYS; day++) {
            out.println(line(day).stripTrailing());
        }
        out.println(MARGIN + "  ".repeat(now.getHour()) + "^ now");
        out.println("▁ seldom there … █ nearly always, · not seen yet; × marked busy, ○ marked free");
    }

    private String title() {
        String use = week.textOrEmpty("use");
        return week.textOrEmpty("node") + ", times of " + now.getZone().getId() + (use.isEmpty() ? "" : "; " + use);
    }

    private static String scale() {
        var scale = new StringBuilder(MARGIN);
        for (int hour = 0; hour < HOURS_A_DAY; hour += LABELLED) {
            String label = Integer.toString(hour);
            scale.append(label).repeat(' ', 2 * LABELLED - label.length());
        }
        return scale.toString().stripTrailing();
    }

    /// @param day 0 is Monday
    private String line(int day) throws BadRequestException {
        var line = new StringBuilder(day == now.getDayOfWeek().getValue() - 1 ? ">" : " ");
        List<JsonSlice> its = hours.subList(day * HOURS_A_DAY, (day + 1) * HOURS_A_DAY);
        line.append(its.getFirst().fields().textOrEmpty("day")).append(' ');
        for (JsonSlice hour : its) {
            JsonFields known = hour.fields();
            boolean seen = RequestCommands.number(known, "confidence") >= SEEN;
            line.append(seen ? Blocks.block(RequestCommands.number(known, "active")) : '·');
            line.append(
                    switch (known.textOrEmpty("mark")) {
                        case "busy" -> '×';
                        case "free" -> '○';
                        default -> ' ';
                    });
        }
        return line.toString();
    }
}
