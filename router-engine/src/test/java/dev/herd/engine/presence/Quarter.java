package dev.herd.engine.presence;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/// Thirteen weeks of a made-up person, and one more to be foretold: a work week with lunch, some evenings,
/// weekends, holidays, and habits that change in week 9. The same seed gives the same person.
final class Quarter {
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    static final Duration STEP = Duration.ofMinutes(5);
    static final int WEEKS = 13;
    private static final LocalDate START = LocalDate.of(2026, 1, 5);
    private static final int CHANGE = 9;

    private final Random random;
    private final Habits before;
    private final Habits after;
    private final Set<LocalDate> holidays = new HashSet<>();

    /// @param change whether habits change in week 9 and there are holidays
    Quarter(long seed, Change change) {
        random = new Random(seed);
        before = Habits.of(random);
        after = change == Change.NONE ? before : Habits.of(random);
        if (change == Change.HABITS) {
            int leave = 2 + random.nextInt(WEEKS - 3);
            for (int day = 0; day < 5; day++) {
                holidays.add(START.plusWeeks(leave).plusDays(day));
            }
            for (int each = 0; each < 3; each++) {
                holidays.add(START.plusDays(random.nextInt(WEEKS * 7)));
            }
        }
    }

    enum Change {
        NONE,
        HABITS
    }

    /// Hours of the day, some of them chances.
    record Habits(double[] start, double lunch, double[] end, double scatter, double[] evenings, double[] days) {
        static Habits of(Random random) {
            double[] start = new double[7];
            double[] end = new double[7];
            double[] evenings = new double[7];
            double[] days = new double[7];
            double from = 7.5 + 3 * random.nextDouble();
            double to = 16 + 3 * random.nextDouble();
            double alike = random.nextDouble();
            for (int day = 0; day < 7; day++) {
                boolean weekend = day > 4;
                boolean other = random.nextDouble() > alike;
                evenings[day] = random.nextDouble() < 0.4 ? 0.7 : 0.1;
                start[day] = weekend ? 10 : other ? from + 3 * random.nextDouble() : from;
                end[day] = weekend ? 13 : other ? to - 3 * random.nextDouble() : to;
                days[day] = weekend ? random.nextDouble() * 0.7 : other && random.nextBoolean() ? 0.1 : 0.95;
            }
            double lunch = 12 + random.nextDouble();
            return new Habits(start, lunch, end, 0.1 + 0.5 * random.nextDouble(), evenings, days);
        }
    }

    /// What was seen in the weeks before the last.
    void past(Consumer<Stretch> seen) {
        days(0, WEEKS, seen);
    }

    /// The week that nobody knows yet.
    void next(Consumer<Stretch> seen) {
        days(WEEKS, WEEKS + 1, seen);
    }

    private void days(int fromWeek, int toWeek, Consumer<Stretch> seen) {
        for (int day = fromWeek * 7; day < toWeek * 7; day++) {
            new Day(START.plusDays(day), day / 7 < CHANGE - 1 ? before : after).play(seen);
        }
    }

    private final class Day {
        private final LocalDate date;
        private final boolean works;
        private final double start;
        private final double lunch;
        private final double end;
        private final double eveningFrom;
        private final double eveningTo;
        private boolean away;
        private Instant turn = Instant.EPOCH;

        Day(LocalDate date, Habits habits) {
            this.date = date;
            DayOfWeek weekday = date.getDayOfWeek();
            boolean holiday = holidays.contains(date);
            works = !holiday && random.nextDouble() < habits.days()[weekday.getValue() - 1];
            start = habits.start()[weekday.getValue() - 1] + habits.scatter() * random.nextGaussian();
            lunch = habits.lunch() + 0.2 * random.nextGaussian();
            end = habits.end()[weekday.getValue() - 1] + habits.scatter() * random.nextGaussian();
            boolean evening = !holiday && random.nextDouble() < habits.evenings()[weekday.getValue() - 1];
            eveningFrom = 20 + 0.5 * random.nextGaussian();
            eveningTo = evening ? 22 + 0.5 * random.nextGaussian() : 0;
        }

        void play(Consumer<Stretch> seen) {
            Instant at = date.atStartOfDay(ZONE).toInstant();
            Instant midnight = date.plusDays(1).atStartOfDay(ZONE).toInstant();
            for (; at.isBefore(midnight); at = at.plus(STEP)) {
                seen.accept(new Stretch(at, STEP, use(at)));
            }
        }

        private Stretch.Use use(Instant at) {
            ZonedDateTime local = at.atZone(ZONE);
            double hour = local.getHour() + local.getMinute() / 60.0;
            boolean atWork = works && hour >= start && hour < end && !(hour >= lunch && hour < lunch + 0.75);
            boolean evening = hour >= eveningFrom && hour < eveningTo;
            if (!atWork && !evening) {
                return Stretch.Use.LOCKED;
            }
            if (!at.isBefore(turn)) {
                away = !away;
                double minutes = -Math.log(1 - random.nextDouble()) * (away ? 8 : 50);
                turn = at.plusSeconds(Math.round(60 * Math.max(5, minutes)));
            }
            return away ? Stretch.Use.IDLE : Stretch.Use.ACTIVE;
        }
    }
}
