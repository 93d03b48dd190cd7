package dev.herd.engine;

import dev.herd.engine.cli.FleetCommands;
import dev.herd.engine.cli.NodeCommands;
import dev.herd.engine.cli.PinCommands;
import dev.herd.engine.cli.PullCommand;
import dev.herd.engine.cli.RequestCommands;
import dev.herd.engine.cli.SimulateCommand;
import dev.herd.engine.cli.WeekCommand;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line: `herd …`.
@Command(
        name = "herd",
        description = "One endpoint over several model servers.",
        mixinStandardHelpOptions = true,
        version = "Herd 0.1.0")
public final class Main {
    private static final SequencedMap<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("serve", ServeCommand.class);
        COMMANDS.put("status", FleetCommands.Status.class);
        COMMANDS.put("nodes", FleetCommands.Nodes.class);
        COMMANDS.put("models", FleetCommands.Models.class);
        COMMANDS.put("requests", RequestCommands.Requests.class);
        COMMANDS.put("explain", RequestCommands.Explain.class);
        COMMANDS.put("cancel", RequestCommands.Cancel.class);
        COMMANDS.put("pull", PullCommand.class);
        COMMANDS.put("pin", PinCommands.Pin.class);
        COMMANDS.put("unpin", PinCommands.Unpin.class);
        COMMANDS.put("pause", NodeCommands.Pause.class);
        COMMANDS.put("resume", NodeCommands.Resume.class);
        COMMANDS.put("protect", NodeCommands.Protect.class);
        COMMANDS.put("week", WeekCommand.class);
        COMMANDS.put("drain", NodeCommands.Drain.class);
        COMMANDS.put("undrain", NodeCommands.Undrain.class);
        COMMANDS.put("simulate", SimulateCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
    }

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
        String[] asked = arguments.length == 0 ? new String[] {"serve"} : arguments;
        return commands(asked).execute(asked);
    }

    /// What the command line understands: where its first word is a command, that one alone, for reading the
    /// options of all of them would take a quarter of the time in which Herd starts.
    ///
    /// @param arguments what was typed
    public static CommandLine commands(String... arguments) {
        CommandLine commands = bare();
        Class<?> first = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (first != null) {
            return commands.addSubcommand(arguments[0], first);
        }
        COMMANDS.forEach(commands::addSubcommand);
        return commands;
    }

    /// The same without any command, for who has others.
    public static CommandLine bare() {
        return new CommandLine(new Main());
    }

    /// Prints the one line that stdout is for.
    static void announce(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
