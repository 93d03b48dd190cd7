package dev.herd.engine.scheduling;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.learning.Learned;
import org.jspecify.annotations.Nullable;

/// What the fleet shows of an instance, as far as each ticket's look at it asks: at hand, since a decision among fifty
/// machines looks at little that was looked at before.
///
/// @param place where it is, and what: [Holder#variant], one object for all that are the same
/// @param window that it is loaded with, 0 when it is not or nobody knows
/// @param longestWindow [Holder#longestWindow]
/// @param embedsOnly [HostedModel#embedsOnly]
/// @param serves [Holder#serves]
/// @param reloads whether its server loads it anew for a larger window
record Shown(
        Learned.Place place,
        @Nullable Residency resident,
        int window,
        int slots,
        int longestWindow,
        boolean embedsOnly,
        boolean serves,
        boolean reloads) {
    /// @param likely what it probably is: its neighbour
    static Shown of(Holder holder, @Nullable Variant likely) {
        HostedModel model = holder.model();
        Variant own = holder.variant();
        return new Shown(
                new Learned.Place(holder.upstream().id(), likely != null && own.equals(likely) ? likely : own),
                model.resident(),
                model.resident() == null ? 0 : model.resident().window(),
                model.slots(),
                holder.longestWindow(),
                model.embedsOnly(),
                holder.serves(),
                holder.upstream().kind() == UpstreamKind.OLLAMA);
    }

    Variant variant() {
        return place.model();
    }
}
