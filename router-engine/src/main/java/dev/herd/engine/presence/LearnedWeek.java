package dev.herd.engine.presence;

import dev.herd.engine.api.WeekMap;
import java.util.Collections;
import java.time.Instant;
import java.util.List;

/// All that [WeekLearner] keeps of one machine, for a file.
///
/// @param at the moment that all counts are of
/// @param active how much of each half hour of the week the person was active, in half hours, 336, from
///     Monday at midnight on
/// @param seen how much of each was seen, never less than `active`
/// @param marks what the person says of each hour, 168
/// @param open returns to an open screen
/// @param locked returns to a locked one
public record LearnedWeek(
        Instant at,
        List<Double> active,
        List<Double> seen,
        List<WeekMap.Mark> marks,
        ReturnRate open,
        ReturnRate locked) {
    /// More than any clock that was put back could pile up.
    private static final double MOST_SEEN = 1e6;

    public static final LearnedWeek NOTHING = new LearnedWeek(
            Instant.EPOCH,
            Collections.nCopies(LocalWeek.SLOTS, 0.0),
            Collections.nCopies(LocalWeek.SLOTS, 0.0),
            Collections.nCopies(WeekMap.HOURS, WeekMap.Mark.LEARNED),
            ReturnRate.NONE,
            ReturnRate.NONE);

    public LearnedWeek {
        active = List.copyOf(active);
        seen = List.copyOf(seen);
        marks = List.copyOf(marks);
        if (active.size() != LocalWeek.SLOTS || seen.size() != LocalWeek.SLOTS || marks.size() != WeekMap.HOURS) {
            throw new IllegalArgumentException("a week has 336 half hours and 168 hours");
        }
        for (int slot = 0; slot < LocalWeek.SLOTS; slot++) {
            if (!(active.get(slot) >= 0 && active.get(slot) <= seen.get(slot) && seen.get(slot) <= MOST_SEEN)) {
                throw new IllegalArgumentException(
                        "slot " + slot + ": active " + active.get(slot) + " of " + seen.get(slot));
            }
        }
    }
}
