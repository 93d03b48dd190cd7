package dev.herd.engine.sensing;

import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.Disk;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.NetworkUse;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Pressure;
import dev.herd.engine.signal.Processor;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import dev.herd.engine.signal.Swap;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads many sensors, each at its own pace and on a thread of its own, so that one that hangs delays no other.
/// Thread-safe.
///
/// Whoever runs it calls [#round] and parks for [#untilNext]. Every period is rounded to a multiple of the shortest
/// one, half a second at least, so that all readings fall on the beats of the shortest and a machine at rest wakes no
/// oftener than that. Several sensors of one kind are alternatives in order of preference: the first that tells wins,
/// and one that told nothing twice in a row while another one did is tried again after ten minutes, or when it hints.
/// Where nobody tells anything, all are asked once a minute after a while.
public final class SensorRounds implements AutoCloseable {
    /// A reading that takes longer is interrupted, and its signal unknown.
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Between two readings of what may rest, while nobody cares.
    static final Duration REST = Duration.ofSeconds(15);

    static final Duration ASIDE = Duration.ofMinutes(10);

    /// Between two readings of what nobody could tell for a while: asking in vain costs as much as asking.
    static final Duration MUTE = Duration.ofMinutes(1);

    /// Between two readings of one signal that hints ask for: a fifth of what stepping back may take.
    static final Duration BETWEEN_HINTS = Duration.ofMillis(200);

    /// Of these a change is told at once, of the others when the round is over.
    private static final Set<Class<? extends Signal>> URGENT =
            Set.of(Camera.class, Microphone.class, Power.class, Lock.class, Pressure.class);

    /// These matter to who looks or asks, not to the machine's person.
    private static final Set<Class<? extends Signal>> MAY_REST =
            Set.of(Memory.class, Processor.class, Swap.class, Disk.class, NetworkUse.class);

    /// These can begin at any moment, also those of a sound server that was not there a moment ago.
    private static final Set<Class<? extends Signal>> NEVER_MUTE = Set.of(Camera.class, Microphone.class);

    private static final Logger LOG = LoggerFactory.getLogger(SensorRounds.class);

    private final Map<Class<?>, Channel<?>> channels = new LinkedHashMap<>();
    private final Executor threads;
    private final InstantSource clock;
    private final Caller caller;
    private final Beat beat;
    private final Telling telling;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile NodeSignals signals = NodeSignals.NONE;
    private Instant origin = Instant.EPOCH;
    private boolean untold;
    private boolean urgent;
    private boolean closed;

    /// Who runs the rounds.
    public interface Caller {
        /// Takes what was read, the newest last; on any thread, one call at a time. Must not block.
        void sensed(NodeSignals signals);

        /// [SensorRounds#untilNext] has become shorter than it last said.
        void sooner();

        /// Whether anybody cares how this machine is; while nobody does, what serves nobody but lookers rests.
        boolean cares();
    }

    /// What came of one signal's latest reading.
    ///
    /// @param took how long its sensors were busy with it
    public record Look(Class<? extends Signal> kind, Reading<? extends Signal> reading, Duration took) {}

    /// @param sensors which this closes at its end
    /// @param threads runs each reading on a thread that may block
    /// @param clock the time of hints and of the ends of readings
    public SensorRounds(List<? extends Sensor<?>> sensors, Executor threads, InstantSource clock, Caller caller) {
        this.threads = threads;
        this.clock = clock;
        this.caller = caller;
        sensors.forEach(this::add);
        telling = new Telling(() -> caller.sensed(signals));
        beat = Beat.of(sensors.stream().map(sensor -> sensor.every()).toList());
        for (Channel<?> channel : channels.values()) {
            listen(channel);
        }
    }

    private <T extends Signal> void add(Sensor<T> sensor) {
        @SuppressWarnings("unchecked") // a channel stands under its own kind
        var channel = (Channel<T>) channels.computeIfAbsent(sensor.kind(), kind -> new Channel<>(sensor.kind()));
        channel.add(new Candidate<>(sensor));
    }

