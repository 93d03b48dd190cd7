package dev.herd.engine;

import dev.herd.engine.api.WeekMap;
import dev.herd.engine.config.Courtesy;
import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Expectation;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.presence.AlwaysOnRule;
import dev.herd.engine.presence.Facts;
import dev.herd.engine.presence.Fingerprint;
import dev.herd.engine.presence.ForeignLoad;
import dev.herd.engine.presence.ForeignLoadRule;
import dev.herd.engine.presence.HeatLimit;
import dev.herd.engine.presence.HeatRule;
import dev.herd.engine.presence.LearnedWeek;
import dev.herd.engine.presence.NodeReport;
import dev.herd.engine.presence.NodeReports;
import dev.herd.engine.presence.Now;
import dev.herd.engine.presence.OwnWork;
import dev.herd.engine.presence.OwnerUse;
import dev.herd.engine.presence.Person;
import dev.herd.engine.presence.Stretch;
import dev.herd.engine.presence.Week;
import dev.herd.engine.presence.WeekLearner;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.trace.Findings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches over one machine's person: takes what its sensors say, learns their week, tells the lead what the fleet may
/// have, and keeps the machine's gate. Thread-safe.
final class PersonWatch {
    private static final Logger LOG = LoggerFactory.getLogger(PersonWatch.class);
    private static final Duration RETURN = Duration.ofSeconds((long) MachineCondition.RETURN_SECONDS);

    private static final String RECORDER =
            "A program has recorded for more than four hours, also while nobody was there, and Herd"
                    + " pauses for it as for a meeting. If it always does, `herd doctor --signals` tells its name, and"
                    + " `person.ignored` in config.json lets Herd overlook it.";

    private final NodeId node;
    private final Tools tools;
    private final Findings findings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Person person = new Person();
    private final ForeignLoadRule foreign = new ForeignLoadRule();
    private final HeatRule heats = new HeatRule();
    private final AlwaysOnRule alwaysOn = new AlwaysOnRule();
    private final WeekLearner learner;
    private NodeSignals signals = NodeSignals.NONE;
    private ForeignLoad load = ForeignLoad.UNKNOWN;
    private @Nullable Instant sensedAt;
    private boolean asleep;
    private @Nullable Instant wake;

    /// Read by every request that goes to the machine.
    private volatile Guard guard = Guard.NONE;

    /// Whether a request has gone there since its sensors last looked.
    private volatile boolean worked;

    /// What it works with.
    ///
    /// @param lead is told of everything; under the watch's lock, so that reports keep their order
    /// @param timer runs what is due at an appointed time
    record Tools(
            Supplier<PersonConfig> config,
            NodeReports lead,
            Work work,
            InstantSource clock,
            ZoneId zone,
            ScheduledExecutorService timer) {}

    /// What Herd does on machines.
    ///
    /// @param running requests of Herd's on a machine
    /// @param coldSpeed what a machine writes now of what it writes when cold, as its answers tell; else NaN
    record Work(ToIntFunction<NodeId> running, ToDoubleFunction<NodeId> coldSpeed) {}

    /// @param kept what was learned of its person before
    /// @param findings is told of programs that record all the time
    PersonWatch(NodeId node, LearnedWeek kept, Tools tools, Findings findings) {
        this.node = node;
        this.tools = tools;
        this.findings = findings;
        learner = new WeekLearner(tools.zone(), kept);
    }

    /// What its sensors say now.
    void sensed(NodeSignals now) {
        look(() -> {
            Instant at = tools.clock().instant();
            signals = now;
            if (worked) {
                worked = false;
                foreign.ownWork(at, new OwnWork(1, 1));
            }
            int leases = tools.work().running().applyAsInt(node);
            foreign.ownWork(at, new OwnWork(leases, leases));
            load = foreign.sensed(at, now);
            learn(at);
        });
    }

    /// What was so since the last look was so all the time.
    private void learn(Instant at) {
        Instant before = sensedAt;
        sensedAt = at;
        if (before != null && before.isBefore(at)) {
            OwnerUse.of(signals, load, guard.state())
                    .ifPresent(use -> learner.observe(new Stretch(before, Duration.between(before, at), use)));
        }
    }

    /// It is about to sleep, or is awake again.
    void sleeps(boolean now) {
        look(() -> asleep = now);
    }

    /// Its person wants it to serve whatever they do.
    ///
    /// @param until null means until the meeting that goes on has ended
    void serveAnyway(@Nullable Instant until) {
        look(() -> person.serveAnyway(until));
    }

    /// The rules hold again.
    void obeyRules() {
        look(person::obeyRules);
    }

    /// Other settings hold now, or a moment has come in which a state ends.
    void lookAgain() {
        look(() -> {});
    }

    /// Its person says something of their week.
    void teach(Consumer<WeekLearner> what) {
        look(() -> what.accept(learner));
    }

    /// Its person's week as known now.
    WeekMap week() {
        return read(at -> learner.week().map(at));
    }

    /// What is to be kept of it.
    LearnedWeek learned() {
        return read(_ -> learner.learned());
    }

    /// What it is used for.
    Fingerprint use() {
        return read(_ -> Fingerprint.of(signals, load, guard.state()));
    }

    private <T> T read(Function<Instant, T> question) {
        lock.lock();
        try {
            return question.apply(tools.clock().instant());
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
        double longest = now.allowance().longestSeconds();
        if (own || longest == Double.POSITIVE_INFINITY || (!now.closed() && seconds(lease) <= longest)) {
            worked = true;
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

    private void look(Runnable change) {
        lock.lock();
        try {
            change.run();
            report();
        } finally {
            lock.unlock();
        }
    }

    private void report() {
        Instant at = tools.clock().instant();
        PersonConfig config = tools.config().get();
        HeatLimit heat = heats.on(at, signals.heat(), tools.work().coldSpeed().applyAsDouble(node));
        Guard now = person.on(new Facts(signals, heat, load, asleep), config, at.atZone(tools.zone()));
        if (now.state() != guard.state()) {
            String because = now.reason().isEmpty() ? "" : ": " + now.reason();
            LOG.info("{} is {}{}", node.value(), now.state().label(), because);
        }
        guard = now;
        tellOfRecorders(config, at);
        tools.lead().report(report(now, config, at));
        wakeAt(person.next(now, at), at);
    }

    /// Its name is for its person alone, and findings are not.
    private void tellOfRecorders(PersonConfig config, Instant at) {
        String code = "always_recording " + node.value();
        if (config.meetings() && alwaysOn.on(signals, config, at)) {
            findings.raise(code, RECORDER);
        } else {
            findings.clear(code);
        }
    }

    /// A machine that nobody senses, or that is there for the fleet, waits for nobody's return.
    private NodeReport report(Guard now, PersonConfig config, Instant at) {
        if (now.state() == Guard.State.UNKNOWN || config.courtesy() == Courtesy.DEDICATED) {
            return new NodeReport(node, signals, now, 0, now.allowance().memoryShare());
        }
        Week week = learner.week();
        Now live = OwnerUse.now(signals, load, now.state());
        double memory = Math.min(now.allowance().memoryShare(), week.memoryShare(at, live));
        return new NodeReport(node, signals, now, week.returns(at, RETURN, live), memory);
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
            var _ = tools.timer().schedule(this::lookAgain, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ending) {
            LOG.debug("no more looks: the timer has ended");
        }
    }
}
