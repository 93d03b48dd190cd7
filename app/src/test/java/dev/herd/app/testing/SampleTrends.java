package dev.herd.app.testing;

import dev.herd.engine.api.NodeTrends;
import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.TrendSeries;
import dev.herd.engine.api.Trends;
import dev.herd.engine.fleet.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A past of the sample fleet, the same for every question: machines that work in bursts, a laptop whose person goes to
/// meetings, one server without sensors, and a time in which Herd did not run.
public final class SampleTrends {
    private static final List<Long> STEPS = List.of(10L, 20L, 30L, 60L, 120L, 300L, 600L, 900L, 1800L, 3600L, 7200L);

    /// Herd did not run then, before the samples' now.
    private static final Duration STOPPED = Duration.ofMinutes(27);

    private static final Duration STARTED = Duration.ofMinutes(23);

    private final List<String> names;

    private SampleTrends(List<String> names) {
        this.names = List.copyOf(names);
    }

    /// The four machines of the drawings.
    public static SampleTrends four() {
        return new SampleTrends(List.of("Studio", "MacBook Pro", "Mini", "Tower"));
    }

    /// @param count machines named as [Fleets#many] names them
    public static SampleTrends many(int count) {
        List<String> racks = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            racks.add("rack-%02d".formatted(i));
        }
        return new SampleTrends(racks);
    }

    /// Nothing was ever kept.
    public static Trends none(TrendQuery query) {
        return new Trends(query.from(), Duration.ofSeconds(10), 0, null, List.of(), List.of());
    }

    public Trends of(TrendQuery query) {
        long seconds = Math.max(1, Duration.between(query.from(), query.to()).toSeconds());
        long step = STEPS.stream()
                .filter(each -> seconds / each < query.points())
                .findFirst()
                .orElseThrow();
        long start = Math.floorDiv(query.from().getEpochSecond(), step) * step;
        int count = (int) Math.ceilDiv(query.to().getEpochSecond() - start, step);
        List<NodeTrends> nodes = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            nodes.add(new NodeTrends(new NodeId(names.get(i)), names.get(i), series(i, start, step, count)));
        }
        Instant from = Instant.ofEpochSecond(start);
        List<TrendEvent> events = events().stream()
                .filter(event -> event.touches(query.from(), query.to()))
                .toList();
        return new Trends(from, Duration.ofSeconds(step), count, Fleets.NOW.minus(Duration.ofDays(60)), nodes, events);
    }

    private List<TrendEvent> events() {
        if (names.size() < 4) {
            return List.of();
        }
        return List.of(
                event(3, TrendEvent.Kind.DOWN, "connection refused", 55, 49),
                event(1, TrendEvent.Kind.MEETING, "camera in use", 46, 33),
                event(2, TrendEvent.Kind.PAUSE, "paused by a person", 18, 12),
                event(0, TrendEvent.Kind.HEAT, "serious", 9, 6),
                event(1, TrendEvent.Kind.MEETING, "camera in use", 4, -1));
    }

    /// @param end minutes before now, negative while it goes on
    private TrendEvent event(int machine, TrendEvent.Kind kind, String detail, int start, int end) {
        String name = names.get(machine);
        return new TrendEvent(
                new NodeId(name),
                name,
                kind,
                detail,
                Fleets.NOW.minus(Duration.ofMinutes(start)),
                end < 0 ? null : Fleets.NOW.minus(Duration.ofMinutes(end)));
    }

    private static Map<TrendMeasure, TrendSeries> series(int machine, long start, long step, int count) {
        Map<TrendMeasure, TrendSeries> all = new EnumMap<>(TrendMeasure.class);
        for (TrendMeasure measure : TrendMeasure.values()) {
            TrendSeries series = one(machine, measure, start, step, count);
            if (series != null) {
                all.put(measure, series);
            }
        }
        return all;
    }

    private static @Nullable TrendSeries one(int machine, TrendMeasure measure, long start, long step, int count) {
        boolean sensed = machine % 4 != 3 || measure == TrendMeasure.RUNNING || measure == TrendMeasure.TOKENS;
        boolean laptop = machine % 4 == 1;
        if (!sensed || (!laptop && (measure == TrendMeasure.CHARGE || measure == TrendMeasure.ON_BATTERY))) {
            return null;
        }
        var series = new TrendSeries.Builder(count);
        for (int i = 0; i < count; i++) {
            long second = start + i * step;
            Duration ago = Duration.between(Instant.ofEpochSecond(second), Fleets.NOW);
            if (ago.compareTo(STOPPED) > 0 || ago.compareTo(STARTED) < 0) {
                double value = value(machine, measure, second);
                double spread = step > 10 && !isLevel(measure) ? 0.06 * Math.abs(value) : 0;
                series.set(i, value, value - spread, value + spread, 1);
            }
        }
        return series.build();
    }

    private static boolean isLevel(TrendMeasure measure) {
        return switch (measure) {
            case HEAT_LEVEL, PRESSURE, ON_BATTERY, RUNNING -> true;
            default -> false;
        };
    }

    private static double value(int machine, TrendMeasure measure, long second) {
        double hour = second / 3600.0 + machine * 1.7;
        double work = Math.max(0, Math.sin(hour * 5) + 0.5 * Math.sin(hour * 23) + 0.2 * Math.sin(hour * 190)) / 1.7;
        return switch (measure) {
            case HEAT -> 42 + 4 * machine % 7 + 44 * work;
            case HEAT_LEVEL -> work > 0.85 ? 2 : work > 0.5 ? 1 : 0;
            case PRESSURE -> work > 0.8 && machine % 4 == 2 ? 1 : 0;
            case PROCESSOR -> 0.06 + 0.5 * work;
            case MEMORY -> 0.4 + 0.1 * (machine % 4) + 0.12 * Math.sin(hour);
            case ACCELERATOR -> work;
            case ON_BATTERY -> Math.sin(hour * 2) > 0 ? 1 : 0;
            case CHARGE -> 70 + 25 * Math.cos(hour * 2);
            case RUNNING -> Math.floor(4 * work);
            case TOKENS -> 62 * work;
            case PRESENT -> Math.sin(hour * 3) > 0 ? 1 : 0;
            case MEETING, PAUSED -> 0;
            case UP -> 1;
        };
    }
}
