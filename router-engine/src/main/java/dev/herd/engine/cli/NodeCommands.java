package dev.herd.engine.cli;

import dev.herd.engine.config.Quantities;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands that take machines out of the fleet and back.
public final class NodeCommands {
    private NodeCommands() {}

    /// What the four have in common.
    abstract static class NodeCommand extends Query {
        @Parameters(arity = "0..1", paramLabel = "NODE", description = "Id or name (default: this machine).")
        @Nullable
        String node;

        abstract String verb();

        String body() throws CommandFailed {
            return "";
        }

        @Override
        void run(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
            String target = node == null ? thisMachine(engine) : node;
            String answer = engine.send("POST", path(engine, target) + "/" + verb(), body());
            out.println(
                    json ? answer : target + " is " + EngineClient.json(answer).textOrEmpty("state"));
        }
    }

    /// The address of a machine's own pages, of this one when none is named.
    static String path(EngineClient engine, @Nullable String node) throws CommandFailed, BadRequestException {
        return "/fleet/nodes/" + encoded(node == null ? thisMachine(engine) : node);
    }

    private static String encoded(String node) {
        return URLEncoder.encode(node, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String thisMachine(EngineClient engine) throws CommandFailed, BadRequestException {
        List<String> names = new ArrayList<>();
        for (JsonSlice element : engine.getJson("/fleet/status").array("nodes")) {
            JsonFields node = element.fields();
            if (node.textOrEmpty("kind").equals("herd")) {
                return node.textOrEmpty("id");
            }
            names.add(node.textOrEmpty("name"));
        }
        throw CommandFailed.usage("this machine is no node of the fleet; name one of: " + String.join(", ", names));
    }

    /// Those that last for a while.
    abstract static class TimedCommand extends NodeCommand {
        @Option(names = "--for", paramLabel = "TIME", description = "For so long, such as 1h.")
        @Nullable
        String duration;

        @Override
        String body() throws CommandFailed {
            if (duration == null) {
                return "";
            }
            try {
                Quantities.duration(duration);
            } catch (IllegalArgumentException wrong) {
                throw CommandFailed.usage("--for: " + wrong.getMessage());
            }
            return "{\"for\":" + Json.quoted(duration) + "}";
        }
    }

    /// `herd pause`.
    @Command(
            name = "pause",
            description = "Gives a machine nothing new, until it is resumed or for the time given.",
            mixinStandardHelpOptions = true)
    public static final class Pause extends TimedCommand {
        @Override
        String verb() {
            return "pause";
        }
    }

    /// `herd resume`.
    @Command(
            name = "resume",
            description =
                    "Ends a machine's pause, and lets it serve whatever its person does: for the time given, else until"
                            + " the meeting ends that goes on, else for an hour.",
            mixinStandardHelpOptions = true)
    public static final class Resume extends TimedCommand {
        @Override
        String verb() {
            return "resume";
        }
    }

    /// `herd protect`.
    @Command(
            name = "protect",
            description = "Lets a machine step back for its person again, after a resume.",
            mixinStandardHelpOptions = true)
    public static final class Protect extends NodeCommand {
        @Override
        String verb() {
            return "protect";
        }
    }

    /// `herd drain`.
    @Command(
            name = "drain",
            description = "Gives a machine nothing new, so that it can be taken away once idle.",
            mixinStandardHelpOptions = true)
    public static final class Drain extends NodeCommand {
        @Override
        String verb() {
            return "drain";
        }
    }

    /// `herd undrain`.
    @Command(name = "undrain", description = "Takes a drained machine back.", mixinStandardHelpOptions = true)
    public static final class Undrain extends NodeCommand {
        @Override
        String verb() {
            return "undrain";
        }
    }
}
