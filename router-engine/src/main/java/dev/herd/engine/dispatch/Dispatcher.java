package dev.herd.engine.dispatch;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.learning.Hardware;
import dev.herd.engine.learning.Learned;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.Refusal;
import dev.herd.engine.placement.RefusedException;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import dev.herd.engine.scheduling.Effect;
import dev.herd.engine.scheduling.Event;
import dev.herd.engine.scheduling.Ready;
import dev.herd.engine.scheduling.Scheduler;
import dev.herd.engine.scheduling.SchedulerView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the [Scheduler] for many threads and hands out leases. Thread-safe.
///
/// One lock covers the scheduler and what is learned; effects are performed outside it, so that nothing is
/// called with the lock held. A request's thread parks in [#acquire] until its ticket is granted or refused;
/// interrupting it is how a client that left is taken out of the queue.
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Scheduler scheduler;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<TicketId, Waiter> waiters = new ConcurrentHashMap<>();
    private final Hands hands;

    /// Leases in use, by number: each may have to make way.
    private final Map<Long, HeldLease> holding = new ConcurrentHashMap<>();

    private @Nullable Instant wake;
    private long fleetVersion;

    /// What carries out the scheduler's own wishes; all return at once.
    ///
    /// @param unload begins to take a model out of memory
    /// @param probe begins to measure an instance, and ends the lease
    /// @param load begins to load a model, and tells in the end why that failed, or nothing
    /// @param pins takes how the pins stand; an older state may come after a newer one
    public record Hands(
            Consumer<Holder> unload,
            Consumer<HeldLease> probe,
            BiConsumer<Effect.Load, Consumer<String>> load,
            Consumer<Effect.Pins> pins) {}

    /// Is told, on the acquiring thread, when a ticket has to wait.
    public interface WaitListener {
        /// @param held whether it waits for any eligible machine rather than for a slot
        void waiting(boolean held);
    }

    /// @param timer runs the ticks; its tasks are short
    /// @param hands carry out what needs no client
    public Dispatcher(Scheduler scheduler, InstantSource clock, ScheduledExecutorService timer, Hands hands) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.timer = timer;
        this.hands = hands;
    }

    /// Waits for a lease. Blocks until there is one, the ticket is refused, or the thread is interrupted.
    ///
    /// @throws RefusedException when the scheduler says no
    /// @throws InterruptedException when the thread was interrupted while waiting; no lease is held then
    public HeldLease acquire(Ticket ticket, WaitListener listener) throws RefusedException, InterruptedException {
        Waiter waiter = new Waiter();
        waiters.put(ticket.id(), waiter);
        try {
            perform(tell(at -> new Event.Arrived(ticket, at)));
            Object answer = waiter.await(listener);
            if (answer instanceof Effect.Grant(Lease lease, Duration held, Duration queued)) {
                return hold(lease, held, queued);
            }
            if (answer instanceof Refusal refusal) {
                throw new RefusedException(refusal);
            }
            perform(tell(at -> new Event.Abandoned(ticket.id(), at)));
            throw new InterruptedException("left while waiting for a slot");
        } finally {
            waiters.remove(ticket.id(), waiter);
        }
    }

    /// When a lease's first byte is late, counted from its grant; empty when the request is not sent twice.
    public Optional<Duration> lateAfter(Lease lease) {
        return scheduler.lateAfter(lease);
    }

    /// A lease for a second copy of a request that runs, where one can begin at once.
    public Optional<HeldLease> hedge(Ticket copy) {
        Waiter waiter = new Waiter();
        waiters.put(copy.id(), waiter);
        try {
            perform(tell(at -> new Event.Late(copy, at)));
            return waiter.leave() instanceof Effect.Grant(Lease lease, Duration held, Duration queued)
                    ? Optional.of(hold(lease, held, queued))
                    : Optional.empty();
        } finally {
            waiters.remove(copy.id(), waiter);
        }
    }

    /// Tells the scheduler what there is now.
    public void fleetChanged(FleetSnapshot fleet) {
        List<Effect> effects;
        lock.lock();
        try {
            // Snapshots are published by many threads and may arrive out of order.
            if (fleet.version() <= fleetVersion) {
                return;
            }
            fleetVersion = fleet.version();
            effects = scheduler.on(new Event.FleetChanged(fleet, clock.instant()));
        } finally {
            lock.unlock();
        }
        perform(effects);
    }

    /// Counts a failure against an instance whose lease has ended already.
    public void blame(InstanceId instance) {
        perform(tell(at -> new Event.Blamed(instance, at)));
    }

    /// Tells the scheduler how a machine is.
    public void conditionChanged(NodeId node, MachineCondition condition) {
        perform(tell(at -> new Event.ConditionChanged(node, condition, at)));
    }

    /// Tells the scheduler what a machine is.
    public void hardwareKnown(NodeId node, Hardware hardware) {
        perform(tell(at -> new Event.HardwareKnown(node, hardware, at)));
    }

    private void loadEnded(long load, String failure) {
        perform(tell(at -> new Event.LoadEnded(load, failure, at)));
    }

    /// Keeps a model in memory from now on, unless that is known to be impossible.
    ///
    /// @return why it is, with the sums; empty when the pin holds
    public String pin(Pin pin) {
        List<Effect> effects;
        lock.lock();
        try {
            String objection = scheduler.objection(pin);
            if (!objection.isEmpty()) {
                return objection;
            }
            effects = scheduler.on(new Event.Pinned(pin, clock.instant()));
        } finally {
            lock.unlock();
        }
        perform(effects);
        return "";
    }

    /// Takes a pin back; nothing happens where there is none.
    public void unpin(Pin pin) {
        perform(tell(at -> new Event.Unpinned(pin, at)));
    }

    /// Somebody wants a model out of memory.
    public void unwanted(ModelRef model) {
        perform(tell(at -> new Event.Unwanted(model, at)));
    }

    /// What was learned from the answers so far.
    public Learned learned() {
        lock.lock();
        try {
            return scheduler.learned();
        } finally {
            lock.unlock();
        }
    }

    /// What would be decided of a request that waits, had it to be decided now; empty when it does not wait.
    public Optional<Decision> outlook(TicketId ticket) {
        lock.lock();
        try {
            return Optional.ofNullable(scheduler.outlook(ticket, clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    /// The windows that models' real use asks for; those of which too little is known are left out.
    public Map<ModelRef, Integer> recommendedWindows() {
        lock.lock();
        try {
            return scheduler.recommendedWindows(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /// Refuses all who wait and all who come.
    public void stop() {
        perform(tell(Event.Stopped::new));
    }

    /// The queue and the leases now.
    public SchedulerView view() {
        lock.lock();
        try {
            return scheduler.view(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /// Which machines stand ready for a ticket; another may take them the next moment.
    public List<Ready> ready(Ticket ticket) {
        lock.lock();
        try {
            return scheduler.ready(ticket, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /// How many requests and measurements run on a machine now.
    public int runningOn(NodeId node) {
        return (int) holding.values().stream()
                .filter(held -> held.lease().holder().node().id().equals(node))
                .count();
    }

    private HeldLease hold(Lease lease, Duration waited, Duration queued) {
        var held = new HeldLease(this, lease, waited, queued);
        holding.compute(lease.number(), (number, before) -> {
            if (before != null) {
                held.takeOver(before);
            }
            return held;
        });
        return held;
    }

    /// Tells who holds a lease; one that its waiter has not taken over yet is told when it does. Nobody, where it has
    /// ended meanwhile.
    private void tellHolder(Lease lease, Consumer<HeldLease> what) {
        HeldLease holder;
        lock.lock();
        try {
            if (!scheduler.runs(lease)) {
                return;
            }
            holder = holding.computeIfAbsent(
                    lease.number(), number -> new HeldLease(this, lease, Duration.ZERO, Duration.ZERO));
        } finally {
            lock.unlock();
        }
        what.accept(holder);
    }

    void began(Lease lease) {
        perform(tell(at -> new Event.Began(lease.number(), at)));
    }

    void release(Lease lease, Outcome outcome) {
        perform(end(lease, outcome));
    }

    private List<Effect> end(Lease lease, Outcome outcome) {
        lock.lock();
        try {
            holding.remove(lease.number());
            return scheduler.on(new Event.Finished(lease.number(), outcome, clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    private List<Effect> tell(Function<Instant, Event> event) {
        lock.lock();
        try {
            return scheduler.on(event.apply(clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    /// Performs effects, and those that follow when a grant finds its waiter gone: one after the other,
    /// however many have left at once.
    private void perform(List<Effect> effects) {
        Deque<Effect> left = new ArrayDeque<>(effects);
        for (Effect effect = left.poll(); effect != null; effect = left.poll()) {
            switch (effect) {
                case Effect.Grant grant -> left.addAll(grant(grant));
                case Effect.Refuse(TicketId ticket, Refusal refusal) -> tellWaiter(ticket, it -> it.refuse(refusal));
                case Effect.Wait wait -> tellWaiter(wait.ticket(), it -> it.waits(wait));
                case Effect.Preempt(Lease lease) -> tellHolder(lease, HeldLease::makeWay);
                case Effect.StepBack back -> tellHolder(back.lease(), held -> held.stepBack(back));
                case Effect.Unload(Holder holder) -> hands.unload().accept(holder);
                case Effect.Load load -> hands.load().accept(load, failure -> loadEnded(load.load(), failure));
                case Effect.Pins pins -> hands.pins().accept(pins);
                case Effect.Probe(Lease lease) -> hands.probe().accept(hold(lease, Duration.ZERO, Duration.ZERO));
                case Effect.WakeAt(Instant moment) -> wakeAt(moment);
            }
        }
    }

    private void tellWaiter(TicketId ticket, Consumer<Waiter> what) {
        Waiter waiter = waiters.get(ticket);
        if (waiter != null) {
            what.accept(waiter);
        }
    }

    /// @return what follows when nobody is there to take it
    private List<Effect> grant(Effect.Grant grant) {
        Waiter waiter = waiters.get(grant.lease().ticket().id());
        boolean taken = waiter != null && waiter.grant(grant);
        return taken ? List.of() : end(grant.lease(), new Outcome.Abandoned());
    }

    private void wakeAt(Instant moment) {
        lock.lock();
        try {
            if (wake != null && !moment.isBefore(wake)) {
                return;
            }
            wake = moment;
        } finally {
            lock.unlock();
        }
        long delay = Duration.between(clock.instant(), moment).toMillis() + 1;
        try {
            var _ = timer.schedule(() -> tick(moment), Math.max(1, delay), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ending) {
            LOG.debug("no more ticks: the timer has ended");
        }
    }

    /// A tick that an earlier one has overtaken is none, so that there is never more than one to come.
    private void tick(Instant moment) {
        lock.lock();
        try {
            if (!moment.equals(wake)) {
                return;
            }
            wake = null;
        } finally {
            lock.unlock();
        }
        perform(tell(Event.Ticked::new));
    }
}
