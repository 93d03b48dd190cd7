package dev.herd.engine.gateway;

import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.fleet.PullJson;
import dev.herd.engine.pulling.PullEnd;
import dev.herd.engine.pulling.PullOrder;
import dev.herd.engine.pulling.PullRejectedException;
import dev.herd.engine.pulling.PullWatch;
import dev.herd.engine.pulling.Pulls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Pulling models: Ollama's own route, for the whole fleet, and who pulls now.
final class PullPages {
    private static final String LINES = "application/x-ndjson";
    private static final Duration RETRY = Duration.ofSeconds(10);

    /// `node_id` is what some clients call it.
    private static final Set<String> READ = Set.of("model", "name", "stream", "insecure", "node", "node_id");

    private final Pulls pulls;
    private final Fleet fleet;
    private final InstantSource clock;

    PullPages(Pulls pulls, Fleet fleet, InstantSource clock) {
        this.pulls = pulls;
        this.fleet = fleet;
        this.clock = clock;
    }

    /// Pulls a model and tells how far it is. The pull goes on when its client leaves.
    void pull(ClientExchange exchange) throws Rejection, ClientGoneException, InterruptedException {
        Question question = read(exchange);
        try (PullWatch watch = pulls.begin(question.order())) {
            if (question.streamed()) {
                tell(exchange, watch);
            } else {
                answer(exchange, watch);
            }
        } catch (PullRejectedException rejected) {
            throw Rejection.later(503, rejected.reason(), RETRY, "not_pulled");
        }
    }

    private record Question(PullOrder order, boolean streamed) {}

    private Question read(ClientExchange exchange) throws Rejection {
        try {
            byte[] body = exchange.body();
            if (body.length == 0) {
                throw new BadRequestException("missing request body");
            }
            JsonFields fields = JsonFields.of(body, 0, body.length).refuseDuplicates(READ);
            String model = fields.string("model", "");
            String name = (model.isBlank() ? fields.string("name", "") : model).strip();
            if (name.isEmpty()) {
                throw new BadRequestException("invalid model name");
            }
            ModelFinder.refuseLong(name);
            var order = new PullOrder(name, node(exchange, fields), fields.bool("insecure", false), false);
            return new Question(order, fields.bool("stream", true));
        } catch (BadRequestException bad) {
            throw Rejection.refused(400, bad.reason(), "bad_request");
        }
    }

    private @Nullable NodeId node(ClientExchange exchange, JsonFields fields) throws Rejection, BadRequestException {
        String inBody = fields.string("node", fields.string("node_id", ""));
        String word = exchange.header(FleetHeaders.PIN).isEmpty() ? inBody : exchange.header(FleetHeaders.PIN);
        return word.isEmpty() ? null : Intake.node(fleet, word).id();
    }

    /// The server's lines as they come. The head goes with the first of them, so that it is true.
    private void tell(ClientExchange exchange, PullWatch watch)
            throws Rejection, ClientGoneException, InterruptedException {
        while (true) {
            switch (watch.next()) {
                case PullWatch.Next.Told(var line) -> write(exchange, watch, line.text());
                case PullWatch.Next.Ended(var end) -> {
                    last(exchange, watch, end);
                    return;
                }
            }
        }
    }

    private static void last(ClientExchange exchange, PullWatch watch, PullEnd end)
            throws Rejection, ClientGoneException {
        PullEnd.Failed failed = failed(end);
        if (failed != null && failed.status() != 200 && !exchange.begun()) {
            throw Rejection.failed(failed.status(), failed.reason(), "not_pulled")
                    .with(headers(watch.node()));
        }
        String line = failed != null ? failed.line() : ((PullEnd.Pulled) end).line();
        write(exchange, watch, line);
        exchange.finish();
    }

    private static void write(ClientExchange exchange, PullWatch watch, String line) throws ClientGoneException {
        if (!exchange.begun()) {
            exchange.begin(200, headers(watch.node()), LINES);
        }
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.write(bytes, 0, bytes.length);
    }

    /// The last line alone. An error has a status then, Ollama's.
    private static void answer(ClientExchange exchange, PullWatch watch)
            throws Rejection, ClientGoneException, InterruptedException {
        PullEnd end = watch.awaitEnd();
        PullEnd.Failed failed = failed(end);
        if (failed != null) {
            int status = failed.status() == 200 ? 500 : failed.status();
            throw Rejection.failed(status, failed.reason(), "not_pulled").with(headers(watch.node()));
        }
        byte[] body = ((PullEnd.Pulled) end).line().getBytes(StandardCharsets.UTF_8);
        exchange.respond(200, headers(watch.node()), ErrorReplies.JSON, body);
    }

    private static PullEnd.@Nullable Failed failed(PullEnd end) {
        return switch (end) {
            case PullEnd.Pulled _ -> null;
            case PullEnd.Failed failed -> failed;
            case PullEnd.Stopped stopped -> stopped.asFailed();
        };
    }

    private static Map<String, String> headers(Node node) {
        return Map.of(
                FleetHeaders.NODE, AnswerHeaders.safe(node.name()), FleetHeaders.BACKEND, UpstreamKind.OLLAMA.label());
    }

    /// The pulls that run.
    void list(ClientExchange exchange) throws ClientGoneException {
        exchange.respond(200, Map.of(), ErrorReplies.JSON, PullJson.of(pulls.running(), clock.instant()));
    }

    /// Ends a pull; what came of the model stays for the next one.
    void cancel(ClientExchange exchange, String id) throws Rejection, ClientGoneException {
        if (!pulls.cancel(id)) {
            throw Rejection.refused(404, "pull '" + id + "' does not run", "not_found");
        }
        exchange.respond(200, Map.of(), ErrorReplies.JSON, Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("id", id);
            json.writeBooleanProperty("cancelled", true);
            json.writeEndObject();
        }));
    }
}
