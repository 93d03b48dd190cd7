package dev.herd.app;

import dev.herd.app.bridge.EnginePhase;
import dev.herd.app.bridge.EngineSource;
import dev.herd.app.bridge.StartMode;
import dev.herd.engine.Engine;
import dev.herd.engine.EngineStart;
import dev.herd.engine.StartFailed;
import dev.herd.engine.api.HerdEngine;
import dev.herd.engine.config.DemoConfig;
import dev.herd.engine.config.EndpointConfig;
import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.config.LocalConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Engines in this process.
///
/// @param config as the command line and the settings say
/// @param environment the process's environment
/// @param serves hears of every engine that serves
record LocalEngine(EngineConfig config, Map<String, String> environment, Consumer<Engine> serves)
        implements EngineSource {

    @Override
    public Started start(StartMode mode) throws CannotStartException {
        try {
            Engine engine = new EngineStart(wanted(mode), environment).start();
            engine.openHistory();
            serves.accept(engine);
            return new Running(engine);
        } catch (StartFailed failed) {
            throw new CannotStartException(failed(failed, config.endpoint().port()));
        }
    }

    private record Running(Engine engine, HerdEngine door) implements Started {
        Running(Engine engine) {
            this(engine, engine.door());
        }

        @Override
        public void stop(Duration patience) throws InterruptedException {
            engine.stop(patience);
        }
    }

    private EngineConfig wanted(StartMode mode) {
        return switch (mode) {
            case AS_ASKED -> config;
            case ON_FREE_PORT ->
                new EngineConfig(
                        config.home(),
                        config.node(),
                        new EndpointConfig(
                                0, config.endpoint().bind(), config.endpoint().apiKey()),
                        config.local(),
                        config.demo(),
                        config.upstreams(),
                        config.queue(),
                        config.limits(),
                        config.traces(),
                        config.pulls(),
                        config.person());
            case DEMO_FLEET ->
                new EngineConfig(
                        config.home(),
                        config.node(),
                        config.endpoint(),
                        new LocalConfig(false),
                        new DemoConfig(true),
                        List.of(),
                        config.queue(),
                        config.limits(),
                        config.traces(),
                        config.pulls(),
                        config.person());
        };
    }

    /// The failure in the words of a window, which has buttons where the command line has flags.
    static EnginePhase.Failed failed(StartFailed failed, int port) {
        String what = sentence(failed.reason().split(";", 2)[0]);
        return switch (failed.what()) {
            case PORT_TAKEN ->
                new EnginePhase.Failed(
                        "Port " + port + " is taken",
                        what + " End that program and try again, or let Herd use another port.",
                        List.of(StartMode.ON_FREE_PORT, StartMode.AS_ASKED));
            case HOME_TAKEN ->
                new EnginePhase.Failed(
                        "Herd already runs here",
                        what + " End it and try again, or go on using that one: it serves as before.",
                        List.of(StartMode.AS_ASKED));
            case OTHER -> new EnginePhase.Failed("Herd cannot start", what, List.of(StartMode.AS_ASKED));
        };
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + (words.endsWith(".") ? "" : ".");
    }
}
