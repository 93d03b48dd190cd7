package dev.herd.engine.cli;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `herd pull MODEL`.
@Command(
        name = "pull",
        description = "Has a model pulled to the machine that suits it best, and shows how far it is.",
        footer = {
            "",
            "The pull goes on when this command is ended; asked again, it shows the same pull.",
            "One that broke off goes on where it was."
        },
        mixinStandardHelpOptions = true)
public final class PullCommand extends Query {
    @Parameters(paramLabel = "MODEL", description = "As Ollama's library calls it, such as llama3.2:3b")
    String model = "";

    @Option(names = "--node", paramLabel = "N", description = "Where to, by id or name (default: Herd chooses).")
    @Nullable
    String node;

    @Option(names = "--insecure", description = "A registry without TLS will do (default: it will not).")
    boolean insecure;

    @Option(names = "--cancel", description = "End the pull of this model that runs (default: pull).")
    boolean cancel;

    @Override
    void run(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
        if (model.isBlank()) {
            throw CommandFailed.usage("MODEL must not be blank");
        }
        if (cancel) {
            cancel(engine, out);
        } else {
            pull(engine, out);
        }
    }

    private void cancel(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
        boolean found = false;
        for (JsonSlice element : engine.getJson("/fleet/pulls").array("pulls")) {
            JsonFields pull = element.fields();
            boolean meant = ModelRef.of(pull.textOrEmpty("model")).equals(ModelRef.of(model))
                    && (node == null || node.equalsIgnoreCase(pull.textOrEmpty("node")));
            if (meant) {
                String answer = engine.send("DELETE", "/fleet/pulls/" + pull.textOrEmpty("id"), "");
                out.println(
                        json ? answer : "the pull of " + model + " to " + pull.textOrEmpty("node") + " is cancelled");
                found = true;
            }
        }
        if (!found) {
            throw CommandFailed.failed("no pull of " + model + " runs");
        }
    }

    private void pull(EngineClient engine, PrintWriter out) throws CommandFailed, BadRequestException {
        var display = new PullDisplay(out, onTerminal());
        String last = "";
        try (EngineClient.Lines lines = engine.lines("/api/pull", body())) {
            if (!json) {
                out.println("pulling " + model + " to " + lines.node());
                out.flush();
            }
            for (String line = lines.next(); line != null; line = lines.next()) {
                last = line;
                if (json) {
                    out.println(line);
                    out.flush();
                } else {
                    display.show(EngineClient.json(line));
                }
            }
        } finally {
            display.end();
        }
        JsonFields end = last.isEmpty() ? JsonFields.EMPTY : EngineClient.json(last);
        if (!end.textOrEmpty("error").isEmpty()) {
            throw CommandFailed.failed(end.textOrEmpty("error"));
        }
        if (!end.textOrEmpty("status").equals("success")) {
            throw CommandFailed.failed("the answer ended before the model was there; ask again to go on");
        }
    }

    private String body() {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("model", model);
            if (node != null) {
                json.writeStringProperty("node", node);
            }
            if (insecure) {
                json.writeBooleanProperty("insecure", true);
            }
            json.writeEndObject();
        });
    }
}
