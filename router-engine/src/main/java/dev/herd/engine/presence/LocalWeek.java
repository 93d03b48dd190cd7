package dev.herd.engine.presence;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// The half hours of the week in local time. Where a clock is put forward one is left out, where it is put
/// back one comes twice.
///
/// @param zone the machine's
record LocalWeek(ZoneId zone) {
    /// Half hours in a week, from Monday at midnight on.
    static final int SLOTS = 336;

    static final int SLOTS_A_DAY = 48;
    static final Duration HALF_HOUR = Duration.ofMinutes(30);

    /// 0 to 335.
    int slot(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        return ((local.getDayOfWeek().getValue() - 1) * 24 + local.getHour()) * 2 + local.getMinute() / 30;
    }

    /// The first moment that lies in another slot.
    Instant endOfSlot(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        Instant end = at.plusSeconds(30 * 60L - local.getMinute() % 30 * 60L - local.getSecond())
                .minusNanos(local.getNano());
        ZoneOffset offset = local.getOffset();
        if (zone.getRules().getOffset(end.minusNanos(1)).equals(offset)) {
            return end;
        }
        // The clock is put forward or back within this half hour.
        return zone.getRules().nextTransition(at).getInstant();
    }

    /// Gives the pieces of a stretch that lie in one slot each, in their order.
    void pieces(Instant from, Instant to, Piece piece) {
        Instant at = from;
        while (at.isBefore(to)) {
            Instant next = endOfSlot(at);
            Instant end = next.isBefore(to) ? next : to;
            piece.of(slot(at), seconds(at, end));
            at = end;
        }
    }

    interface Piece {
        void of(int slot, double seconds);
    }

    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
