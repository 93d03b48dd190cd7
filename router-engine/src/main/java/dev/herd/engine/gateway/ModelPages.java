package dev.herd.engine.gateway;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.ErrorText;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonEdit;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.ollama.OllamaCatalog;
import dev.herd.engine.protocol.openai.OpenAiCatalog;
import dev.herd.engine.upstream.Connections;
import dev.herd.engine.upstream.UpstreamFailure;
import dev.herd.engine.upstream.UpstreamReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the dialects' lists of models answer, from what the fleet is known to have.
final class ModelPages {
    private static final Duration SHOW_TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_SHOW = 32 << 20;
    private static final Pattern VERSION = Pattern.compile("^v?(\\d+)\\.(\\d+)\\.(\\d+)");

    /// The lowest version that no known client refuses, for a fleet whose servers state none.
    private static final String UNSTATED = "0.13.4";

    private final Fleet fleet;
    private final Connections connections;
    private final InstantSource clock;
    private final ModelFinder finder;

    ModelPages(Fleet fleet, Connections connections, InstantSource clock) {
        this.fleet = fleet;
        this.connections = connections;
        this.clock = clock;
        this.finder = new ModelFinder(fleet);
    }

    void root(ClientExchange exchange) throws ClientGoneException {
        exchange.respond(
                200, Map.of(), "text/plain; charset=utf-8", "Ollama is running".getBytes(StandardCharsets.UTF_8));
    }

    /// The lowest version among the servers that answer, so that no client relies on what one of them lacks.
    void version(ClientExchange exchange) throws ClientGoneException {
        String lowest = fleet.snapshot().nodes().stream()
                .flatMap(node -> node.upstreams().stream())
                .filter(upstream -> upstream.kind() == UpstreamKind.OLLAMA)
                .sorted(Comparator.comparing(
                        (Upstream upstream) -> !upstream.state().serves()))
                .map(Upstream::version)
                .filter(version -> rank(version) > 0)
                .min(Comparator.comparingLong(ModelPages::rank))
                .orElse(UNSTATED);
        respond(exchange, Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("version", lowest);
            json.writeEndObject();
        }));
    }

    /// Comparable; 0 for what is no version, and for 0.0.0, which servers built without one say.
    private static long rank(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.find()) {
            return 0;
        }
        return Long.parseLong(parts.group(1)) * 1_000_000_000_000L
                + Long.parseLong(parts.group(2)) * 1_000_000L
                + Long.parseLong(parts.group(3));
    }

    void tags(ClientExchange exchange) throws ClientGoneException {
        respond(exchange, catalog().tags());
    }

    void loaded(ClientExchange exchange) throws ClientGoneException {
        respond(exchange, catalog().loaded());
    }

    private OllamaCatalog catalog() {
        return new OllamaCatalog(fleet.snapshot(), clock.instant());
    }

    void openAiModels(ClientExchange exchange) throws ClientGoneException {
        exchange.respond(200, Map.of(), "application/json", OpenAiCatalog.list(fleet.snapshot()));
    }

    void openAiModel(ClientExchange exchange, String id) throws Rejection, ClientGoneException, InterruptedException {
        ModelRef model = finder.find(id, ModelCatalog::notFound);
        Holder holder = fleet.snapshot().holders(model).getFirst();
        exchange.respond(200, Map.of(), "application/json", OpenAiCatalog.one(holder, id));
    }

    /// Asks those who have the model, of those that the name means the one with it in memory first, until one answers.
    void show(ClientExchange exchange) throws Rejection, ClientGoneException, InterruptedException {
        JsonFields fields;
        String name;
        try {
            fields = object(exchange.body());
            String model = fields.string("model", "");
            // Ollama's own command line still sends the old key, with the new one beside it, empty.
            name = model.isBlank() ? fields.string("name", "") : model;
        } catch (BadRequestException bad) {
            throw Rejection.refused(400, bad.reason(), "bad_request");
        }
        if (name.isBlank()) {
            throw Rejection.refused(400, "model is required", "bad_request");
        }
        ModelRef model = finder.find(name, ModelCatalog::notFound);
        FleetSnapshot now = fleet.snapshot();
        List<Holder> holders = now.holders(model).stream()
                .filter(holder -> holder.upstream().state().serves())
                .sorted(Comparator.comparing((Holder holder) -> !now.means(holder))
                        .thenComparing(holder -> holder.model().resident() == null))
                .toList();
        Rejection last = Rejection.later(
                503, "no machine that has '" + name + "' answers now", Duration.ofSeconds(5), "no_node");
        for (Holder holder : holders) {
            try {
                show(exchange, holder, fields);
                return;
            } catch (Rejection failed) {
                last = failed;
            }
        }
        throw last;
    }

    private static JsonFields object(byte[] body) throws BadRequestException {
        if (body.length == 0) {
            throw new BadRequestException("missing request body");
        }
        return JsonFields.of(body, 0, body.length);
    }

    private void show(ClientExchange exchange, Holder holder, JsonFields fields)
            throws Rejection, ClientGoneException, InterruptedException {
        Map<String, String> headers = Map.of(
                FleetHeaders.NODE, AnswerHeaders.safe(holder.node().name()),
                FleetHeaders.BACKEND, holder.upstream().kind().label());
        if (holder.upstream().kind() != UpstreamKind.OLLAMA) {
            exchange.respond(200, headers, ErrorReplies.JSON, OllamaCatalog.show(holder));
            return;
        }
        byte[] body = new JsonEdit(fields)
                .remove("name")
                .set("model", Json.quoted(holder.model().name()))
                .bytes();
        try (UpstreamReply reply = connections.send(holder.upstream().id(), "POST", "/api/show", body, SHOW_TIMEOUT)) {
            byte[] answer = reply.readAll(LONGEST_SHOW);
            if (reply.status() != 200) {
                int status = reply.status() < 500 ? reply.status() : 502;
                throw Rejection.failed(status, ErrorText.of(answer), "show");
            }
            exchange.respond(200, headers, ErrorReplies.JSON, answer);
        } catch (UpstreamFailure failure) {
            fleet.refresh(holder.upstream().id());
            throw Rejection.failed(502, failure.reason(), "show");
        }
    }

    private static void respond(ClientExchange exchange, byte[] body) throws ClientGoneException {
        exchange.respond(200, Map.of(), ErrorReplies.JSON, body);
    }
}
