package dev.herd.engine.trace;

import static dev.herd.engine.testing.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.Finding;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceRecorderTest {
    private final FakeClock clock = new FakeClock();
    private final FakeStore store = new FakeStore();
    private final Findings findings = new Findings(clock, new EventFeed());
    private final AtomicInteger openings = new AtomicInteger();
    private Duration gathering = Duration.ofMillis(1);
    private TraceRecorder recorder = recorder(() -> store);

    private TraceRecorder recorder(TraceRecorder.Opener opener) {
        return new TraceRecorder(
                () -> {
                    openings.incrementAndGet();
                    return opener.open();
                },
                new TraceRecorder.Patience(Duration.ofDays(30), Duration.ofMillis(1), gathering),
                clock,
                findings);
    }

    private void start() {
        Thread.startVirtualThread(recorder);
    }

    @AfterEach
    void stop() throws InterruptedException {
        store.failures.set(0);
        store.damaged = false;
        CountDownLatch gate = store.gate;
        if (gate != null) {
            gate.countDown();
        }
        recorder.close();
    }

    private void record(int from, int to) {
        IntStream.range(from, to).forEach(i -> recorder.record(trace("r" + i).build()));
    }

    private List<String> codes() {
        return findings.current().stream().map(Finding::code).toList();
    }

    @Test
    void writesWhatIsRecordedInItsOrder() throws InterruptedException {
        start();
        record(0, 1000);

        recorder.awaitWritten(Duration.ofSeconds(10));

        assertThat(store.written)
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> "r" + i).toList());
        assertThat(recorder.unwritten("r7")).isEmpty();
        assertThat(recorder.dropped()).isZero();
    }

    @Test
    void writesTogetherWhatComesTogetherUntilSomebodyWaitsForIt() throws InterruptedException {
        gathering = Duration.ofDays(1);
        recorder = recorder(() -> store);
        start();
        Await.until("it is open", () -> recorder.store().isPresent());
        record(0, 3);
        assertThat(store.written).isEmpty();

        recorder.awaitWritten(Duration.ofSeconds(10));

        assertThat(store.written).containsExactly("r0", "r1", "r2");
        record(3, 4);
        recorder.close();
        assertThat(store.written).containsExactly("r0", "r1", "r2", "r3");
    }

    @Test
    void findsATraceBeforeItIsWritten() {
        record(0, 1);

        assertThat(recorder.unwritten("r0")).isPresent();
        assertThat(recorder.unwritten("r1")).isEmpty();
        assertThat(recorder.store()).isEmpty();
    }

    @Test
    void neverBlocksAndGivesUpTheOldest() throws InterruptedException {
        store.gate = new CountDownLatch(1);
        start();
        record(0, 1);
        Await.until("the store is stuck", () -> store.appends.get() == 1);

        record(1, TraceRecorder.MOST_UNWRITTEN + 11);

        assertThat(recorder.dropped()).isEqualTo(10);
        assertThat(recorder.unwritten("r1")).isEmpty();
        assertThat(recorder.unwritten("r11")).isPresent();
        store.gate.countDown();
        recorder.awaitWritten(Duration.ofSeconds(10));
        assertThat(store.written).hasSize(TraceRecorder.MOST_UNWRITTEN + 1).doesNotContain("r10");
    }

    @Test
    void triesABatchAgain() throws InterruptedException {
        store.failures.set(TraceRecorder.TRIES - 1);
        start();
        record(0, 1);

        recorder.awaitWritten(Duration.ofSeconds(10));

        assertThat(store.written).containsExactly("r0");
        assertThat(codes()).isEmpty();
    }

    @Test
    void givesABatchUpAndSaysSoUntilWritingWorksAgain() throws InterruptedException {
        store.failures.set(TraceRecorder.TRIES);
        start();
        record(0, 1);
        recorder.awaitWritten(Duration.ofSeconds(10));
        assertThat(recorder.dropped()).isEqualTo(1);
        Await.until("it is a finding", () -> codes().equals(List.of(TraceRecorder.NOT_WRITTEN)));
        assertThat(findings.current().getFirst().message()).contains("disk full");

        record(1, 2);
        recorder.awaitWritten(Duration.ofSeconds(10));

        assertThat(store.written).containsExactly("r1");
        Await.until("it is no finding any more", () -> codes().isEmpty());
        assertThat(openings.get()).isEqualTo(1);
    }

    @Test
    void opensTheStoreAgainAndAgainUntilItCan() throws InterruptedException {
        AtomicInteger refusals = new AtomicInteger(3);
        recorder = recorder(() -> {
            if (refusals.getAndDecrement() > 0) {
                throw new IOException("locked");
            }
            return store;
        });
        record(0, 2);
        start();

        recorder.awaitWritten(Duration.ofSeconds(10));

        assertThat(store.written).containsExactly("r0", "r1");
        assertThat(openings.get()).isEqualTo(4);
        assertThat(codes()).isEmpty();
    }

    @Test
    void saysThatTheHistoryIsNotAvailable() {
        recorder = recorder(() -> {
            throw new IOException("locked");
        });
        start();

        Await.until("it is a finding", () -> codes().equals(List.of(TraceRecorder.UNAVAILABLE)));

        record(0, 3 * TraceRecorder.MOST_UNWRITTEN);
        assertThat(recorder.dropped()).isEqualTo(2 * TraceRecorder.MOST_UNWRITTEN);
        assertThat(recorder.store()).isEmpty();
    }

    @Test
    void opensADamagedStoreAnewAndLosesNothing() throws InterruptedException {
        FakeStore second = new FakeStore();
        recorder = recorder(() -> openings.get() == 1 ? store : second);
        store.damaged = true;
        start();
        record(0, 3);

        recorder.awaitWritten(Duration.ofSeconds(10));

        assertThat(second.written).containsExactly("r0", "r1", "r2");
        assertThat(recorder.dropped()).isZero();
        assertThat(codes()).isEmpty();
    }

    @Test
    void writesEverythingBeforeItEnds() throws InterruptedException {
        start();
        Await.until("it is open", () -> recorder.store().isPresent());
        record(0, 600);

        recorder.close();

        assertThat(store.written).hasSize(600);
        assertThat(store.closed.get()).isEqualTo(1);
    }

    @Test
    void endsAtOnceWhenItNeverBegan() throws InterruptedException {
        record(0, 1);

        recorder.close();
        recorder.run();

        assertThat(openings.get()).isZero();
    }

    @Test
    void forgetsWhatIsTooOldOnceAnHour() throws InterruptedException {
        start();
        record(0, 1);
        recorder.awaitWritten(Duration.ofSeconds(10));
        record(1, 2);
        recorder.awaitWritten(Duration.ofSeconds(10));
        clock.forward(Duration.ofMinutes(61));
        record(2, 3);
        recorder.awaitWritten(Duration.ofSeconds(10));

        Await.until("it has swept again", () -> store.forgottenBefore.size() == 2);

        assertThat(store.forgottenBefore)
                .containsExactly(
                        FakeClock.START.minus(Duration.ofDays(30)),
                        FakeClock.START.minus(Duration.ofDays(30)).plus(Duration.ofMinutes(61)));
    }
}
