package dev.herd.engine.learning;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How much of its window a model's requests really took, prompt and answer together, over a week; and the window that
/// this asks for. Confined to one thread at a time; holds a few hundred numbers.
///
/// Sizes are kept by day, rounded up by at most a 32nd, and the largest of each of the last 24 hours exactly.
final class WindowUse {
    /// Fewer answers in a week say nothing.
    static final int ENOUGH = 20;

    /// Ollama's own smallest default.
    static final int LEAST_WINDOW = 4096;

    private static final int LARGEST_WINDOW = 1 << 30;
    private static final double HEADROOM = 1.5;
    private static final double SHARE = 0.99;
    private static final long DAYS = 7;
    private static final long HOURS = 24;

    /// Sizes of one octave are told apart this finely.
    private static final int STEPS = 32;

    private final TreeMap<Long, TreeMap<Integer, Integer>> days = new TreeMap<>();
    private final TreeMap<Long, Integer> hours = new TreeMap<>();
    private long reckonedAt = Long.MIN_VALUE;
    private int recommended;

    WindowUse() {}

    WindowUse(List<Learned.Day> kept, List<Learned.Hour> largest) {
        kept.forEach(day -> days.put(day.day(), new TreeMap<>(day.counts())));
        largest.forEach(hour -> hours.put(hour.hour(), hour.tokens()));
    }

    /// The window for requests of which nearly all of a week's took at most `usual` tokens, and the last day's largest
    /// `largest`: half as much again as the larger one, as a power of two.
    static int recommended(int usual, int largest) {
        long wanted = (long) Math.ceil(HEADROOM * Math.max(usual, largest));
        long power = Long.highestOneBit(Math.max(1, wanted));
        return Math.clamp(power < wanted ? power << 1 : power, LEAST_WINDOW, LARGEST_WINDOW);
    }

    void add(int tokens, Instant at) {
        long hour = hour(at);
        days.computeIfAbsent(hour / HOURS, day -> new TreeMap<>()).merge(rounded(tokens), 1, Integer::sum);
        hours.merge(hour, tokens, Math::max);
        days.headMap(days.lastKey() - DAYS, true).clear();
        hours.headMap(hours.lastKey() - HOURS, true).clear();
        reckonedAt = Long.MIN_VALUE;
    }

    private static long hour(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), Duration.ofHours(1).toSeconds());
    }

    private static int rounded(int tokens) {
        int step = Math.max(1, Integer.highestOneBit(tokens) / STEPS);
        return (int) Math.min(Integer.MAX_VALUE, (long) Math.ceilDiv(tokens, step) * step);
    }

    /// The window that the use until then asks for, 0 when too little is known.
    int recommended(Instant at) {
        long hour = hour(at);
        if (hour != reckonedAt) {
            reckonedAt = hour;
            recommended = reckon(hour);
        }
        return recommended;
    }

    private int reckon(long hour) {
        TreeMap<Integer, Long> week = new TreeMap<>();
        long answers = 0;
        for (Map<Integer, Integer> day :
                days.tailMap(hour / HOURS - DAYS, false).values()) {
            for (Map.Entry<Integer, Integer> each : day.entrySet()) {
                week.merge(each.getKey(), (long) each.getValue(), Long::sum);
                answers += each.getValue();
            }
        }
        if (answers < ENOUGH) {
            return 0;
        }
        int largest = hours.tailMap(hour - HOURS, false).values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        return recommended(reaching(week, (long) Math.ceil(SHARE * answers)), largest);
    }

    /// @param sizes how often each occurred, the smallest first
    private static int reaching(SortedMap<Integer, Long> sizes, long rank) {
        long seen = 0;
        for (Map.Entry<Integer, Long> each : sizes.entrySet()) {
            seen += each.getValue();
            if (seen >= rank) {
                return each.getKey();
            }
        }
        return sizes.lastKey();
    }

    List<Learned.Day> days() {
        List<Learned.Day> all = new ArrayList<>();
        days.forEach((day, counts) -> all.add(new Learned.Day(day, counts)));
        return all;
    }

    List<Learned.Hour> hours() {
        List<Learned.Hour> all = new ArrayList<>();
        hours.forEach((hour, tokens) -> all.add(new Learned.Hour(hour, tokens)));
        return all;
    }
}
