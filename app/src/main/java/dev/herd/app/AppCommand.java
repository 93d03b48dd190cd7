package dev.herd.app;

import dev.herd.app.home.SingleInstance;
import dev.herd.engine.Engine;
import dev.herd.engine.ServeOptions;
import dev.herd.engine.Signals;
import dev.herd.engine.config.ConfigException;
import dev.herd.engine.config.EngineConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `herd app`: the engine with its window and tray; without a display, the engine alone.
@Command(
        name = "app",
        description = "Serves the fleet's endpoint, with a window and an icon in the tray (default with a display).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AppCommand implements Callable<Integer> {
    static final String NAME = "app";

    private final Optional<HeadStart> toolkit;

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    ServeOptions options = new ServeOptions();

    @Option(names = "--train", hidden = true, description = "Shows every page for a while and ends: makes the cache.")
    boolean train;

    /// @param toolkit if it starts already
    AppCommand(Optional<HeadStart> toolkit) {
        this.toolkit = toolkit;
    }

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
        if (!Display.isThere(System.getProperties(), environment)) {
            return serve(command.commandLine());
        }
        var run = new DesktopRun(config.home(), new LocalEngine(config, environment, AppCommand::announce), toolkit);
        Signals.onTermination(run::end, () -> Runtime.getRuntime().halt(1));
        try {
            return switch (train ? run.train() : run.run()) {
                case ENDED, SHOWN_ELSEWHERE -> 0;
                case NO_DISPLAY -> serve(command.commandLine());
            };
        } catch (IOException | SingleInstance.UnansweredException unusable) {
            Launcher.complain(String.valueOf(unusable.getMessage()));
            return 1;
        }
    }

    /// The same without a window.
    private static int serve(CommandLine app) {
        Launcher.complain("no display here, so that Herd serves without its window");
        List<String> arguments = new ArrayList<>(List.of("serve"));
        List<String> asked = app.getParent().getParseResult().originalArgs();
        arguments.addAll(asked.subList(Math.min(1, asked.size()), asked.size()));
        return Launcher.run(arguments.toArray(String[]::new));
    }

    /// The line that scripts wait for, as `herd serve` prints it.
    private static void announce(Engine engine) {
        long millis = ManagementFactory.getRuntimeMXBean().getUptime();
        Launcher.say("Herd ready on http://127.0.0.1:" + engine.port() + " (" + millis + " ms)");
    }
}
