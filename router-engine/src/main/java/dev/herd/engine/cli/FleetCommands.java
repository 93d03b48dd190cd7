package dev.herd.engine.cli;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The commands that show the fleet.
public final class FleetCommands {
    private FleetCommands() {}

    /// `herd status`.
    @Command(name = "status", description = "What the fleet does now.", mixinStandardHelpOptions = true)
    public static final class Status extends Query {
        @Override
        void run(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
            String answer = engine.get("/fleet/status");
            if (json) {
                out.println(answer);
                return;
            }
            JsonFields status = EngineClient.json(answer);
            JsonFields totals = status.object("totals");
            out.printf(
                    Locale.ROOT,
                    "Herd %s, %s, up for %d s%n",
                    status.textOrEmpty("version"),
                    status.textOrEmpty("state"),
                    status.whole("uptime_s"));
            out.printf(
                    Locale.ROOT,
                    "%d nodes up, %d models loaded, %d requests running, %d waiting, %d errors in the last hour%n",
                    totals.whole("nodes_up"),
                    totals.whole("resident_models"),
                    totals.whole("running"),
                    totals.whole("waiting"),
                    totals.whole("errors_1h"));
            for (JsonSlice element : status.array("findings")) {
                JsonFields finding = element.fields();
                out.printf(
                        "note: %s (%s, since %s)%n",
                        finding.textOrEmpty("message"), finding.textOrEmpty("code"), finding.textOrEmpty("since"));
            }
            Nodes.table(status).print(out);
        }
    }

    /// `herd nodes`.
    @Command(name = "nodes", description = "The machines and their model servers.", mixinStandardHelpOptions = true)
    public static final class Nodes extends Query {
        @Option(
                names = "--watch",
                description = "Show how they are every 2 seconds, with the last minutes, until Ctrl-C.")
        boolean watch;

        @Override
        void run(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
            if (watch) {
                NodesWatch.Style text = onTerminal() ? NodesWatch.Style.TERMINAL : NodesWatch.Style.TEXT;
                new NodesWatch(engine, out, json ? NodesWatch.Style.JSON : text).run();
                return;
            }
            String answer = engine.get("/fleet/status");
            if (json) {
                out.println(answer);
            } else {
                table(EngineClient.json(answer)).print(out);
            }
        }

        static Table table(JsonFields status) throws BadRequestException {
            var table = new Table("NODE", "STATE", "RUNNING", "WAITING", "SERVER", "KIND", "MODELS", "REASON");
            for (JsonSlice element : status.array("nodes")) {
                JsonFields node = element.fields();
                if (node.array("upstreams").isEmpty()) {
                    row(table, node, JsonFields.EMPTY);
                }
                for (JsonSlice upstream : node.array("upstreams")) {
                    row(table, node, upstream.fields());
                }
            }
            return table;
        }

        private static void row(Table table, JsonFields node, JsonFields upstream) throws BadRequestException {
            String reason = upstream.textOrEmpty("reason");
            table.row(
                    node.textOrEmpty("name"),
                    node.textOrEmpty("state"),
                    Long.toString(node.whole("running")),
                    Long.toString(node.whole("waiting")),
                    upstream.textOrEmpty("url"),
                    upstream.textOrEmpty("kind"),
                    Integer.toString(upstream.array("models").size()),
                    reason.isEmpty() ? reason(node) : reason);
        }

        private static String reason(JsonFields node) throws BadRequestException {
            String reason = node.textOrEmpty("reason");
            String person = node.object("person").textOrEmpty("reason");
            if (reason.isEmpty() && !person.isEmpty()) {
                return person;
            }
            return reason.isEmpty() && node.get("slowdown") != null
                    ? String.format(
                            Locale.ROOT,
                            "answers at %.2f of its cold speed",
                            RequestCommands.number(node.object("slowdown"), "share"))
                    : reason;
        }
    }

    /// `herd models`.
    @Command(name = "models", description = "The models and who has them.", mixinStandardHelpOptions = true)
    public static final class Models extends Query {
        @Override
        void run(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
            String answer = engine.get("/fleet/status");
            if (json) {
                out.println(answer);
                return;
            }
            var table = new Table(
                    "MODEL", "NODE", "LOADED", "WINDOW", "USES", "SLOTS", "RUNNING", "SIZE", "PREDICTED", "CAN");
            for (JsonSlice node : EngineClient.json(answer).array("nodes")) {
                for (JsonSlice upstream : node.fields().array("upstreams")) {
                    for (JsonSlice model : upstream.fields().array("models")) {
                        row(table, node.fields().textOrEmpty("name"), model.fields());
                    }
                }
            }
            table.print(out);
        }

        /// By how much predictions miss, and over how many answers: `±12 % of 41`.
        private static String predicted(JsonFields model) throws BadRequestException {
            if (model.get("prediction") == null) {
                return "";
            }
            JsonFields prediction = model.object("prediction");
            return String.format(
                    Locale.ROOT,
                    "±%.0f %% of %d",
                    RequestCommands.number(prediction, "error") * 100,
                    prediction.whole("n"));
        }

        private static void row(Table table, String node, JsonFields model) throws BadRequestException {
            JsonSlice resident = model.get("resident");
            long recommended = model.whole("recommended_window");
            boolean loaded = resident != null && resident.isTrue();
            var capabilities =
                    model.array("capabilities").stream().map(JsonSlice::text).toList();
            table.row(
                    model.textOrEmpty("name"),
                    node,
                    loaded ? "yes" : "no",
                    loaded ? Long.toString(model.whole("window")) : "",
                    recommended == 0 ? "" : Long.toString(recommended),
                    Long.toString(model.whole("slots")),
                    Long.toString(model.whole("running")),
                    String.format(Locale.ROOT, "%.1f GB", model.whole("size_bytes") / 1e9),
                    predicted(model),
                    String.join(" ", capabilities));
        }
    }
}
