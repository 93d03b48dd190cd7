package dev.herd.app;

import dev.herd.engine.Main;

/// Starts Herd on this machine: the window, or one of the commands of the engine.
public final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) {
        // Undertow's logger would otherwise look for a backend of its own.
        System.setProperty("org.jboss.logging.provider", "slf4j");
        System.exit(run(arguments));
    }

    /// Runs one command; without any, the app.
    ///
    /// @return 0 done, 1 failed, 2 asked wrongly
    static int run(String... arguments) {
        String[] asked = arguments.length == 0 ? new String[] {AppCommand.NAME} : arguments;
        return Main.commands(asked).addSubcommand(new AppCommand()).execute(asked);
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
