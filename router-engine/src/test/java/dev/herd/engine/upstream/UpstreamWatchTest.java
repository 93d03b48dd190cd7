package dev.herd.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpstreamWatchTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final String LIST = "/api/tags";
    private static final String VERSION = "/api/version";

    private final FakeUpstream server = FakeUpstream.ollama(FakeModel.named("m"));
    private final UpstreamId address = UpstreamId.parse(server.url());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Connections connections = new Connections(upstream -> "");
    private final AtomicBoolean attended = new AtomicBoolean();
    private final Readings readings = new Readings();
    private final UpstreamWatch watch = new UpstreamWatch(
            connections, workers, new Pace(SHORT, LONG, SHORT, Duration.ofSeconds(3)), attended::get, readings);

    private static final class Readings implements UpstreamWatch.Listener {
        private final List<String> versions = new CopyOnWriteArrayList<>();

        @Override
        public void answered(UpstreamId upstream, Reading reading) {
            versions.add(reading.inventory().version());
        }

        @Override
        public void failed(UpstreamId upstream, UpstreamState state, String reason) {
            versions.add("failed");
        }
    }

    @BeforeEach
    void begin() {
        watch.add(address, null);
        Await.until("the first reading", () -> readings.versions.size() == 1);
    }

    @AfterEach
    void end() {
        watch.remove(address);
        workers.shutdownNow();
        connections.close();
        server.close();
    }

    @Test
    void restsWhileNobodyCaresAndReadsAtOnceWhenSomebodyDoesAgain() throws InterruptedException {
        watch.wake();
        assertThat(watch.refreshAll()).isTrue();
        assertThat(server.seen(LIST)).as("the first, and the one asked for").hasSize(2);

        attended.set(true);
        watch.wake();

        Await.until("readings again and again", () -> server.seen(LIST).size() > 3);
    }

    @Test
    void asksForTheVersionNowAndThen() {
        int before = server.seen(VERSION).size();
        attended.set(true);
        watch.wake();
        Await.until("the version twice more", () -> server.seen(VERSION).size() >= before + 2);
        attended.set(false);

        assertThat(server.seen(LIST).size()).isGreaterThanOrEqualTo(24);
        assertThat(readings.versions).doesNotContain("failed", "");
    }
}
