package dev.herd.engine;

import dev.herd.engine.cli.WarmUp;
import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.sensing.ServerProcesses;
import dev.herd.engine.sensing.linux.ProcServerProcesses;
import dev.herd.engine.storage.HomeDirectory;
import dev.herd.engine.storage.HomeLock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One engine from its start to its orderly end, without a window.
final class HeadlessRun {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EngineConfig config;
    private final Map<String, String> environment;
    private final ServerProcesses processes = processes();
    private final CountDownLatch asked = new CountDownLatch(1);

    HeadlessRun(EngineConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
    }

    /// Serves until it is told to end.
    ///
    /// @return the exit code
    int run() throws InterruptedException {
        return run(port -> {});
    }

    /// Starts, asks itself a few things, and ends: what the runtime loads meanwhile goes into its cache.
    ///
    /// @return the exit code
    int train() throws InterruptedException {
        return run(port -> {
            WarmUp.ask(port);
            asked.countDown();
        });
    }

    private int run(IntConsumer afterStart) throws InterruptedException {
        HomeDirectory home = new HomeDirectory(config.home());
        System.setProperty("org.sqlite.tmpdir", home.nativeLibraries().toString());
        LogSetup.to(home);
        Logger log = LoggerFactory.getLogger(HeadlessRun.class);
        Engine engine;
        try {
            engine = Engine.start(config, facts());
        } catch (HomeLock.HomeTakenException other) {
            return refuse(log, String.valueOf(other.getMessage()));
        } catch (BindException taken) {
            return refuse(log, portTaken());
        } catch (IOException failed) {
            return refuse(log, "Herd cannot start: " + failed.getMessage());
        }
        Signals.onTermination(asked::countDown, () -> Runtime.getRuntime().halt(1));
        engine.awaitFirstReadings();
        long millis = ManagementFactory.getRuntimeMXBean().getUptime();
        Main.announce("Herd ready on http://" + shownHost() + ":" + engine.port() + " (" + millis + " ms)");
        engine.openHistory();
        afterStart.accept(engine.port());
        asked.await();
        log.info("ending");
        engine.stop(PATIENCE);
        return 0;
    }

    private String shownHost() {
        return switch (config.endpoint().bind()) {
            case "0.0.0.0", "::", "localhost" -> "127.0.0.1";
            default -> config.endpoint().bind();
        };
    }

    private static int refuse(Logger log, String message) {
        log.error(message);
        return 1;
    }

    /// Only what listens on this machine can be looked at.
    private OptionalInt slots(UpstreamId upstream) {
        URI address = URI.create(upstream.url());
        return address.getHost().equals("127.0.0.1") ? processes.slots(address.getPort()) : OptionalInt.empty();
    }

    private static ServerProcesses processes() {
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        return linux ? new ProcServerProcesses(Path.of("/proc")) : ServerProcesses.UNSEEN;
    }

    private String portTaken() {
        int port = config.endpoint().port();
        String owner = processes.owner(port).orElse("another program");
        return "port " + port + " is taken by " + owner
                + "; end it, or choose another port with --port N, or a free one with --port 0";
    }

    private HostFacts facts() {
        String version = HeadlessRun.class.getPackage().getImplementationVersion();
        return new HostFacts(
                UUID.randomUUID().toString(),
                version == null ? "0.1.0-dev" : version,
                HostName.of(environment),
                environment,
                this::slots);
    }
}
