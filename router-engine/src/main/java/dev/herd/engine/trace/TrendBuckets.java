package dev.herd.engine.trace;

import dev.herd.engine.api.NodeTrends;
import dev.herd.engine.api.TrendMeasure;
import dev.herd.engine.api.TrendPoint;
import dev.herd.engine.api.TrendSeries;
import dev.herd.engine.fleet.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Gathers the answer of one query. Not thread-safe.
final class TrendBuckets implements TrendStore.Sink {
    private final TrendPlan plan;
    private final Predicate<NodeId> wanted;
    private final Map<NodeId, Optional<TrendCell[]>> rows = new HashMap<>();

    /// @param wanted which machines are asked for
    TrendBuckets(TrendPlan plan, Predicate<NodeId> wanted) {
        this.plan = plan;
        this.wanted = wanted;
    }

    @Override
    public @Nullable TrendCell cell(NodeId node, long second) {
        Optional<TrendCell[]> row = rows.computeIfAbsent(
                node, id -> wanted.test(id) ? Optional.of(new TrendCell[plan.count()]) : Optional.empty());
        long bucket = plan.bucket(second);
        if (row.isEmpty() || bucket < 0 || bucket >= plan.count()) {
            return null;
        }
        TrendCell[] cells = row.get();
        TrendCell cell = cells[(int) bucket];
        if (cell == null) {
            cell = new TrendCell();
            cells[(int) bucket] = cell;
        }
        return cell;
    }

    void add(TrendPoint point) {
        TrendCell cell = cell(point.node(), point.at().getEpochSecond());
        if (cell != null) {
            point.values().forEach((measure, value) -> cell.add(measure, value, TrendStep.POINT.seconds()));
        }
    }

    /// The machines of which anything is known, by name.
    List<NodeTrends> nodes(Map<NodeId, String> names) {
        List<NodeTrends> nodes = new ArrayList<>();
        rows.forEach((node, row) -> {
            Map<TrendMeasure, TrendSeries> series = row.map(this::series).orElse(Map.of());
            if (!series.isEmpty()) {
                nodes.add(new NodeTrends(node, names.getOrDefault(node, node.value()), series));
            }
        });
        nodes.sort(Comparator.comparing(NodeTrends::name, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(NodeTrends::node));
        return nodes;
    }

    private Map<TrendMeasure, TrendSeries> series(@Nullable TrendCell[] cells) {
        Map<TrendMeasure, TrendSeries> all = new EnumMap<>(TrendMeasure.class);
        for (TrendMeasure measure : TrendMeasure.values()) {
            var series = new TrendSeries.Builder(cells.length);
            boolean known = false;
            for (int i = 0; i < cells.length; i++) {
                TrendCell cell = cells[i];
                if (cell != null && cell.seconds(measure) > 0) {
                    known = true;
                    series.set(
                            i,
                            cell.mean(measure),
                            cell.least(measure),
                            cell.most(measure),
                            cell.seconds(measure) / (double) plan.passed(i));
                }
            }
            if (known) {
                all.put(measure, series.build());
            }
        }
        return all;
    }
}
