package dev.herd.engine.pulling;

import static dev.herd.engine.testing.FakePulls.MANIFEST;
import static dev.herd.engine.testing.FakePulls.SUCCESS;
import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.PullProgress;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.FakeTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class PullsTest {
    private static final PullLine DONE = new PullLine(SUCCESS, "success", "", 0, 0, "");
    private static final PullLine BROKEN = new PullLine("broken", "", "", 0, 0, "");

    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final StubSource source = new StubSource();
    private final RecordingFleet fleet = new RecordingFleet();
    private final Pulls pulls =
            new Pulls(source, fleet, new Pulls.Tools(clock, timer, Thread::startVirtualThread, Duration.ofSeconds(2)));

    /// Gives the lines that the test puts in.
    private final class StubSource implements PullSource {
        private final LinkedBlockingQueue<PullLine> lines = new LinkedBlockingQueue<>();
        private final List<Instant> opened = new CopyOnWriteArrayList<>();
        private final List<UpstreamId> asked = new CopyOnWriteArrayList<>();

        @Override
        public Lines open(UpstreamId upstream, String model, boolean insecure) {
            opened.add(clock.instant());
            asked.add(upstream);
            return new Lines() {
                @Override
                public Optional<PullLine> next() throws BrokenException {
                    try {
                        PullLine line = lines.take();
                        if (line.equals(BROKEN)) {
                            throw new BrokenException("cut", null);
                        }
                        return Optional.of(line);
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                        throw new BrokenException("closed", stopped);
                    }
                }

                @Override
                public void close() {}
            };
        }
    }

    private static final class RecordingFleet implements Pulls.Fleet {
        private final FleetSnapshot snapshot = aFleet().node("a").node("b").build();
        private final List<String> said = new CopyOnWriteArrayList<>();

        @Override
        public FleetSnapshot snapshot() {
            return snapshot;
        }

        @Override
        public Room room(Node node, Upstream upstream) {
            return Room.UNKNOWN;
        }

        @Override
        public void pulled(PullProgress pull, UpstreamId upstream) {
            said.add("pulled " + pull.model());
        }

        @Override
        public void failed(PullProgress pull, String reason) {
            said.add(reason);
        }
    }

    private static PullLine part(String digest, long total, long completed) {
        return new PullLine(digest + " " + completed, "pulling", digest, total, completed, "");
    }

    private PullWatch begin(String model) throws PullRejectedException {
        return pulls.begin(PullOrder.of(model, null));
    }

    private static List<String> texts(PullWatch watch) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        while (watch.next() instanceof PullWatch.Next.Told(PullLine line)) {
            texts.add(line.text());
        }
        return texts;
    }

    @Test
    void eachPauseIsFourTimesTheLast() throws PullRejectedException, InterruptedException {
        try (PullWatch watch = begin("m")) {
            for (int asked = 1; asked <= 3; asked++) {
                source.lines.add(BROKEN);
                Await.until("it pauses", () -> timer.pending() == 1);
                timer.forward(Duration.ofSeconds(32));
                int now = asked + 1;
                Await.until("it is asked for again", () -> source.opened.size() == now);
            }
            source.lines.add(BROKEN);

            assertThat(watch.awaitEnd()).isEqualTo(PullEnd.Failed.of(502, "cut"));
        }
        assertThat(fleet.said).containsExactly("cut");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aPauseIsNotOverBeforeItsTime() throws PullRejectedException {
        try (PullWatch watch = begin("m")) {
            source.lines.add(BROKEN);
            Await.until("it pauses", () -> timer.pending() == 1);
            timer.forward(Duration.ofMillis(1999));
            assertThat(timer.pending()).isEqualTo(1);
            timer.forward(Duration.ofMillis(1));
            Await.until("it is asked for again", () -> source.opened.size() == 2);
            assertThat(source.opened.getLast()).isEqualTo(FakeClock.START.plusSeconds(2));
            source.lines.add(BROKEN);
            Await.until("it pauses again", () -> timer.pending() == 1);
            timer.forward(Duration.ofMillis(7999));
            assertThat(timer.pending()).isEqualTo(1);
            assertThat(watch.progress().attempt()).isEqualTo(3);
        }
        pulls.stop();
    }

    @Test
    void whoComesLateIsToldTheLastOfEachPart() throws PullRejectedException, InterruptedException {
        try (PullWatch first = begin("m")) {
            source.lines.add(new PullLine(MANIFEST, "pulling manifest", "", 0, 0, ""));
            for (int i = 0; i <= 5; i++) {
                source.lines.add(part("x", 5, i));
            }
            source.lines.add(part("y", 7, 3));
            Await.until("all was read", () -> first.progress().completedBytes() == 8);
            try (PullWatch second = begin("M")) {
                assertThat(second.progress().watchers()).isEqualTo(2);
                source.lines.add(DONE);

                assertThat(texts(second)).containsExactly(MANIFEST, "x 5", "y 3");
                assertThat(texts(first)).hasSize(8);
                assertThat(second.awaitEnd()).isEqualTo(new PullEnd.Pulled(SUCCESS));
            }
        }
        assertThat(pulls.watched()).isFalse();
        assertThat(fleet.said).containsExactly("pulled m");
    }

    @Test
    void aWatcherThatIsFarBehindMissesTheOldestLinesAndNeverTheEnd()
            throws PullRejectedException, InterruptedException {
        try (PullWatch watch = begin("m")) {
            for (int i = 1; i <= 3000; i++) {
                source.lines.add(part("x", 3000, i));
            }
            source.lines.add(DONE);
            Await.until("it has ended", () -> pulls.running().isEmpty());

            assertThat(texts(watch)).hasSize(1000).endsWith("x 3000");
            assertThat(watch.awaitEnd()).isEqualTo(new PullEnd.Pulled(SUCCESS));
        }
    }

    @Test
    void goesBackToTheMachineOnWhichItBrokeOff() throws PullRejectedException, InterruptedException {
        var toB = new PullOrder("m", fleet.snapshot.nodes().get(1).id(), false, false);
        try (PullWatch watch = pulls.begin(toB)) {
            source.lines.add(part("x", 9, 4));
            Await.until("a part is there", () -> watch.progress().completedBytes() == 4);
            pulls.cancel(watch.progress().id());
            assertThat(watch.awaitEnd()).isEqualTo(new PullEnd.Stopped("the pull was cancelled"));
        }
        Await.until("it is forgotten", () -> pulls.running().isEmpty());

        try (PullWatch again = begin("m");
                PullWatch other = begin("n")) {
            assertThat(again.node().name()).isEqualTo("b");
            assertThat(other.node().name()).isEqualTo("a");
        }
        pulls.stop();
        assertThat(fleet.said).as("nothing has failed").isEmpty();
    }

    @Test
    void aPauseEndsWithThePull() throws PullRejectedException, InterruptedException {
        try (PullWatch watch = begin("m")) {
            source.lines.add(BROKEN);
            Await.until("it pauses", () -> timer.pending() == 1);

            pulls.look(_ -> true);
            assertThat(pulls.running()).as("it waits for no server now").hasSize(1);
            pulls.stop();

            assertThat(watch.awaitEnd()).isEqualTo(new PullEnd.Stopped("Herd is stopping"));
        }
        assertThat(source.opened).hasSize(1);
    }
}
