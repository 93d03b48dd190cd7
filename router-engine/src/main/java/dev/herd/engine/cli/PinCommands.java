package dev.herd.engine.cli;

import dev.herd.engine.config.Quantities;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands that keep models in memory.
public final class PinCommands {
    private PinCommands() {}

    /// `herd pin`.
    @Command(
            name = "pin",
            description = "Keeps a model in memory; without MODEL lists what is pinned.",
            footer = {
                "",
                "A pinned model is loaded now and again after a restart, is never unloaded for another one,",
                "and keeps its place in memory also while it is not there."
            },
            mixinStandardHelpOptions = true)
    public static final class Pin extends Query {
        @Parameters(arity = "0..1", paramLabel = "MODEL", description = "As herd models shows it.")
        @Nullable
        String model;

        @Option(names = "--node", paramLabel = "N", description = "Where, by id or name (default: on any machine).")
        @Nullable
        String node;

        @Option(names = "--wait", description = "End when it is loaded or has failed (default: at once).")
        boolean waits;

        @Option(
                names = "--timeout",
                paramLabel = "TIME",
                description = "Wait no longer than that, such as 30s (default: 10m); the pin holds in any case.")
        @Nullable
        String timeout;

        @Override
        void run(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
            if (model == null) {
                list(engine, out);
                return;
            }
            checkTimeout();
            StringBuilder answer = new StringBuilder();
            try (EngineClient.Lines lines = engine.lines("/fleet/pins", body(model))) {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    answer.append(line);
                }
            }
            out.println(json ? answer : sentence(EngineClient.json(answer.toString())));
        }

        private void checkTimeout() throws CommandFailed {
            if (timeout != null) {
                try {
                    Quantities.duration(timeout);
                } catch (IllegalArgumentException wrong) {
                    throw CommandFailed.usage("--timeout: " + wrong.getMessage());
                }
            }
        }

        private String body(String name) {
            return Json.text(json -> {
                json.writeStartObject();
                json.writeStringProperty("model", name);
                if (node != null) {
                    json.writeStringProperty("node", node);
                }
                if (timeout != null) {
                    json.writeStringProperty("wait", timeout);
                } else if (waits) {
                    json.writeBooleanProperty("wait", true);
                }
                json.writeEndObject();
            });
        }

        private void list(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
            if (node != null || waits || timeout != null) {
                throw CommandFailed.usage("MODEL is missing");
            }
            String answer = engine.get("/fleet/pins");
            if (json) {
                out.println(answer);
                return;
            }
            List<JsonSlice> pins = EngineClient.json(answer).array("pins");
            if (pins.isEmpty()) {
                out.println("nothing is pinned");
                return;
            }
            Table table = new Table("MODEL", "PINNED TO", "STATE", "ON", "REASON");
            for (JsonSlice element : pins) {
                JsonFields pin = element.fields();
                table.row(
                        pin.textOrEmpty("model"),
                        pin.textOrEmpty("node").isEmpty() ? "any machine" : pin.textOrEmpty("node"),
                        pin.textOrEmpty("state"),
                        pin.textOrEmpty("place"),
                        pin.textOrEmpty("reason"));
            }
            table.print(out);
        }

        private static String sentence(JsonFields pin) {
            String place = pin.textOrEmpty("place");
            String reason = pin.textOrEmpty("reason");
            return pin.textOrEmpty("model") + " is pinned: " + pin.textOrEmpty("state")
                    + (place.isEmpty() ? "" : " on " + place) + (reason.isEmpty() ? "" : ", " + reason);
        }
    }

    /// `herd unpin`.
    @Command(
            name = "unpin",
            description = "Lets a pinned model leave memory again.",
            footer = {"", "It stays loaded until it has not been used for a while, or another model needs the place."},
            mixinStandardHelpOptions = true)
    public static final class Unpin extends Query {
        @Parameters(paramLabel = "MODEL", description = "As herd pin lists it.")
        String model = "";

        @Option(
                names = "--node",
                paramLabel = "N",
                description = "Its pin to that machine alone (default: all of its pins).")
        @Nullable
        String node;

        @Override
        void run(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
            if (model.isBlank()) {
                throw CommandFailed.usage("MODEL must not be blank");
            }
            String answer = engine.send("DELETE", "/fleet/pins", Json.text(json -> {
                json.writeStartObject();
                json.writeStringProperty("model", model);
                if (node != null) {
                    json.writeStringProperty("node", node);
                }
                json.writeEndObject();
            }));
            out.println(json ? answer : sentence(EngineClient.json(answer)));
        }

        private static String sentence(JsonFields answer) throws BadRequestException {
            List<String> nodes = new ArrayList<>();
            for (JsonSlice element : answer.array("unpinned")) {
                String node = element.fields().textOrEmpty("node");
                nodes.add(node.isEmpty() ? "any machine" : node);
            }
            String name = answer.textOrEmpty("model");
            return nodes.isEmpty()
                    ? name + " was not pinned"
                    : name + " is no longer pinned to " + String.join(", ", nodes);
        }
    }
}
