package dev.herd.app;

import dev.herd.engine.Main;
import dev.herd.engine.ServeOptions;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// Starts Herd on this machine: the window, or one of the commands of the engine.
public final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) {
        // Undertow's logger would otherwise look for a backend of its own.
        System.setProperty("org.jboss.logging.provider", "slf4j");
        // Without a display, the toolkit would find none; and say so.
        Optional<HeadStart> toolkit = Display.isThere(System.getProperties(), System.getenv())
                ? HeadStart.expected(List.of(arguments), new ServeOptions().home(System.getenv()))
                        .map(HeadStart::begin)
                : Optional.empty();
        System.exit(run(toolkit, arguments));
    }

    /// Runs one command; without any, the app.
    ///
    /// @return 0 done, 1 failed, 2 asked wrongly
    static int run(String... arguments) {
        return run(Optional.empty(), arguments);
    }

    private static int run(Optional<HeadStart> toolkit, String... arguments) {
        String[] asked = arguments.length == 0 ? new String[] {AppCommand.NAME} : arguments;
        // As for the engine's commands: those that nobody asked for are not read.
        CommandLine commands = asked[0].equals(AppCommand.NAME) ? Main.bare() : Main.commands(asked);
        return commands.addSubcommand(new AppCommand(toolkit)).execute(asked);
    }

    /// Prints what others wait for.
    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /// Says what the person should know, where there is no window to say it.
    static void complain(String message) {
        System.err.println("herd: " + message);
    }
}
