package dev.herd.engine.dispatch;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.learning.RateBook;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.RefusedException;
import dev.herd.engine.scheduling.Scheduler;
import dev.herd.engine.testing.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Clients that leave at any moment, thousands of times: no slot is ever lost and none is used twice.
class DispatcherStressTest {
    private static final int THREADS = 40;
    private static final int SLOTS = 3;
    private static final int DEPARTURES = 20_000;
    private static final NodeId A = new NodeId("a");

    /// Its person wants everything back, and lets begin what will.
    private static final MachineCondition STEPS_BACK = new MachineCondition(
            -1,
            1,
            true,
            0,
            false,
            new Guard(
                    Guard.State.MEETING,
                    "",
                    null,
                    new Allowance(Integer.MAX_VALUE, Double.POSITIVE_INFINITY, new Allowance.GoesOn(0, 0), 1)));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Dispatcher dispatcher = new Dispatcher(
            new Scheduler(new QueueConfig(Duration.ofHours(100), Duration.ofSeconds(10)), new RateBook()),
            InstantSource.system(),
            timer,
            new Dispatcher.Hands(holder -> {}, HeldLease::close, (load, told) -> {}, pins -> {}));
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();
    private volatile boolean over;

    DispatcherStressTest() {
        dispatcher.fleetChanged(
                aFleet().node("a").has(model("m").withSlots(SLOTS)).build());
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    /// One request.
    ///
    /// @return whether it ran
    private boolean request(Random random) throws RefusedException {
        try (HeldLease lease = dispatcher.acquire(
                ticket("t" + ids.incrementAndGet()).at(InstantSource.system().instant()), held -> {})) {
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            if (random.nextInt(4) == 0) {
                Thread.onSpinWait();
            }
            running.decrementAndGet();
            if (random.nextInt(3) > 0) {
                lease.finish(new Outcome.RequestRefused());
            }
            served.incrementAndGet();
            return true;
        } catch (InterruptedException gone) {
            left.incrementAndGet();
            return false;
        }
    }

    private void client(int seed) {
        Random random = new Random(seed);
        try {
            while (!over) {
                request(random);
                var _ = Thread.interrupted();
            }
            // The last one is disturbed by nobody, and has to be served.
            while (!request(random)) {
                var _ = Thread.interrupted();
            }
        } catch (RefusedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void losesNoSlotAndNoWaiterWhoeverLeavesWhenever() throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int seed = i;
            clients.add(Thread.startVirtualThread(() -> client(seed)));
        }
        Random random = new Random(1);
        for (int i = 0; left.get() < DEPARTURES; i++) {
            clients.get(random.nextInt(THREADS)).interrupt();
            if (i % 8 == 0) {
                Thread.onSpinWait();
            }
            if (i % 64 == 0) {
                dispatcher.conditionChanged(A, i % 128 == 0 ? STEPS_BACK : MachineCondition.UNKNOWN);
            }
        }
        over = true;

        for (Thread client : clients) {
            assertThat(client.join(Duration.ofSeconds(20)))
                    .as("every client is served in the end")
                    .isTrue();
        }
        assertThat(mostRunning.get()).isBetween(1, SLOTS);
        assertThat(served.get()).isGreaterThanOrEqualTo(THREADS);
        assertNothingIsLeft();
    }

    @Test
    void losesNoSlotWhenGrantsMeetDepartures() throws Exception {
        for (int round = 0; round < 500; round++) {
            List<HeldLease> all = takeAll();
            CyclicBarrier together = new CyclicBarrier(2);
            AtomicInteger ending = new AtomicInteger();
            Thread waiter = Thread.startVirtualThread(() -> {
                try (HeldLease lease = dispatcher.acquire(
                        ticket("t" + ids.incrementAndGet())
                                .at(InstantSource.system().instant()),
                        held -> {})) {
                    ending.set(lease.lease().number() > 0 ? 1 : 0);
                } catch (InterruptedException gone) {
                    ending.set(2);
                } catch (RefusedException unexpected) {
                    ending.set(3);
                }
            });
            Await.until("it waits", () -> dispatcher.view().waiting().size() == 1);
            Thread leaver = Thread.startVirtualThread(() -> {
                meet(together);
                waiter.interrupt();
            });
            meet(together);
            all.removeFirst().close();
            assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();
            leaver.join();
            all.forEach(HeldLease::close);

            assertThat(ending.get()).isIn(1, 2);
            assertNothingIsLeft();
        }
    }

    @Test
    void takesBackAnyNumberOfGrantsWhoseClientsHaveLeft() throws Exception {
        List<HeldLease> all = takeAll();
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            waiters.add(Thread.startVirtualThread(() -> {
                try {
                    request(new Random(0));
                } catch (RefusedException unexpected) {
                    throw new AssertionError(unexpected);
                }
            }));
        }
        Await.until("all wait", () -> dispatcher.view().waiting().size() == 4000);

        Thread.startVirtualThread(() -> waiters.forEach(Thread::interrupt));
        all.forEach(HeldLease::close);

        for (Thread waiter : waiters) {
            assertThat(waiter.join(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(served.get() + left.get()).isEqualTo(4000);
        assertNothingIsLeft();
    }

    private List<HeldLease> takeAll() throws Exception {
        List<HeldLease> leases = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            leases.add(dispatcher.acquire(
                    ticket("t" + ids.incrementAndGet())
                            .at(InstantSource.system().instant()),
                    held -> {}));
        }
        return leases;
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new AssertionError(broken);
        }
        LockSupport.parkNanos(1);
    }

    private void assertNothingIsLeft() throws InterruptedException {
        assertThat(dispatcher.runningOn(A)).isZero();
        assertThat(dispatcher.view().waiting()).isEmpty();
        assertThat(dispatcher.view().running()).isZero();
        assertThat(dispatcher.view().loads()).allMatch(load -> load.running() == 0 && load.waiting() == 0);
        try {
            takeAll().forEach(HeldLease::close);
        } catch (Exception refused) {
            throw new AssertionError("all slots are free", refused);
        }
    }
}
