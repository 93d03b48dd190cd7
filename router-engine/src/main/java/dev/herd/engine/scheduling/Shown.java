package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.Variant;
import org.jspecify.annotations.Nullable;

/// What the fleet shows of an instance, as far as each ticket's look at it asks: at hand, since a decision among fifty
/// machines looks at little that was looked at before.
///
/// @param longestWindow [Holder#longestWindow]
/// @param embedsOnly [HostedModel#embedsOnly]
/// @param serves [Holder#serves]
/// @param reloads whether its server loads it anew for a larger window
record Shown(
        Variant variant,
        @Nullable Residency resident,
        int slots,
        int longestWindow,
        boolean embedsOnly,
        boolean serves,
        boolean reloads) {
    static Shown of(Holder holder) {
        HostedModel model = holder.model();
        return new Shown(
                holder.variant(),
                model.resident(),
                model.slots(),
                holder.longestWindow(),
                model.embedsOnly(),
                holder.serves(),
                holder.upstream().kind() == UpstreamKind.OLLAMA);
    }
}
