package dev.herd.engine.registry;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Inventory;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What the registry keeps of one upstream. Touched under the registry's lock only.
final class UpstreamEntry {
    final UpstreamId id;
    final NodeId node;
    final int configuredSlots;
    OptionalInt sensedSlots = OptionalInt.empty();

    private UpstreamKind kind;
    private UpstreamState state = UpstreamState.DOWN;
    private String reason = "not asked yet";
    private String version = "";
    private boolean current;
    private boolean asked;
    private @Nullable Instant overloadedUntil;
    private List<HostedModel> models = List.of();

    UpstreamEntry(UpstreamId id, NodeId node, UpstreamKind kind, int configuredSlots) {
        this.id = id;
        this.node = node;
        this.kind = kind;
        this.configuredSlots = configuredSlots;
    }

    /// Whether it has answered or failed at least once.
    boolean asked() {
        return asked;
    }

    boolean current() {
        return current;
    }

    void restore(Upstream lastKnown) {
        if (!asked) {
            kind = lastKnown.kind();
            version = lastKnown.version();
            models = lastKnown.models().stream()
                    .map(model -> model.withResidency(null))
                    .toList();
        }
    }

    void answered(Inventory inventory, Instant at) {
        asked = true;
        current = true;
        kind = inventory.kind();
        version = inventory.version();
        models = inventory.models();
        boolean overloaded = overloadedUntil != null && at.isBefore(overloadedUntil);
        state = overloaded ? UpstreamState.OVERLOADED : UpstreamState.UP;
        reason = overloaded ? "says that it is full" : "";
    }

    void failed(UpstreamState failure, String why) {
        asked = true;
        current = false;
        state = failure;
        reason = why;
    }

    void overloaded(Instant until) {
        overloadedUntil = until;
        if (state == UpstreamState.UP) {
            state = UpstreamState.OVERLOADED;
            reason = "says that it is full";
        }
    }

    Upstream snapshot() {
        List<HostedModel> withSlots = models.stream()
                .map(model -> model.withSlots(SlotRule.slots(configuredSlots, sensedSlots, kind, model)))
                .toList();
        return new Upstream(id, kind, state, reason, version, current, withSlots);
    }
}
