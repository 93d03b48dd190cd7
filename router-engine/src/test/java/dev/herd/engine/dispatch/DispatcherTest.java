package dev.herd.engine.dispatch;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.instance;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.learning.RateBook;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Refusal;
import dev.herd.engine.placement.RefusedException;
import dev.herd.engine.scheduling.Scheduler;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.FakeTimer;
import dev.herd.engine.testing.TicketBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private static final FleetSnapshot UP = aFleet().node("a").has("m").build(10);
    private static final FleetSnapshot DOWN =
            aFleet().node("a").is(UpstreamState.DOWN).has("m").build(11);

    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final Dispatcher dispatcher = new Dispatcher(
            new Scheduler(QueueConfig.DEFAULT, new RateBook()),
            clock,
            timer,
            new Dispatcher.Hands(holder -> {}, HeldLease::close, (load, told) -> {}, pins -> {}));
    private final List<Boolean> told = new CopyOnWriteArrayList<>();

    DispatcherTest() {
        dispatcher.fleetChanged(UP);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private HeldLease acquire(TicketBuilder ticket) throws RefusedException, InterruptedException {
        return dispatcher.acquire(ticket.at(clock.instant()), told::add);
    }

    /// Acquires on a thread of its own, and returns once it waits.
    private CompletableFuture<HeldLease> acquireLater(TicketBuilder ticket) {
        int before = dispatcher.view().waiting().size();
        CompletableFuture<HeldLease> lease = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                lease.complete(acquire(ticket));
            } catch (RefusedException | InterruptedException ended) {
                lease.completeExceptionally(ended);
            }
        });
        Await.until("it waits", () -> dispatcher.view().waiting().size() == before + 1);
        Await.until("it has asked for a tick", () -> timer.pending() > 0);
        return lease;
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Test
    void grantsAFreeSlotAtOnce() throws Exception {
        try (HeldLease lease = acquire(ticket("a"))) {
            assertThat(lease.lease().holder().node().name()).isEqualTo("a");
            assertThat(dispatcher.view().running()).isEqualTo(1);
        }
        assertThat(dispatcher.view().running()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void handsAFreedSlotToTheNextAndTellsHowLongItWaited() throws Exception {
        HeldLease first = acquire(ticket("a"));
        CompletableFuture<HeldLease> second = acquireLater(ticket("b"));
        Await.until("it was told", () -> told.equals(List.of(false)));
        timer.forward(Duration.ofSeconds(3));

        first.finish(new Outcome.RequestRefused());

        assertThat(soon(second).queued()).isEqualTo(Duration.ofSeconds(3));
        assertThat(soon(second).held()).isZero();
    }

    @Test
    void tellsWheneverATicketWaitsForSomethingElse() throws Exception {
        HeldLease first = acquire(ticket("a"));
        CompletableFuture<HeldLease> second = acquireLater(ticket("b"));
        Await.until("it was told", () -> told.equals(List.of(false)));

        dispatcher.fleetChanged(DOWN);
        Await.until("it was told", () -> told.equals(List.of(false, true)));
        dispatcher.fleetChanged(aFleet().node("a").has("m").build(12));
        Await.until("it was told", () -> told.equals(List.of(false, true, false)));

        first.close();
        assertThat(soon(second).lease().ticket().id().value()).isEqualTo("b");
    }

    @Test
    void endsALeaseOnlyOnce() throws Exception {
        HeldLease lease = acquire(ticket("a"));
        lease.finish(new Outcome.RequestRefused());
        HeldLease next = acquire(ticket("b"));

        lease.finish(new Outcome.UpstreamFailed("again"));
        lease.close();

        assertThat(dispatcher.view().running()).isEqualTo(1);
        next.close();
    }

    @Test
    void carriesARefusalToWhoAsked() {
        assertThatThrownBy(() -> acquire(ticket("a").forModels("unknown")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.NO_ELIGIBLE_NODE));
    }

    @Test
    void refusesAHeldTicketWhenItsTimeIsOver() {
        dispatcher.fleetChanged(DOWN);
        CompletableFuture<HeldLease> held = acquireLater(ticket("a"));

        timer.forward(Duration.ofMillis(9_990));
        assertThat(held).isNotDone();
        timer.forward(Duration.ofMillis(20));

        assertThatThrownBy(() -> soon(held)).hasCauseInstanceOf(RefusedException.class);
        Await.until("it was told", () -> told.equals(List.of(true)));
    }

    @Test
    void takesAnInterruptedThreadOutOfTheQueue() throws Exception {
        HeldLease first = acquire(ticket("a"));
        CompletableFuture<Throwable> ending = new CompletableFuture<>();
        Thread waiter = Thread.startVirtualThread(() -> {
            try {
                acquire(ticket("b")).close();
            } catch (RefusedException | InterruptedException ended) {
                ending.complete(ended);
            }
        });
        Await.until("it waits", () -> dispatcher.view().waiting().size() == 1);

        waiter.interrupt();

        assertThat(soon(ending)).isInstanceOf(InterruptedException.class);
        assertThat(dispatcher.view().waiting()).isEmpty();
        first.close();
        assertThat(dispatcher.view().running()).isZero();
    }

    @Test
    void ignoresASnapshotThatComesLate() throws Exception {
        dispatcher.fleetChanged(DOWN);
        dispatcher.fleetChanged(UP);

        assertThat(dispatcher.view().loads().getFirst().holder().upstream().state())
                .isEqualTo(UpstreamState.DOWN);
    }

    @Test
    void learnsFromAnswersAndKeepsThatWhenTheModelComesBack() throws Exception {
        var timings = new Timings(3_000_000_000L, 0, 1_000_000_000L, 2_000_000_000L);
        HeldLease lease = acquire(ticket("a"));
        lease.finish(new Outcome.Served(
                new TokenUsage(4000, 0, 100), timings, Duration.ofSeconds(1), Duration.ofSeconds(3)));
        dispatcher.fleetChanged(aFleet().node("a").has("other").build(12));
        dispatcher.fleetChanged(aFleet().node("a").has("m").build(13));

        try (HeldLease next = acquire(ticket("b").prompt(8000))) {
            assertThat(next.lease().decision().predictedSeconds()).isBetween(3.99, 4.01);
        }
    }

    @Test
    void blamesAnInstanceAfterItsLease() throws Exception {
        for (int i = 0; i < 3; i++) {
            dispatcher.blame(instance("a", "m"));
        }
        CompletableFuture<HeldLease> held = acquireLater(ticket("a"));

        timer.forward(Duration.ofSeconds(6));

        assertThat(soon(held).held()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void refusesEverybodyWhenItStops() throws Exception {
        HeldLease first = acquire(ticket("a"));
        CompletableFuture<HeldLease> second = acquireLater(ticket("b"));

        dispatcher.stop();

        assertThatThrownBy(() -> soon(second)).hasCauseInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> acquire(ticket("c"))).isInstanceOf(RefusedException.class);
        first.close();
        assertThat(dispatcher.view().running()).isZero();
    }

    @Test
    void keepsOneTickToComeHoweverManyWishesThereAre() {
        dispatcher.fleetChanged(DOWN);
        // For a look at what nobody has measured.
        int before = timer.pending();
        CompletableFuture<HeldLease> patient = acquireLater(ticket("patient"));
        List<CompletableFuture<HeldLease>> held = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            // Each has less patience than the one before, so that each asks for an earlier tick.
            held.add(acquireLater(ticket("t" + i).before(clock.instant().plusMillis(95 - 4 * i))));
            int ticks = before + i + 2;
            Await.until("it has asked", () -> timer.pending() == ticks);
        }

        timer.forward(Duration.ofSeconds(1));

        Await.until("all have ended", () -> held.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        assertThat(patient).isNotDone();
        assertThat(timer.pending()).isEqualTo(before + 1);
    }

    @Test
    void releasesLeasesWhenTheTimerHasEndedAlready() throws Exception {
        var ended = Executors.newSingleThreadScheduledExecutor();
        var late = new Dispatcher(
                new Scheduler(QueueConfig.DEFAULT, new RateBook()),
                clock,
                ended,
                new Dispatcher.Hands(holder -> {}, HeldLease::close, (load, told) -> {}, pins -> {}));
        late.fleetChanged(aFleet().node("a").has(model("m")).build());
        HeldLease lease = late.acquire(ticket("a").at(clock.instant()), told::add);
        Thread waiter = Thread.startVirtualThread(() -> {
            try {
                late.acquire(ticket("b").at(clock.instant()), told::add).close();
            } catch (RefusedException | InterruptedException stopped) {
                told.add(true);
            }
        });
        Await.until("it waits", () -> late.view().waiting().size() == 1);
        ended.shutdownNow();

        lease.close();

        assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();
        assertThat(late.view().running()).isZero();
    }
}
