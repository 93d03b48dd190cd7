package dev.herd.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.herd.app.bridge.EnginePhase;
import dev.herd.app.bridge.EngineSource.CannotStartException;
import dev.herd.app.bridge.EngineSource.Started;
import dev.herd.app.bridge.StartMode;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.config.DemoConfig;
import dev.herd.engine.config.EndpointConfig;
import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.config.LimitsConfig;
import dev.herd.engine.config.LocalConfig;
import dev.herd.engine.config.NodeConfig;
import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.config.PullsConfig;
import dev.herd.engine.config.TracesConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real engines, on a port that another program has.
class LocalEngineTest {
    @TempDir
    Path home;

    private final AtomicInteger serving = new AtomicInteger();
    private int port;
    private AutoCloseable program = () -> {};

    @BeforeEach
    void takePort() throws IOException {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        port = socket.getLocalPort();
        program = socket;
    }

    @AfterEach
    void freePort() throws Exception {
        program.close();
    }

    private LocalEngine engines() {
        var config = new EngineConfig(
                home,
                NodeConfig.DEFAULT,
                new EndpointConfig(port, "127.0.0.1", ""),
                new LocalConfig(false),
                DemoConfig.OFF,
                List.of(),
                QueueConfig.DEFAULT,
                LimitsConfig.DEFAULT,
                TracesConfig.DEFAULT,
                PullsConfig.DEFAULT,
                PersonConfig.DEFAULT);
        return new LocalEngine(config, Map.of(), _ -> serving.incrementAndGet());
    }

    private EnginePhase.Failed failure() {
        return catchThrowableOfType(CannotStartException.class, () -> engines().start(StartMode.AS_ASKED))
                .failed();
    }

    @Test
    void saysInTheWordsOfAWindowThatThePortIsTaken() {
        EnginePhase.Failed failed = failure();

        assertThat(failed.headline()).isEqualTo("Port " + port + " is taken");
        assertThat(failed.reason()).startsWith("Port " + port + " is taken by ").doesNotContain("--port");
        assertThat(failed.waysOut()).containsExactly(StartMode.ON_FREE_PORT, StartMode.AS_ASKED);
        assertThat(serving).hasValue(0);
    }

    @Test
    void servesOnAnotherPortThen() throws Exception {
        Started started = engines().start(StartMode.ON_FREE_PORT);
        EngineSnapshot moment = started.door().snapshot();
        started.stop(Duration.ZERO);

        assertThat(moment.endpoint()).startsWith("http://localhost:").doesNotEndWith(":" + port);
        assertThat(moment.demo()).isFalse();
        assertThat(serving).hasValue(1);
    }

    @Test
    void servesSimulatedMachinesWhenAskedTo() throws Exception {
        program.close();
        Started started = engines().start(StartMode.DEMO_FLEET);
        EngineSnapshot moment = started.door().snapshot();
        started.stop(Duration.ZERO);

        assertThat(moment.demo()).isTrue();
        assertThat(moment.fleet().nodes()).isNotEmpty();
        assertThat(moment.endpoint()).endsWith(":" + port);
    }

    @Test
    void saysThatAnotherHerdHasTheHome() throws Exception {
        program.close();
        Started first = engines().start(StartMode.AS_ASKED);
        EnginePhase.Failed failed = failure();
        first.stop(Duration.ZERO);

        assertThat(failed.headline()).isEqualTo("Herd already runs here");
        assertThat(failed.waysOut()).containsExactly(StartMode.AS_ASKED);
    }
}
