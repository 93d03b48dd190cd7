package dev.herd.app.trends;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where moments stand on a line, and what is written beneath it.
///
/// @param width in pixels, above 0
record TimeAxis(Instant from, Instant to, double width) {
    /// Room that a label takes with the space around it.
    private static final double PER_LABEL = 84;

    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(5),
            Duration.ofDays(10),
            Duration.ofDays(30),
            Duration.ofDays(90),
            Duration.ofDays(365));

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter FINE = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm:ss", Locale.ENGLISH);

    /// A mark with what it says.
    ///
    /// @param day whether a day begins there
    record Tick(Instant at, String label, boolean day) {}

    double x(Instant moment) {
        return width * millis(moment) / Math.max(1, millis(to));
    }

    Instant at(double x) {
        return from.plusMillis(Math.round(millis(to) * Math.clamp(x / width, 0, 1)));
    }

    private double millis(Instant moment) {
        return Duration.between(from, moment).toMillis();
    }

    /// Marks that people reckon with, as many as their labels have room for: whole minutes, hours and days of the
    /// zone's
    /// clock.
    List<Tick> ticks(ZoneId zone) {
        Duration step = step();
        List<Tick> ticks = new ArrayList<>();
        LocalDateTime each = first(step, from.atZone(zone).toLocalDateTime());
        for (int i = 0; i <= width; i++) {
            ZonedDateTime moment = each.atZone(zone);
            Instant at = moment.toInstant();
            if (at.isAfter(to)) {
                break;
            }
            // In the hour that summer time leaves out, a clock shows the one after it.
            if (!at.isBefore(from)
                    && (ticks.isEmpty() || at.isAfter(ticks.getLast().at()))) {
                boolean day = moment.toLocalTime().toSecondOfDay() == 0;
                ticks.add(new Tick(at, label(moment, day, step), day));
            }
            each = each.plus(step);
        }
        return ticks;
    }

    private Duration step() {
        double fitting = Math.max(1, Math.floor(width / PER_LABEL));
        double least = millis(to) / fitting;
        return STEPS.stream()
                .filter(step -> step.toMillis() >= least)
                .findFirst()
                .orElse(STEPS.getLast());
    }

    private static LocalDateTime first(Duration step, LocalDateTime from) {
        LocalDateTime day = from.truncatedTo(ChronoUnit.DAYS);
        if (step.compareTo(Duration.ofDays(1)) > 0) {
            return day.minusDays(Math.floorMod(day.toLocalDate().toEpochDay(), step.toDays()));
        }
        long passed = Duration.between(day, from).toMillis();
        return day.plus(step.multipliedBy(passed / step.toMillis()));
    }

    private static String label(ZonedDateTime moment, boolean day, Duration step) {
        if (day) {
            return DAY.format(moment);
        }
        return (step.compareTo(Duration.ofMinutes(1)) < 0 ? SECONDS : MINUTES).format(moment);
    }

    /// A moment in full, as fine as the steps are.
    static String full(Instant moment, Duration step, ZoneId zone) {
        return (step.compareTo(Duration.ofMinutes(1)) < 0 ? FINE : FULL).format(moment.atZone(zone));
    }
}
