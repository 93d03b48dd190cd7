package dev.herd.engine;

import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.RunnerLoad;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.gateway.Fleet;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.registry.FleetRegistry;
import dev.herd.engine.registry.RunnerProfiles;
import dev.herd.engine.upstream.UpstreamWatch;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fleet as the gateway needs it: what the registry knows, and what the watch can do.
record EngineFleet(
        FleetRegistry registry,
        RunnerProfiles profiles,
        UpstreamWatch watch,
        PinBoard pins,
        Attention attention,
        InstantSource clock,
        People people,
        @Nullable NodeId thisMachine)
        implements Fleet {
    /// A server on the same network answers within a few milliseconds.
    private static final Duration LOOK = Duration.ofMillis(250);

    @Override
    public FleetSnapshot snapshot() {
        return registry.snapshot();
    }

    @Override
    public void comes() {
        cares(Attention.OF_A_REQUEST);
    }

    /// Somebody looks at a window.
    void seen() {
        cares(Attention.OF_A_WINDOW);
    }

    private void cares(Duration lasts) {
        if (attention.comes(lasts)) {
            watch.wake();
        }
    }

    @Override
    public void look() throws InterruptedException {
        if (attention.comes(Attention.OF_A_REQUEST)) {
            var _ = watch.refreshAll(LOOK);
        }
    }

    @Override
    public boolean allCurrent() {
        return registry.allCurrent();
    }

    @Override
    public boolean refreshAll() throws InterruptedException {
        return watch.refreshAll();
    }

    @Override
    public void refresh(UpstreamId upstream) {
        watch.refresh(upstream);
    }

    @Override
    public void busy(UpstreamId upstream, Duration pause) {
        registry.overloaded(upstream, clock.instant().plus(pause));
    }

    @Override
    public int unansweredInARow(UpstreamId upstream) {
        return watch.unansweredInARow(upstream);
    }

    @Override
    public RunnerLoad load(Holder holder) {
        return profiles.load(holder);
    }

    @Override
    public void sentWindow(Holder holder, int window) {
        profiles.sent(holder, window);
    }

    @Override
    public void unloaded(Holder holder) {
        profiles.unloaded(holder);
    }

    @Override
    public boolean keeps(Holder holder) {
        return pins.keeps(holder);
    }

    @Override
    public boolean ask(NodeId node, @Nullable NodeState state, @Nullable Instant until) {
        boolean known = registry.ask(node, state, state == null ? null : until);
        if (known && state == null) {
            people.serveAnyway(node, until);
        } else if (known) {
            people.obeyRules(node);
        }
        return known;
    }

    @Override
    public void protect(NodeId node) {
        people.obeyRules(node);
    }

    @Override
    public Optional<String> gate(Lease lease) {
        return people.gate(lease);
    }

    @Override
    public Optional<Person> person(NodeId node) {
        return people.at(node).map(watch -> new Person(watch.use().known(), watch.week()));
    }

    @Override
    public boolean mark(NodeId node, DayOfWeek day, int from, int to, WeekMap.Mark mark) {
        return people.mark(node, day, from, to, mark);
    }

    @Override
    public boolean forgetWeek(NodeId node) {
        return people.forgetWeek(node);
    }
}
