package dev.herd.engine.learning;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Slowdown;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sees machines slow down in the answers themselves: each against its own instance's cold speed, so that
/// neither another model nor a longer context looks like it. What sensors told is taken out before.
///
/// A machine is slow when the instance that was measured last has given three slow answers in a row, and none
/// of its others has been quick meanwhile: a model that is slow alone is no slow machine. It is so until an
/// answer shows it quick again, or nobody has measured it for ten minutes, in which heat passes.
final class Paces {
    /// Beside less than this on the average, an answer counts as one that ran alone.
    private static final double ALONE = 0.3;

    /// Shorter answers measure the clock.
    private static final int LEAST_ANSWER = 16;

    private static final Duration PASSES = Duration.ofMinutes(10);

    private final Bounded<Learned.Place, ColdSpeed> cold = new Bounded<>();
    private final Bounded<Learned.Place, Seen> seen = new Bounded<>();
    private final Map<NodeId, Episode> episodes = new LinkedHashMap<>();

    /// How an instance went lately.
    ///
    /// @param at when it was last measured
    private record Seen(NodeId node, Pace pace, Instant at) {}

    /// A machine is slow.
    ///
    /// @param share of its cold speed
    /// @param last when it was last measured
    private record Episode(double share, Instant since, Instant last) {}

    /// An answer's decode rate.
    ///
    /// @param rate tokens per second as measured
    /// @param contention as learned of the machine
    record Answer(Observation observation, double rate, double contention) {
        Holder holder() {
            return observation.holder();
        }

        Learned.Place place() {
            return Learned.Place.of(holder());
        }

        NodeId node() {
            return holder().node().id();
        }

        boolean isAlone() {
            return observation.beside() < ALONE;
        }

        /// Whether it says anything of a pace.
        boolean tells() {
            return rate > 0 && observation.answer().usage().completion() >= LEAST_ANSWER;
        }

        /// The length of the context half way through the answer.
        int context() {
            var usage = observation.answer().usage();
            return Math.max(usage.prompt(), observation.ticket().promptTokens()) + usage.completion() / 2;
        }

        /// Logarithm of what the machine did at the speed that its sensors told.
        double log() {
            return Math.log(rate / observation.speed());
        }

        double logAlone() {
            return log() + Math.log1p(contention * observation.beside());
        }
    }

    /// The share of its learned rates that an instance is expected to have now: below 1 where the machine has
    /// become slow since it was last measured. What was measured since has the slowness in its rates.
    double share(Holder holder, Learned.Place place) {
        Episode episode = episodes.isEmpty() ? null : episodes.get(holder.node().id());
        if (episode == null) {
            return 1;
        }
        Seen last = seen.get(place);
        boolean measuredSince = last != null && !last.at().isBefore(episode.since());
        return measuredSince ? 1 : episode.share();
    }

    /// The share of its cold speed that a machine has, 1 when it is not slow.
    double share(NodeId node) {
        Episode episode = episodes.get(node);
        return episode == null ? 1 : episode.share();
    }

    /// Follows an answer.
    ///
    /// @param now the instance's rates, before this answer
    /// @return rates as they were before a slow time that has ended with this answer, by instance
    Map<Learned.Place, Speeds> follow(Answer answer, Speeds now) {
        if (!answer.tells()) {
            return Map.of();
        }
        Instant at = answer.observation().at();
        ColdSpeed known = cold.getOrDefault(answer.place(), ColdSpeed.UNKNOWN);
        Level level = known.level(answer.context());
        Map<Learned.Place, Speeds> ended = Map.of();
        Pace pace = paceBefore(answer);
        if (level.isKnown()) {
            pace = pace.with(least(answer, level), most(answer, level), at, now);
            ended = judge(answer, pace);
        }
        seen.put(answer.place(), new Seen(answer.node(), pace, at));
        if (answer.isAlone()) {
            double sample = level.isKnown() ? answer.logAlone() : answer.logAlone() - Math.log(share(answer.node()));
            cold.put(answer.place(), known.with(answer.context(), sample, at));
        }
        return ended;
    }

