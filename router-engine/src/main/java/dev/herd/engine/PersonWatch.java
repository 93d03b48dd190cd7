package dev.herd.engine;

import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Expectation;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.presence.Facts;
import dev.herd.engine.presence.NodeReport;
import dev.herd.engine.presence.NodeReports;
import dev.herd.engine.presence.Person;
import dev.herd.engine.signal.Heat;
import dev.herd.engine.signal.NodeSignals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches over one machine's person: takes what its sensors say, tells the lead what the fleet may have, and keeps the
/// machine's gate. Thread-safe.
final class PersonWatch {
    private static final Logger LOG = LoggerFactory.getLogger(PersonWatch.class);

    private final NodeId node;
    private final Tools tools;
    private final ReentrantLock lock = new ReentrantLock();
    private final Person person = new Person();
    private NodeSignals signals = NodeSignals.NONE;
    private boolean asleep;
    private @Nullable Instant wake;

    /// Read by every request that goes to the machine.
    private volatile Guard guard = Guard.NONE;

    /// What it works with.
    ///
    /// @param lead is told of everything; under the watch's lock, so that reports keep their order
    /// @param timer runs what is due at an appointed time
    record Tools(
            Supplier<PersonConfig> config,
            NodeReports lead,
            InstantSource clock,
            ZoneId zone,
            ScheduledExecutorService timer) {}

    PersonWatch(NodeId node, Tools tools) {
        this.node = node;
        this.tools = tools;
    }

    /// What its sensors say now.
    void sensed(NodeSignals now) {
        lock.lock();
        try {
            signals = now;
            look();
        } finally {
            lock.unlock();
        }
    }

    /// It is about to sleep, or is awake again.
    void sleeps(boolean now) {
        lock.lock();
        try {
            asleep = now;
            look();
        } finally {
            lock.unlock();
        }
    }

    /// Its person wants it to serve whatever they do.
    ///
    /// @param until null means until the meeting that goes on has ended
    void serveAnyway(@Nullable Instant until) {
        lock.lock();
        try {
            person.serveAnyway(until);
            look();
        } finally {
            lock.unlock();
        }
    }

    /// The rules hold again, or others hold now.
    void obeyRules() {
        lock.lock();
        try {
            person.obeyRules();
            look();
        } finally {
            lock.unlock();
        }
    }

    /// Other settings hold now.
    void settingsChanged() {
        lock.lock();
        try {
            look();
        } finally {
            lock.unlock();
        }
    }

    Guard guard() {
        return guard;
    }

    /// Why nothing like that lease is taken now; empty when it is.
    Optional<String> gate(Lease lease) {
        Guard now = guard;
        boolean own = now.isCourtesy() && node.equals(lease.ticket().home());
        if (own || (!now.closed() && seconds(lease) <= now.allowance().longestSeconds())) {
            return Optional.empty();
        }
        return Optional.of(now.reason());
    }

    /// That it is expected to run; 0 when nobody predicted anything.
    private static double seconds(Lease lease) {
        return Expectation.of(lease.decision())
                .map(expected -> expected.total() - expected.waiting())
                .orElse(0.0);
    }

    private void look() {
        Instant at = tools.clock().instant();
        Heat.Level heat = signals.heat().known().map(Heat::level).orElse(Heat.Level.NOMINAL);
        var facts = new Facts(signals, heat, Double.NaN, asleep);
        Guard now = person.on(facts, tools.config().get(), at.atZone(tools.zone()));
        if (now.state() != guard.state()) {
            LOG.info("{} is {}{}", node.value(), now.state().label(), now.reason().isEmpty() ? "" : ": " + now.reason());
        }
        guard = now;
        tools.lead().report(new NodeReport(node, signals, now, 0));
        wakeAt(person.next(now, at), at);
    }

    /// Looks again at the moment when a state ends by itself.
    private void wakeAt(@Nullable Instant moment, Instant at) {
        Instant planned = wake;
        if (moment == null || (planned != null && planned.isAfter(at) && !moment.isBefore(planned))) {
            return;
        }
        wake = moment;
        long delay = Math.max(1, Duration.between(at, moment).toMillis() + 1);
        try {
            var _ = tools.timer().schedule(this::settingsChanged, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ending) {
            LOG.debug("no more looks: the timer has ended");
        }
    }
}