    private <T extends Signal> void listen(Channel<T> channel) {
        for (Candidate<T> candidate : channel.candidates()) {
            candidate.sensor().onHint(() -> {
                lock.lock();
                try {
                    candidate.recall();
                } finally {
                    lock.unlock();
                }
                lookAgain(channel);
            });
        }
    }

    /// What is known now.
    public NodeSignals signals() {
        return signals;
    }

    /// Begins what is due, and gives up what takes too long. Returns at once.
    public void round(Instant now) {
        List<Runnable> begun = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (origin.equals(Instant.EPOCH)) {
                origin = now;
            }
            for (Channel<?> channel : channels.values()) {
                round(channel, now).ifPresent(begun::add);
            }
        } finally {
            lock.unlock();
        }
        begun.forEach(this::start);
        tell(true);
    }

    private <T extends Signal> Optional<Runnable> round(Channel<T> channel, Instant now) {
        Optional<Attempt<T>> silent = channel.current()
                .filter(attempt -> !now.isBefore(attempt.started(now).plus(PATIENCE)));
        Optional<Attempt<T>> begun = silent.flatMap(attempt -> channel.giveUp(attempt, now));
        if (silent.isPresent() && begun.isEmpty()) {
            takes(channel, channel.untold());
        }
        if (begun.isEmpty()) {
            begun = channel.again(now);
        }
        if (!dueOf(channel, now).isAfter(now.plus(beat.slack()))) {
            Optional<Attempt<T>> regular = channel.due(now);
            begun = begun.isPresent() ? begun : regular;
        }
        return begun.map(attempt -> () -> read(channel, attempt));
    }

    /// How long nothing is to be done: never negative, and exact until something hints.
    public Duration untilNext(Instant now) {
        lock.lock();
        try {
            return channels.values().stream()
                    .map(channel -> Duration.between(now, nextOf(channel, now)))
                    .min(Duration::compareTo)
                    .map(least -> least.isNegative() ? Duration.ZERO : least)
                    .orElse(REST);
        } finally {
            lock.unlock();
        }
    }

    private Instant nextOf(Channel<?> channel, Instant now) {
        Instant next = dueOf(channel, now);
        Instant patienceEnds = channel.current()
                .map(attempt -> attempt.started(now).plus(PATIENCE))
                .orElse(next);
        Instant hint = channel.hintDue().orElse(next);
        Instant sooner = patienceEnds.isBefore(next) ? patienceEnds : next;
        return hint.isBefore(sooner) ? hint : sooner;
    }

    /// The first beat of its period after its last one. A clock that was set back makes it due now.
    private Instant dueOf(Channel<?> channel, Instant now) {
        Instant last = channel.lastStart();
        if (last == null || now.isBefore(last)) {
            return now;
        }
        return beat.after(origin, last, periodOf(channel));
    }

    private Duration periodOf(Channel<?> channel) {
        Duration least = Duration.ZERO;
        if (channel.isMute() && !NEVER_MUTE.contains(channel.kind())) {
            least = MUTE;
        } else if (MAY_REST.contains(channel.kind()) && !caller.cares()) {
            least = REST;
        }
        Duration every = channel.every();
        return beat.rounded(every.compareTo(least) < 0 ? least : every);
    }

    /// Reads every signal now, as if each had been hinted at.
    public void lookAgain() {
        channels.values().forEach(this::lookAgain);
    }

    private <T extends Signal> void lookAgain(Channel<T> channel) {
        Optional<Attempt<T>> begun;
        boolean later;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            boolean waited = channel.hintDue().isPresent();
            begun = channel.hint(clock.instant());
            later = !waited && channel.hintDue().isPresent();
        } finally {
            lock.unlock();
        }
        begun.ifPresent(attempt -> start(() -> read(channel, attempt)));
        if (later) {
            caller.sooner();
        }
    }

    private void start(Runnable reading) {
        try {
            threads.execute(reading);
        } catch (RejectedExecutionException ending) {
            LOG.debug("nothing is read any more: {}", ending.getMessage());
        }
    }

    private <T extends Signal> void read(Channel<T> channel, Attempt<T> attempt) {
        lock.lock();
        try {
            attempt.runsOn(Thread.currentThread());
        } finally {
            lock.unlock();
        }
        Reading<T> result = new Reading.Unknown<>("reading it broke off");
        try {
            result = attempt.candidate().sensor().read();
        } catch (IOException failed) {
            result = new Reading.Unknown<>(reasonOf(failed));
        } catch (InterruptedException givenUp) {
            result = new Reading.Unknown<>(Channel.SILENT);
        } catch (LinkageError missing) {
            result = new Reading.Unknown<>("cannot be read here: " + reasonOf(missing));
        } catch (RuntimeException unexpected) {
            LOG.debug("{} failed", attempt.candidate().sensor().getClass().getSimpleName(), unexpected);
            result = new Reading.Unknown<>("reading it failed: " + unexpected);
        } finally {
            ended(channel, attempt, result);
        }
    }

    private static String reasonOf(Throwable failed) {
        String message = failed.getMessage();
        return message == null || message.isBlank() ? failed.getClass().getSimpleName() : message;
    }

    private <T extends Signal> void ended(Channel<T> channel, Attempt<T> attempt, Reading<T> result) {
        Optional<Attempt<T>> begun;
        boolean later;
        lock.lock();
        try {
            attempt.leavesThread();
            Instant now = clock.instant();
            begun = channel.ended(attempt, result, now);
            if (begun.isEmpty()) {
                settle(channel, attempt, result);
                begun = channel.again(now);
            }
            later = channel.hintDue().isPresent();
            if (closed) {
                return;
            }
        } finally {
            lock.unlock();
        }
        begun.ifPresent(next -> start(() -> read(channel, next)));
        if (later) {
            caller.sooner();
        }
        tell(false);
    }

    /// What comes late counts where nothing better is known.
    private <T extends Signal> void settle(Channel<T> channel, Attempt<T> attempt, Reading<T> result) {
        boolean known = result instanceof Reading.Known;
        if (!attempt.isGivenUp()) {
            takes(channel, known ? channel.takes(result) : channel.untold());
        } else if (known && channel.reading() instanceof Reading.Unknown) {
            takes(channel, channel.takes(result));
        }
    }

    private <T extends Signal> void takes(Channel<T> channel, Channel.Change change) {
        if (change == Channel.Change.NONE) {
            return;
        }
        signals = with(channel);
        untold = true;
        urgent |= change == Channel.Change.VALUE && (channel.isHinted() || URGENT.contains(channel.kind()));
        channel.complaint().ifPresent(LOG::info);
    }

    private <T extends Signal> NodeSignals with(Channel<T> channel) {
        return signals.with(channel.kind(), channel.reading());
    }

    /// Tells what has changed: what is urgent at once, the rest when the round is over, or the next one begins.
    private void tell(boolean all) {
        if (hasNews(all)) {
            telling.ask();
        }
    }

    private boolean hasNews(boolean all) {
        lock.lock();
        try {
            boolean over = all || !isBusy();
            boolean news = urgent || (untold && over);
            if (news) {
                urgent = false;
                untold = false;
            }
            return news;
        } finally {
            lock.unlock();
        }
    }

    /// Whether a reading runs that somebody waits for.
    public boolean isBusy() {
        lock.lock();
        try {
            return channels.values().stream()
                    .anyMatch(channel -> channel.current().isPresent());
        } finally {
            lock.unlock();
        }
    }

    /// The latest reading of each signal, and what it took.
    public List<Look> looks() {
        lock.lock();
        try {
            return channels.values().stream()
                    .map(channel -> new Look(channel.kind(), channel.reading(), channel.took()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// Interrupts what runs and closes every sensor.
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            channels.values().stream()
                    .flatMap(channel -> channel.candidates().stream())
                    .forEach(Candidate::interrupt);
        } finally {
            lock.unlock();
        }
        for (Channel<?> channel : channels.values()) {
            channel.candidates().forEach(candidate -> candidate.sensor().close());
        }
    }
}
