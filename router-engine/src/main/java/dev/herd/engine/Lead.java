package dev.herd.engine;

import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.presence.NodeReport;
import dev.herd.engine.presence.NodeReports;
import dev.herd.engine.registry.FleetRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The one that decides where requests run, as machines know it: what they report goes to the registry first, so that
/// nothing new is sent to a machine that steps back, then to the scheduler, which takes back what runs there.
record Lead(FleetRegistry registry, Conditions conditions, Map<NodeId, Guard> told) implements NodeReports {
    /// An end that moves by less is no news: that of a state which a person's every touch puts off moves all the time.
    private static final Duration SAME_END = Duration.ofSeconds(30);

    Lead(FleetRegistry registry, Conditions conditions) {
        this(registry, conditions, new ConcurrentHashMap<>());
    }

    @Override
    public void report(NodeReport report) {
        Guard before = told.getOrDefault(report.node(), Guard.NONE);
        if (isNews(before, report.guard())) {
            told.put(report.node(), report.guard());
            registry.guarded(report.node(), report.guard());
        }
        conditions.reported(report);
    }

    private static boolean isNews(Guard before, Guard now) {
        return !before.lasting().equals(now.lasting()) || isAnotherEnd(before.until(), now.until());
    }

    private static boolean isAnotherEnd(@Nullable Instant before, @Nullable Instant now) {
        if (before == null || now == null) {
            return !Objects.equals(before, now);
        }
        return Duration.between(before, now).abs().compareTo(SAME_END) > 0;
    }
}
