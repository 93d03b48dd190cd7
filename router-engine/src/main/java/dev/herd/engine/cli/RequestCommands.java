package dev.herd.engine.cli;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands that show requests, and stop them.
public final class RequestCommands {
    private RequestCommands() {}

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static double number(JsonFields fields, String name) {
        JsonSlice value = fields.get(name);
        return value == null ? 0 : value.number();
    }

    /// `herd requests`.
    @Command(name = "requests", description = "The last requests, newest first.", mixinStandardHelpOptions = true)
    public static final class Requests extends Query {
        @Option(names = "--limit", defaultValue = "20", description = "How many (default: ${DEFAULT-VALUE}).")
        int limit;

        @Option(names = "--model", description = "Only those for this model (default: all).")
        @Nullable
        String model;

        @Option(names = "--node", description = "Only those that this machine served (default: all).")
        @Nullable
        String node;

        @Option(
                names = "--outcome",
                description = "Only those that ended so: completed, failed, rejected, client_disconnected, incomplete"
                        + " (default: all).")
        @Nullable
        String outcome;

        @Option(names = "--tag", description = "Only those with this tag (default: all).")
        @Nullable
        String tag;

        @Override
        void run(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
            String answer = engine.get("/fleet/requests?limit=" + limit + filter("model", model) + filter("node", node)
                    + filter("outcome", outcome) + filter("tag", tag));
            if (json) {
                out.println(answer);
                return;
            }
            var table = new Table("ID", "OUTCOME", "MODEL", "NODE", "FIRST TOKEN", "TOTAL", "TOKENS", "REASON");
            for (JsonSlice element : EngineClient.json(answer).array("requests")) {
                JsonFields request = element.fields();
                JsonFields times = request.object("times_ms");
                table.row(
                        request.textOrEmpty("id"),
                        request.textOrEmpty("outcome"),
                        request.textOrEmpty("asked_model"),
                        request.textOrEmpty("node"),
                        String.format(Locale.ROOT, "%.0f ms", number(times, "first_token")),
                        String.format(Locale.ROOT, "%.0f ms", number(times, "total")),
                        Long.toString(request.object("tokens").whole("completion")),
                        request.textOrEmpty("reason"));
            }
            table.print(out);
        }

        private static String filter(String name, @Nullable String value) {
            return value == null ? "" : "&" + name + "=" + encoded(value);
        }
    }

    /// `herd explain REQUEST`.
    @Command(name = "explain", description = "Why a request went where it went.", mixinStandardHelpOptions = true)
    public static final class Explain extends Query {
        @Parameters(paramLabel = "REQUEST", description = "As in X-Fleet-Request, or in: herd requests")
        String request = "";

        @Override
        void run(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
            String answer = engine.get("/fleet/requests/" + encoded(request));
            if (json) {
                out.println(answer);
                return;
            }
            new ExplainText(EngineClient.json(answer)).print(out);
        }
    }

    /// `herd cancel REQUEST`.
    @Command(name = "cancel", description = "Stops a request that runs or waits.", mixinStandardHelpOptions = true)
    public static final class Cancel extends Query {
        @Parameters(paramLabel = "REQUEST", description = "As in: herd requests")
        String request = "";

        @Override
        void run(EngineClient engine, PrintWriter out) throws CommandFailed {
            String answer = engine.send("DELETE", "/fleet/requests/" + encoded(request), "");
            out.println(json ? answer : request + " is cancelled");
        }
    }
}
