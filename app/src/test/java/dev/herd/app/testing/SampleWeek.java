package dev.herd.app.testing;

import dev.herd.engine.api.WeekMap;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Weeks of a person, built up call by call. Nothing is known of an hour of which nothing is said.
public final class SampleWeek {
    private final List<WeekMap.Hour> hours =
            new ArrayList<>(Collections.nCopies(WeekMap.HOURS, new WeekMap.Hour(0.2, 0.2, 0, WeekMap.Mark.LEARNED)));

    /// Of one who works on weekdays, some evenings and seldom on Saturday, with a lunch break, and marks for
    /// Wednesday's
    /// afternoon and the nights of the weekend.
    public static SampleWeek ofWork() {
        var week = new SampleWeek();
        for (DayOfWeek day : DayOfWeek.values()) {
            boolean weekend = day.getValue() > 5;
            for (int hour = 0; hour < 24; hour++) {
                boolean works = hour >= 9 && hour < 18;
                boolean evening = hour >= 19 && hour < 22;
                double workday = works ? (hour == 12 ? 0.45 : 0.92) : evening ? 0.3 : hour == 8 ? 0.5 : 0.02;
                double active = weekend ? (works ? 0.22 : 0.04) : workday;
                week.known(day, hour, active, hour == 8 ? 0.5 : active, weekend ? 0.35 : 0.86);
            }
        }
        return week.unseen(DayOfWeek.SUNDAY, 0, 7)
                .marked(DayOfWeek.WEDNESDAY, 14, 17, WeekMap.Mark.BUSY)
                .marked(DayOfWeek.FRIDAY, 13, 17, WeekMap.Mark.FREE)
                .marked(DayOfWeek.SATURDAY, 20, 23, WeekMap.Mark.BUSY);
    }

    public SampleWeek known(DayOfWeek day, int hour, double first, double second, double confidence) {
        hours.set(WeekMap.index(day, hour), new WeekMap.Hour(first, second, confidence, WeekMap.Mark.LEARNED));
        return this;
    }

    private SampleWeek unseen(DayOfWeek day, int from, int to) {
        for (int hour = from; hour <= to; hour++) {
            known(day, hour, 0.1, 0.1, 0);
        }
        return this;
    }

    public SampleWeek marked(DayOfWeek day, int from, int to, WeekMap.Mark mark) {
        for (int hour = from; hour <= to; hour++) {
            WeekMap.Hour known = hours.get(WeekMap.index(day, hour));
            hours.set(
                    WeekMap.index(day, hour),
                    new WeekMap.Hour(known.first(), known.second(), known.confidence(), mark));
        }
        return this;
    }

    public WeekMap map() {
        return new WeekMap(Fleets.NOW, "Europe/Berlin", hours);
    }
}
