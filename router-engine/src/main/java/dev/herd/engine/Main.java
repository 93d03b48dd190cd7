package dev.herd.engine;

import dev.herd.engine.cli.FleetCommands;
import dev.herd.engine.cli.NodeCommands;
import dev.herd.engine.cli.RequestCommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line: `herd …`.
@Command(
        name = "herd",
        description = "One endpoint over several model servers.",
        mixinStandardHelpOptions = true,
        version = "Herd 0.1.0",
        subcommands = {
            ServeCommand.class,
            FleetCommands.Status.class,
            FleetCommands.Nodes.class,
            FleetCommands.Models.class,
            RequestCommands.Requests.class,
            RequestCommands.Explain.class,
            RequestCommands.Cancel.class,
            NodeCommands.Pause.class,
            NodeCommands.Resume.class,
            NodeCommands.Drain.class,
            NodeCommands.Undrain.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Undertow's logger would otherwise look for a backend of its own.
        System.setProperty("org.jboss.logging.provider", "slf4j");
        System.exit(run(arguments));
    }

    /// Runs one command; without any, the engine.
    ///
    /// @return 0 done, 1 failed, 2 asked wrongly
    static int run(String... arguments) {
        return new CommandLine(new Main()).execute(arguments.length == 0 ? new String[] {"serve"} : arguments);
    }

    /// Prints the one line that stdout is for.
    static void announce(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
