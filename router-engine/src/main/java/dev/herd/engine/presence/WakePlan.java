package dev.herd.engine.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Wakes one member that sleeps, for a request that only it can serve: at most one packet in five seconds,
/// and an honest word on how long it takes, learned from each time it came. Immutable. A rule so far:
/// nothing wakes anybody yet.
///
/// @param wakeSeconds how long it takes to be there, as learned
/// @param wakes how often that was seen
/// @param begun when it was first called this time; null when nobody called it
/// @param lastPacket when it was last called
public record WakePlan(
        double wakeSeconds,
        int wakes,
        @Nullable Instant begun,
        @Nullable Instant lastPacket) {
    /// Before it was ever seen to wake: machines take 2 to 10 s, networks and model servers the rest.
    static final double PRIOR_SECONDS = 20;

    static final Duration BETWEEN_PACKETS = Duration.ofSeconds(5);

    /// At least this long it is waited for, else four times what it usually takes.
    private static final double LEAST_PATIENCE_SECONDS = 60;

    private static final double PATIENCE = 4;

    /// Of a new measurement, once there are enough; the prior counts for one.
    private static final double LEAST_WEIGHT = 0.3;

    /// What was never called.
    public static final WakePlan FRESH = new WakePlan(PRIOR_SECONDS, 0, null, null);

    /// A member that has the model and does not answer.
    ///
    /// @param asleep whether it said that it would sleep, rather than vanish
    /// @param canBeReached whether an address to wake it is known
    /// @param mayBeWoken whether it is not on its person's list of those never to be woken
    public record Sleeper(String name, boolean asleep, boolean canBeReached, boolean mayBeWoken, WakePlan plan) {
        boolean canBeWoken() {
            return asleep && canBeReached && mayBeWoken;
        }
    }

    /// Who is woken for a request: nobody while anybody awake can serve it, else the one that is there
    /// soonest.
    ///
    /// @param awake members that are awake and have the model
    public static Optional<Sleeper> choose(int awake, Collection<Sleeper> sleepers, Instant now) {
        if (awake > 0) {
            return Optional.empty();
        }
        return sleepers.stream()
                .filter(Sleeper::canBeWoken)
                .min(Comparator.comparing((Sleeper each) -> each.plan().remaining(now))
                        .thenComparing(Sleeper::name));
    }

    /// What is to be done at a moment.
    public sealed interface Step {
        /// A packet is sent; then it is waited for that long.
        ///
        /// @param then the plan behind it
        record Call(WakePlan then, Duration remaining) implements Step {}

        /// It is waited for.
        record Wait(Duration remaining) implements Step {}

        /// It does not come: requests are refused with the reason.
        record GiveUp(String reason) implements Step {}
    }

    /// What is to be done now while it is needed and not there.
    public Step next(Instant now) {
        if (begun != null && Duration.between(begun, now).compareTo(patience()) >= 0) {
            return new Step.GiveUp("it did not wake within " + patience().toSeconds() + " s");
        }
        if (lastPacket != null && Duration.between(lastPacket, now).compareTo(BETWEEN_PACKETS) < 0) {
            return new Step.Wait(remaining(now));
        }
        WakePlan then = new WakePlan(wakeSeconds, wakes, begun == null ? now : begun, now);
        return new Step.Call(then, then.remaining(now));
    }

    private Duration patience() {
        return seconds(Math.max(LEAST_PATIENCE_SECONDS, PATIENCE * wakeSeconds));
    }

    /// How long it will take still, as far as is known. What has taken longer than it should needs half of
    /// its time once more, as everywhere in Herd.
    public Duration remaining(Instant now) {
        double elapsed = begun == null ? 0 : LocalWeek.seconds(begun, now);
        return seconds(elapsed < wakeSeconds ? wakeSeconds - elapsed : elapsed / 2);
    }

    /// It is there and serves: what it took is learned.
    public WakePlan woke(Instant now) {
        if (begun == null) {
            return this;
        }
        double weight = Math.max(1.0 / (wakes + 2), LEAST_WEIGHT);
        double learned = wakeSeconds + weight * (LocalWeek.seconds(begun, now) - wakeSeconds);
        return new WakePlan(learned, wakes + 1, null, null);
    }

    /// Nobody needs it any more, or it was given up. The last packet still counts: the next one is five
    /// seconds later.
    public WakePlan ended() {
        return new WakePlan(wakeSeconds, wakes, null, lastPacket);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