    private Pace paceBefore(Answer answer) {
        Seen last = seen.get(answer.place());
        if (last == null) {
            return Pace.COLD;
        }
        boolean isOld = last.at().plus(PASSES).isBefore(answer.observation().at());
        return isOld ? Pace.COLD : last.pace();
    }

    /// One that ran beside others was at least as slow as measured,
    private static double least(Answer answer, Level level) {
        return (answer.isAlone() ? answer.logAlone() : answer.log()) - level.log();
    }

    /// and at most as quick as if those had cost it the most that others ever cost.
    private static double most(Answer answer, Level level) {
        double quickest = answer.isAlone()
                ? answer.logAlone()
                : answer.log()
                        + Math.log1p(
                                RateBook.MOST_CONTENTION * answer.observation().beside());
        return quickest - level.log() + ColdSpeed.allowance(answer.context());
    }

    private Map<Learned.Place, Speeds> judge(Answer answer, Pace pace) {
        NodeId node = answer.node();
        Instant at = answer.observation().at();
        Episode episode = episodes.get(node);
        if (episode == null) {
            Instant since = pace.slowSince();
            if (pace.isSlow() && since != null && !isQuickElsewhere(answer, since)) {
                episodes.put(node, new Episode(Math.exp(pace.log()), since, at));
            }
            return Map.of();
        }
        if (pace.isCold()) {
            return end(node);
        }
        episodes.put(node, new Episode(Math.min(1, Math.exp(pace.log())), episode.since(), at));
        return Map.of();
    }

    private boolean isQuickElsewhere(Answer answer, Instant since) {
        for (Map.Entry<Learned.Place, Seen> each : seen.entrySet()) {
            Seen other = each.getValue();
            boolean concerns = other.node().equals(answer.node())
                    && !each.getKey().equals(answer.place())
                    && other.at().isAfter(since);
            if (concerns && other.pace().isCold()) {
                return true;
            }
        }
        return false;
    }

    /// What was measured in the slow time is told as it was before.
    private Map<Learned.Place, Speeds> end(NodeId node) {
        episodes.remove(node);
        Map<Learned.Place, Speeds> before = new HashMap<>();
        for (Map.Entry<Learned.Place, Seen> each : List.copyOf(seen.entrySet())) {
            Seen last = each.getValue();
            if (last.node().equals(node)) {
                @Nullable Speeds rates = last.pace().before();
                if (rates != null) {
                    before.put(each.getKey(), rates);
                }
                seen.put(each.getKey(), new Seen(node, Pace.COLD, last.at()));
            }
        }
        return before;
    }

    /// Time has passed.
    ///
    /// @return rates as they were before slow times that nobody has seen going on, by instance
    Map<Learned.Place, Speeds> passed(Instant at) {
        if (episodes.isEmpty()) {
            return Map.of();
        }
        Map<Learned.Place, Speeds> before = new HashMap<>();
        for (Map.Entry<NodeId, Episode> each : List.copyOf(episodes.entrySet())) {
            if (each.getValue().last().plus(PASSES).isBefore(at)) {
                before.putAll(end(each.getKey()));
            }
        }
        return before;
    }

    /// The machines that are slow now.
    Map<NodeId, Slowdown> slowdowns() {
        Map<NodeId, Slowdown> slow = new LinkedHashMap<>();
        episodes.forEach((node, episode) -> slow.put(node, new Slowdown(episode.share(), episode.since())));
        return slow;
    }

    /// Whether an instance's last answers were slow, so that they say nothing of contention.
    boolean isSlow(Holder holder) {
        Seen last = seen.get(Learned.Place.of(holder));
        return share(holder.node().id()) < 1 || (last != null && last.pace().slowSince() != null);
    }

    ColdSpeed cold(Learned.Place place) {
        return cold.getOrDefault(place, ColdSpeed.UNKNOWN);
    }

    void restore(Learned.Place place, ColdSpeed kept) {
        cold.put(place, kept);
    }
}
