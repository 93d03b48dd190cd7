package dev.herd.engine.cli;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.storage.HomeDirectory;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What all commands have in common that ask a running engine.
abstract class Query implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--json", description = "Print the engine's own JSON (default: text).")
    boolean json;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The engine to ask (default: the one that runs on the home).")
    @Nullable
    String url;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The home of the engine to ask (default: this system's place for it).")
    @Nullable
    Path home;

    @Override
    public final Integer call() {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        PrintWriter out = command.commandLine().getOut();
        try {
            run(client(), out);
            out.flush();
            return 0;
        } catch (CommandFailed failed) {
            command.commandLine().getErr().println("herd: " + failed.getMessage());
            return failed.exitCode();
        } catch (BadRequestException unexpected) {
            command.commandLine().getErr().println("herd: the answer is not as expected: " + unexpected.reason());
            return 1;
        }
    }

    abstract void run(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException;

    /// Whether a person sees what is printed, as it is printed.
    @SuppressWarnings("SystemConsoleNull") // It does where the Java image has no module for it.
    static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private EngineClient client() throws CommandFailed {
        String key = System.getenv().getOrDefault("HERD_API_KEY", "");
        if (url != null) {
            return EngineClient.of(url, key);
        }
        Path path = home == null ? defaultHome() : home;
        return EngineClient.of(new HomeDirectory(path), key);
    }

    static Path defaultHome() {
        return HomeDirectory.defaultPath(
                System.getProperty("os.name", ""), System.getenv(), Path.of(System.getProperty("user.home", ".")));
    }
}
