package dev.herd.engine.testing;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.PromptFit;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import dev.herd.engine.placement.VectorSpace;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tickets for tests: interactive, for model `m`, of one tenant, with nothing special.
public final class TicketBuilder {
    private final String id;
    private List<ModelRef> models = List.of(ModelRef.of("m"));
    private RequestClass requestClass = RequestClass.INTERACTIVE;
    private String tenant = "somebody";
    private @Nullable Instant deadline;
    private @Nullable NodeId pinned;
    private @Nullable NodeId home;
    private Set<UpstreamId> excluded = Set.of();
    private Set<UpstreamKind> unsuited = Set.of();
    private boolean vision;
    private int window;
    private int promptTokens;
    private int maxTokens;
    private PrefixChain prefix = PrefixChain.NONE;
    private PromptFit fit = PromptFit.ANY;
    private @Nullable VectorSpace vectors;

    private TicketBuilder(String id) {
        this.id = id;
    }

    public static TicketBuilder ticket(String id) {
        return new TicketBuilder(id);
    }

    /// In order of preference.
    public TicketBuilder forModels(String... names) {
        models = Arrays.stream(names).map(ModelRef::of).toList();
        return this;
    }

    public TicketBuilder as(RequestClass other) {
        requestClass = other;
        return this;
    }

    public TicketBuilder of(String other) {
        tenant = other;
        return this;
    }

    public TicketBuilder before(Instant moment) {
        deadline = moment;
        return this;
    }

    public TicketBuilder pinnedTo(String node) {
        pinned = new NodeId(node);
        return this;
    }

    /// From the person at that machine.
    public TicketBuilder from(String node) {
        home = new NodeId(node);
        return this;
    }

    public TicketBuilder notOn(String... nodes) {
        excluded = Set.copyOf(Arrays.stream(nodes).map(FleetBuilder::upstreamOf).toList());
        return this;
    }

    public TicketBuilder notFor(UpstreamKind... kinds) {
        unsuited = Set.of(kinds);
        return this;
    }

    public TicketBuilder withImages() {
        vision = true;
        return this;
    }

    public TicketBuilder window(int tokens) {
        window = tokens;
        return this;
    }

    public TicketBuilder prompt(int tokens) {
        promptTokens = tokens;
        return this;
    }

    /// A prompt of so many characters that must not be cut, four to an estimated token.
    public TicketBuilder whole(long chars) {
        fit = PromptFit.whole(chars);
        promptTokens = (int) (chars / 4);
        return this;
    }

    public TicketBuilder limit(int tokens) {
        maxTokens = tokens;
        return this;
    }

    /// It asks for vectors, of those models where names have several.
    public TicketBuilder embeds(Variant... only) {
        vectors = new VectorSpace(Arrays.stream(only).collect(Collectors.toMap(Variant::model, each -> each)));
        return this;
    }

    public TicketBuilder beginning(PrefixChain chain) {
        prefix = chain;
        promptTokens = Math.max(promptTokens, chain.tokens());
        return this;
    }

    public Ticket at(Instant arrival) {
        return new Ticket(
                new TicketId(id),
                models,
                requestClass,
                tenant,
                arrival,
                deadline,
                pinned,
                excluded,
                unsuited,
                vision,
                window,
                promptTokens,
                maxTokens,
                prefix,
                false,
                vectors,
                0,
                fit,
                home);
    }
}
