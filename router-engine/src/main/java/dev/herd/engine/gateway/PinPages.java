package dev.herd.engine.gateway;

import dev.herd.engine.config.Quantities;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.PinStatus;
import dev.herd.engine.placement.PinStatus.Phase;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.fleet.PinJson;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Models that a person wants kept in memory: who they are, and how that goes.
final class PinPages {
    private static final Set<String> READ = Set.of("model", "node", "wait");

    /// The largest models load from a slow disk in this time.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Pins pins;
    private final Fleet fleet;
    private final InstantSource clock;

    PinPages(Pins pins, Fleet fleet, InstantSource clock) {
        this.pins = pins;
        this.fleet = fleet;
        this.clock = clock;
    }

    void list(ClientExchange exchange) throws ClientGoneException {
        exchange.respond(200, Map.of(), ErrorReplies.JSON, PinJson.of(pins.pins(), fleet.snapshot(), clock.instant()));
    }

    /// Pins a model: 200 when it is loaded, 202 while it is not, 409 when it cannot be, 503 when it was waited for in
    /// vain.
    void pin(ClientExchange exchange) throws Rejection, ClientGoneException, InterruptedException {
        Question question = read(exchange);
        ModelRef model = new ModelFinder(fleet).find(question.model(), ModelCatalog::notFound);
        Pin pin = new Pin(model, question.node() == null ? null : known(question.node()));
        refuseWhatCannotBe(pin);
        try {
            String objection = pins.pin(pin);
            if (!objection.isEmpty()) {
                throw Rejection.refused(409, "'" + model.name() + "' cannot be pinned: " + objection, "no_room");
            }
        } catch (IOException unwritable) {
            throw Rejection.failed(500, "the pins cannot be written: " + unwritable.getMessage(), "unwritable");
        }
        PinStatus status = pins.await(pin, question.patience());
        if (status == null) {
            throw Rejection.refused(409, "'" + model.name() + "' was unpinned meanwhile", "unpinned");
        }
        if (status.phase() == Phase.FAILING && question.patience().isPositive()) {
            String message = "'" + model.name() + "' is pinned and does not load: " + status.reason();
            throw Rejection.later(503, message, RETRY, "not_loaded");
        }
        int code = status.phase() == Phase.LOADED ? 200 : 202;
        exchange.respond(code, Map.of(), ErrorReplies.JSON, PinJson.of(status, fleet.snapshot()));
    }

    /// @param node null for any
    private record Question(String model, @Nullable String node, Duration patience) {}

    private static Question read(ClientExchange exchange) throws Rejection {
        try {
            byte[] body = exchange.body();
            JsonFields fields = body.length == 0 ? JsonFields.EMPTY : JsonFields.of(body, 0, body.length);
            fields.refuseDuplicates(READ);
            String model = fields.string("model", "").strip();
            if (model.isEmpty()) {
                throw new BadRequestException("\"model\" is missing");
            }
            ModelFinder.refuseLong(model);
            String node = fields.string("node", "").strip();
            return new Question(model, node.isEmpty() ? null : node, wait(fields.get("wait")));
        } catch (BadRequestException bad) {
            throw Rejection.refused(400, bad.reason(), "bad_request");
        }
    }

    private static Duration wait(@Nullable JsonSlice asked) throws BadRequestException {
        if (asked == null || asked.raw().equals("false") || asked.raw().equals("null")) {
            return Duration.ZERO;
        }
        if (asked.isTrue()) {
            return LONGEST_WAIT;
        }
        try {
            if (asked.isString()) {
                Duration limit = Quantities.duration(asked.text());
                return limit.compareTo(LONGEST_WAIT) < 0 ? limit : LONGEST_WAIT;
            }
        } catch (IllegalArgumentException unreadable) {
            throw new BadRequestException("\"wait\": " + unreadable.getMessage());
        }
        throw new BadRequestException("\"wait\" must be true, false, or a time such as \"30s\"");
    }

    private NodeId known(String node) throws Rejection {
        return fleet.snapshot()
                .node(node)
                .map(Node::id)
                .orElseThrow(() -> Rejection.refused(404, "node '" + node + "' not found", "not_found"));
    }

    private void refuseWhatCannotBe(Pin pin) throws Rejection {
        List<Holder> holders = fleet.snapshot().holders(pin.model());
        List<Holder> here = holders.stream()
                .filter(holder ->
                        pin.node() == null || pin.node().equals(holder.node().id()))
                .toList();
        if (here.isEmpty()) {
            String others = holders.stream()
                    .map(holder -> holder.node().name())
                    .distinct()
                    .collect(Collectors.joining(", "));
            String node = String.valueOf(pin.node());
            throw Rejection.refused(
                            404,
                            "'" + pin.model().name() + "' is not on " + node + "; it is on " + others,
                            "model_not_found")
                    .with(Map.of(
                            FleetHeaders.HINT,
                            AnswerHeaders.safe("herd pull " + pin.model().name() + " --node " + node)));
        }
        if (here.stream().noneMatch(holder -> holder.upstream().kind() == UpstreamKind.OLLAMA)) {
            throw Rejection.refused(
                    409, "its server loads and frees its models by itself; only Ollama can be told", "not_ollama");
        }
    }

    /// Takes back a model's pins; one that is not pinned stays so.
    ///
    /// @param path the model as the path names it, empty where the query or the body does
    void unpin(ClientExchange exchange, String path) throws Rejection, ClientGoneException {
        String model = path;
        String node = exchange.query("node");
        if (model.isEmpty()) {
            model = exchange.query("model");
        }
        if (model.isEmpty()) {
            Question question = read(exchange);
            model = question.model();
            node = question.node() == null ? node : question.node();
        }
        ModelFinder.refuseLong(model);
        ModelRef ref = ModelCatalog.find(fleet.snapshot(), model).orElse(ModelRef.of(model));
        String asked = node;
        // A pin outlives its machine.
        NodeId place = asked.isEmpty()
                ? null
                : fleet.snapshot().node(asked).map(Node::id).orElseGet(() -> new NodeId(asked));
        try {
            List<Pin> taken = pins.unpin(ref, place);
            exchange.respond(200, Map.of(), ErrorReplies.JSON, PinJson.unpinned(ref, taken, fleet.snapshot()));
        } catch (IOException unwritable) {
            throw Rejection.failed(500, "the pins cannot be written: " + unwritable.getMessage(), "unwritable");
        }
    }
}
