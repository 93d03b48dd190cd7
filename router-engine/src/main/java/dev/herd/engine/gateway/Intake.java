package dev.herd.engine.gateway;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.inference.DialectName;
import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.inference.Operation;
import dev.herd.engine.placement.PromptFit;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import dev.herd.engine.placement.VectorSpace;
import dev.herd.engine.protocol.Adjustments;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.protocol.Envelope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a request and finds out what it wants: model, class, tenant, deadline, pin. Refuses what no machine
/// can ever serve.
final class Intake {
    /// Text holds about four characters per token in the languages and code that models are used for.
    static final int CHARS_PER_TOKEN = 4;

    private static final int MOST_TAGS = 32;
    private static final int LONGEST_TAG = 64;
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(1);

    private final Map<DialectName, Dialect> dialects;
    private final Fleet fleet;
    private final ModelFinder finder;
    private final MissingModel missing;
    private final PromptWatch prompts;
    private final Sessions sessions = new Sessions();

    Intake(Map<DialectName, Dialect> dialects, Fleet fleet, MissingModel missing, PromptWatch prompts) {
        this.prompts = prompts;
        this.dialects = Map.copyOf(dialects);
        this.fleet = fleet;
        this.finder = new ModelFinder(fleet);
        this.missing = missing;
    }

    /// @throws Rejection when it cannot be served whatever happens
    Call read(ClientExchange exchange, Endpoint endpoint, RequestProgress progress)
            throws Rejection, InterruptedException {
        Dialect dialect = dialect(endpoint);
        Envelope envelope;
        try {
            envelope = dialect.read(endpoint, exchange.body());
        } catch (BadRequestException bad) {
            throw Rejection.refused(400, bad.reason(), "bad_request");
        }
        ModelFinder.refuseLong(envelope.model());
        progress.asked(envelope.model(), envelope.stream());
        List<String> tags = tags(exchange, envelope);
        String tenant = tenant(exchange, envelope, tags);
        RequestClass requestClass = requestClass(exchange, envelope);
        progress.accepted(requestClass.label(), tenant, tags);
        List<ModelRef> models = models(exchange, envelope, progress);
        refuseBlind(envelope, models);
        prompts.saw(tenant, envelope);
        Ticket ticket = new Ticket(
                new TicketId(exchange.id()),
                models,
                requestClass,
                tenant,
                exchange.receivedAt(),
                deadline(exchange),
                pin(exchange),
                Set.of(),
                unsuited(dialect, envelope, models),
                envelope.images(),
                envelope.window().orElse(0),
                (int) Math.min(Integer.MAX_VALUE, envelope.promptChars() / CHARS_PER_TOKEN),
                Math.max(0, envelope.maxTokens().orElse(0)),
                prompts.chain(envelope.prompt()),
                envelope.tools(),
                vectors(exchange, envelope, models),
                0,
                envelope.mayBeCut() ? PromptFit.ANY : PromptFit.whole(envelope.fewestChars()),
                home(exchange));
        var session = sessions.of(tenant, exchange.header(FleetHeaders.SESSION));
        return new Call(dialect, envelope, models.getFirst(), ticket, session);
    }

    /// A model that nobody has may be pulled first; not to be unloaded.
    private List<ModelRef> models(ClientExchange exchange, Envelope envelope, RequestProgress progress)
            throws Rejection, InterruptedException {
        ModelFinder.NotFoundText text = notFoundText(envelope.endpoint());
        try {
            return finder.find(envelope.model(), envelope.fallbackModels(), text);
        } catch (Rejection rejection) {
            if (rejection.status() != 404 || envelope.kind() == Envelope.Kind.UNLOAD) {
                throw rejection;
            }
            missing.fetch(
                    new MissingModel.Wish(envelope.model(), pin(exchange), deadline(exchange)), rejection, progress);
        }
        return finder.find(envelope.model(), envelope.fallbackModels(), text);
    }

    private Dialect dialect(Endpoint endpoint) {
        Dialect dialect = dialects.get(endpoint.dialect());
        if (dialect == null) {
            throw new IllegalStateException("no dialect for " + endpoint);
        }
        return dialect;
    }

    /// Embedding routes say it in other words than the others, in both dialects.
    private static ModelFinder.NotFoundText notFoundText(Endpoint endpoint) {
        return endpoint.operation() == Operation.EMBED ? ModelCatalog::notFoundForEmbedding : ModelCatalog::notFound;
    }

    /// A name means one model where vectors are asked for. Who names a machine means the model that is there.
    private @Nullable VectorSpace vectors(ClientExchange exchange, Envelope envelope, List<ModelRef> models) {
        if (envelope.endpoint().operation() != Operation.EMBED) {
            return null;
        }
        if (!exchange.header(FleetHeaders.PIN).isEmpty()) {
            return VectorSpace.ANY;
        }
        Map<ModelRef, Variant> only = new LinkedHashMap<>(fleet.snapshot().meant());
        only.keySet().retainAll(models);
        return new VectorSpace(only);
    }

