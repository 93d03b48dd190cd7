package dev.herd.engine;

import dev.herd.engine.cli.WarmUp;
import dev.herd.engine.config.EngineConfig;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One engine from its start to its orderly end, without a window.
final class HeadlessRun {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EngineConfig config;
    private final EngineStart start;
    private final CountDownLatch asked = new CountDownLatch(1);

    HeadlessRun(EngineConfig config, Map<String, String> environment) {
        this.config = config;
        this.start = new EngineStart(config, environment);
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
        Engine engine;
        try {
            engine = start.start();
        } catch (StartFailed failed) {
            LoggerFactory.getLogger(HeadlessRun.class).error(failed.reason());
            return 1;
        }
        Signals.onTermination(asked::countDown, () -> Runtime.getRuntime().halt(1));
        engine.awaitFirstReadings();
        long millis = ManagementFactory.getRuntimeMXBean().getUptime();
        Main.announce(
                "Herd ready on http://" + config.endpoint().reachedAt() + ":" + engine.port() + " (" + millis + " ms)");
        engine.openHistory();
        afterStart.accept(engine.port());
        asked.await();
        // The logger is bound only once the home is known.
        Logger log = LoggerFactory.getLogger(HeadlessRun.class);
        log.info("ending");
        engine.stop(PATIENCE);
        return 0;
    }
}
