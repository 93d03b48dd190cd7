package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ChildListenerTest {
    private static final List<String> STAYS = List.of("/bin/sh", "-c", "echo $$; exec sleep 1000");
    private static final List<String> ENDS = List.of("/bin/sh", "-c", "echo one; echo two");

    private final FakeClock clock = new FakeClock();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicInteger ends = new AtomicInteger();
    private final ChildListener listener = new ChildListener(threads, lines::add, ends::incrementAndGet);

    @AfterEach
    void end() {
        listener.close();
        threads.shutdownNow();
    }

    @Test
    void whatAChildSaysIsHeardAndItsEndNoticed() {
        listener.keep(ENDS, clock.instant());

        Await.until("it has ended", () -> ends.get() == 1);
        assertThat(lines).containsExactly("one", "two");
        assertThat(listener.since()).isEmpty();
    }

    @Test
    void itIsStartedAgainOnceAMinuteAtMost() {
        listener.keep(ENDS, clock.instant());
        Await.until("it has ended", () -> ends.get() == 1);

        clock.forward(Duration.ofSeconds(59));
        listener.keep(STAYS, clock.instant());
        assertThat(listener.since()).isEmpty();
        clock.forward(Duration.ofSeconds(1));
        listener.keep(STAYS, clock.instant());
        assertThat(listener.since()).contains(clock.instant());
    }

    @Test
    void oneThatRunsIsLeftAloneAndEndsWithTheListener() {
        listener.keep(STAYS, clock.instant());
        Await.until("it runs", () -> lines.size() == 1);
        clock.forward(Duration.ofHours(1));
        listener.keep(STAYS, clock.instant());
        long child = Long.parseLong(lines.getFirst());
        assertThat(ProcessHandle.of(child)).isPresent();

        listener.close();

        Await.until(
                "it has ended",
                () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
        listener.keep(STAYS, clock.instant());
        assertThat(lines).hasSize(1);
        assertThat(ends).hasValue(0);
    }

    @Test
    void aProgramThatIsMissingHasEnded() {
        listener.keep(List.of("/no/such/program"), clock.instant());

        Await.until("it has ended", () -> ends.get() == 1);
        assertThat(lines).isEmpty();
    }
}