    /// What a server states about a model is authoritative; what it does not state passes.
    private void refuseBlind(Envelope envelope, List<ModelRef> models) throws Rejection {
        List<Holder> holders = models.stream()
                .flatMap(model -> fleet.snapshot().holders(model).stream())
                .toList();
        if (envelope.images()
                && holders.stream().allMatch(holder -> holder.model().lacks("vision"))) {
            throw Rejection.refused(400, "\"" + envelope.model() + "\" does not support images", "no_vision");
        }
    }

    /// Where servers of several kinds have the model: the kinds whose API has no words for the request. Tried
    /// out rather than looked up, so that the rules stand in the dialects alone.
    private Set<UpstreamKind> unsuited(Dialect dialect, Envelope envelope, List<ModelRef> models) throws Rejection {
        Set<UpstreamKind> kinds = EnumSet.noneOf(UpstreamKind.class);
        for (ModelRef model : models) {
            fleet.snapshot()
                    .holders(model)
                    .forEach(holder -> kinds.add(holder.upstream().kind()));
        }
        if (kinds.size() < 2) {
            return Set.of();
        }
        Set<UpstreamKind> unsuited = EnumSet.noneOf(UpstreamKind.class);
        String reason = "";
        for (UpstreamKind kind : kinds) {
            Dialect other = dialects.get(DialectName.valueOf(kind.name()));
            try {
                if (other != null && !other.equals(dialect)) {
                    var adjustments = new Adjustments(envelope.model(), envelope.window(), true);
                    var _ = other.encode(dialect.decode(envelope), adjustments);
                }
            } catch (BadRequestException unsayable) {
                unsuited.add(kind);
                reason = unsayable.reason();
            }
        }
        if (unsuited.size() == kinds.size()) {
            throw Rejection.refused(400, reason, "bad_request");
        }
        return unsuited;
    }

    private static List<String> tags(ClientExchange exchange, Envelope envelope) {
        Set<String> tags = new LinkedHashSet<>(envelope.tags());
        for (String tag : exchange.header(FleetHeaders.TAGS).split(",")) {
            String clean = tag.strip();
            if (!clean.isEmpty()) {
                tags.add(clean.substring(0, Math.min(LONGEST_TAG, clean.length())));
            }
        }
        return tags.stream().limit(MOST_TAGS).toList();
    }

    /// Whoever asks through loopback sits at this machine.
    private @Nullable NodeId home(ClientExchange exchange) {
        return exchange.isFromThisMachine() ? fleet.thisMachine() : null;
    }

    private static String tenant(ClientExchange exchange, Envelope envelope, List<String> tags) {
        if (exchange.keyVerified()) {
            return "key";
        }
        if (!tags.isEmpty()) {
            return tags.getFirst();
        }
        String user = envelope.user();
        if (user != null && !user.isBlank()) {
            return user.substring(0, Math.min(LONGEST_TAG, user.length()));
        }
        String agent = exchange.header("User-Agent");
        int end = 0;
        while (end < agent.length() && "/ (".indexOf(agent.charAt(end)) < 0) {
            end++;
        }
        String product = agent.substring(0, end);
        return (product.isEmpty() ? "unknown" : product) + "@" + exchange.clientAddress();
    }

    private static RequestClass requestClass(ClientExchange exchange, Envelope envelope) throws Rejection {
        String label = exchange.header(FleetHeaders.PRIORITY);
        if (label.isEmpty()) {
            return envelope.stream() ? RequestClass.INTERACTIVE : RequestClass.NORMAL;
        }
        return RequestClass.parse(label)
                .orElseThrow(() ->
                        Rejection.refused(400, "X-Herd-Priority must be interactive, normal or batch", "bad_request"));
    }

    private static @Nullable Instant deadline(ClientExchange exchange) throws Rejection {
        String text = exchange.header(FleetHeaders.DEADLINE);
        if (text.isEmpty()) {
            return null;
        }
        try {
            BigDecimal seconds = new BigDecimal(text);
            if (seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(LONGEST_DEADLINE.toSeconds())) > 0) {
                throw new NumberFormatException();
            }
            return exchange.receivedAt().plusNanos(seconds.movePointRight(9).longValue());
        } catch (NumberFormatException wrong) {
            throw Rejection.refused(
                    400, "X-Herd-Deadline must be seconds from 0 to " + LONGEST_DEADLINE.toSeconds(), "bad_request");
        }
    }

    private @Nullable NodeId pin(ClientExchange exchange) throws Rejection {
        String name = exchange.header(FleetHeaders.PIN);
        if (name.isEmpty()) {
            return null;
        }
        return node(fleet, name).id();
    }

    /// @throws Rejection when the fleet has no machine of that id or name
    static Node node(Fleet fleet, String name) throws Rejection {
        Optional<Node> node = fleet.snapshot().node(name);
        return node.orElseThrow(
                () -> Rejection.later(503, "there is no node '" + name + "'", Duration.ofSeconds(10), "no_such_node"));
    }
}
