package dev.herd.engine;

import dev.herd.engine.config.ConfigException;
import dev.herd.engine.config.EngineConfig;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `herd serve`: reads the settings, starts the engine and stays until it is told to end.
@Command(
        name = "serve",
        description = "Serves the fleet's endpoint.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Settings come from HOME/config.json, over it from the environment,",
            "over it from these options. Those without an option, with their",
            "defaults (queue.maxWait is HERD_QUEUE_MAX_WAIT in the environment):",
            "",
            "  queue.maxWait 10m       longest predicted wait before a refusal",
            "  queue.maxHold 10s       longest wait for any machine at all",
            "  queue.perClient 0       most requests of one client at once; 0: any",
            "  queue.weights \"\"        shares of clients that wait: ide=3,nightly=0.5",
            "  limits.maxBody 64MiB    longest body of one request",
            "  limits.allBodies 192MiB all bodies in memory together",
            "  traces.retention 30d    how long requests are remembered",
            "  pulls.policy ask        a request for a model that nobody has:",
            "                          never, ask (say how), allow (pull it)"
        })
final class ServeCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    ServeOptions options = new ServeOptions();

    @Option(names = "--train", hidden = true, description = "Asks itself a few things and ends: makes the cache.")
    boolean train;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        Map<String, String> environment = System.getenv();
        EngineConfig config;
        try {
            config = options.config(environment);
        } catch (ConfigException wrong) {
            throw new ParameterException(command.commandLine(), wrong.reason());
        }
        HeadlessRun run = new HeadlessRun(config, environment);
        return train ? run.train() : run.run();
    }
}
