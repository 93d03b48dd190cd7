package dev.herd.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Fleets;
import dev.herd.engine.api.HerdEngine;
import dev.herd.engine.testing.Await;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineLifeTest {
    private static final EnginePhase.Failed TAKEN =
            new EnginePhase.Failed("Port 11435 is taken", "by ollama", List.of(StartMode.ON_FREE_PORT));

    private final FakeSource source = new FakeSource();
    private final EngineLife life =
            new EngineLife(source, task -> Thread.ofVirtual().start(task));
    private final List<String> phases = new CopyOnWriteArrayList<>();

    /// Gives engines that end when they are told to, or when they are idle.
    private static final class FakeSource implements EngineSource {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final Semaphore idle = new Semaphore(0);
        private volatile boolean portTaken;
        private volatile boolean defect;
        private volatile boolean partMissing;

        @Override
        public Started start(StartMode mode) throws CannotStartException {
            seen.add("start " + mode);
            if (defect) {
                throw new IllegalStateException("a defect");
            }
            if (partMissing) {
                throw new NoClassDefFoundError("a part");
            }
            if (portTaken && mode == StartMode.AS_ASKED) {
                throw new CannotStartException(TAKEN);
            }
            return new Started() {
                @Override
                public HerdEngine door() {
                    return new FakeEngine(Fleets.empty());
                }

                @Override
                public void stop(Duration patience) throws InterruptedException {
                    if (patience.isPositive()) {
                        seen.add("wait");
                        idle.acquire();
                    }
                    seen.add("stopped");
                }
            };
        }
    }

    @BeforeEach
    void listen() {
        life.onPhase(phase -> phases.add(phase.getClass().getSimpleName()));
    }

    private void reaches(String... names) {
        Await.until("it went through " + List.of(names), () -> phases.equals(List.of(names)));
    }

    @Test
    void startsAndSaysSo() {
        life.start(StartMode.AS_ASKED);

        reaches("Starting", "Starting", "Running");
    }

    @Test
    void whoeverListensLaterHearsThePresentPhaseFirst() {
        life.start(StartMode.AS_ASKED);
        List<EnginePhase> late = new CopyOnWriteArrayList<>();
        life.onPhase(late::add);

        Await.until("it is heard", () -> !late.isEmpty());
        assertThat(late).singleElement().isInstanceOf(EnginePhase.Running.class);
    }

    @Test
    void saysWhyItCannotStartAndStartsOtherwise() {
        source.portTaken = true;
        life.start(StartMode.AS_ASKED);
        life.start(StartMode.ON_FREE_PORT);

        reaches("Starting", "Starting", "Failed", "Starting", "Running");
    }

    @Test
    void endsTheEngineThatRunsBeforeItStartsAnother() {
        life.start(StartMode.AS_ASKED);
        life.start(StartMode.DEMO_FLEET);

        reaches("Starting", "Starting", "Running", "Starting", "Running");
        assertThat(source.seen).containsExactly("start AS_ASKED", "stopped", "start DEMO_FLEET");
    }

    @Test
    void stopsNow() {
        life.start(StartMode.AS_ASKED);
        life.stop(StopMode.NOW);

        reaches("Starting", "Starting", "Running", "Stopping", "Stopped");
        assertThat(source.seen).containsExactly("start AS_ASKED", "stopped");
    }

    @Test
    void stopsWhenIdle() {
        life.start(StartMode.AS_ASKED);
        life.stop(StopMode.WHEN_IDLE);
        reaches("Starting", "Starting", "Running", "Stopping");

        source.idle.release();
        reaches("Starting", "Starting", "Running", "Stopping", "Stopped");
    }

    @Test
    void whoeverCannotWaitUntilItIsIdleStopsItNow() {
        life.start(StartMode.AS_ASKED);
        life.stop(StopMode.WHEN_IDLE);
        Await.until("it waits", () -> source.seen.contains("wait"));
        life.stop(StopMode.NOW);

        reaches("Starting", "Starting", "Running", "Stopping", "Stopping", "Stopped");
        assertThat(source.seen).containsExactly("start AS_ASKED", "wait", "stopped");
    }

    @Test
    void aHurryIsNotForgottenWhenItComesBeforeTheWait() {
        life.start(StartMode.AS_ASKED);
        life.stop(StopMode.WHEN_IDLE);
        life.stop(StopMode.SOON);
        life.stop(StopMode.NOW);

        Await.until("it has stopped", () -> source.seen.contains("stopped"));
    }

    @Test
    void whoeverHasMorePatienceDoesNotHoldUpWhoHasLess() {
        life.start(StartMode.AS_ASKED);
        life.stop(StopMode.SOON);
        Await.until("it waits", () -> source.seen.contains("wait"));
        life.stop(StopMode.WHEN_IDLE);
        source.idle.release();

        Await.until("it has stopped", () -> phases.contains("Stopped"));
        assertThat(source.seen).containsExactly("start AS_ASKED", "wait", "stopped");
    }

    @Test
    void whoeverStopsIsNotHurriedByItself() {
        for (int round = 1; round <= 200; round++) {
            int stops = round;
            life.start(StartMode.AS_ASKED);
            life.stop(StopMode.SOON);
            Await.until("it waits", () -> Collections.frequency(source.seen, "wait") == stops);
            source.idle.release();
            Await.until("it has stopped", () -> Collections.frequency(phases, "Stopped") == stops);
        }
    }

    @Test
    void aHurryIsForgottenWithTheEngineItWasAbout() {
        life.start(StartMode.AS_ASKED);
        life.stop(StopMode.NOW);
        life.start(StartMode.AS_ASKED);
        life.stop(StopMode.WHEN_IDLE);
        source.idle.release();

        Await.until("both have stopped", () -> Collections.frequency(phases, "Stopped") == 2);
    }

    @Test
    void aDefectIsAFailureThatTheWindowShows() {
        source.defect = true;
        life.start(StartMode.AS_ASKED);
        Await.until("it has failed", () -> phases.contains("Failed"));
        source.defect = false;
        life.start(StartMode.AS_ASKED);
        Await.until("it runs", () -> phases.contains("Running"));
    }

    @Test
    void aPartThatCannotBeLoadedIsAFailureThatTheWindowShows() {
        source.partMissing = true;
        life.start(StartMode.AS_ASKED);

        reaches("Starting", "Starting", "Failed");
    }

    @Test
    void stoppingWithoutAnEngineEndsAtOnce() {
        life.stop(StopMode.NOW);

        reaches("Starting", "Stopped");
    }
}
