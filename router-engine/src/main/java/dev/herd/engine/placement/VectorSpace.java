package dev.herd.engine.placement;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Variant;
import java.util.Map;

/// Which models may answer a request for embeddings, beside having the name that was asked for: vectors of two models
/// of one name cannot be compared.
///
/// @param only the one that each name means; a name that is not there is answered by whoever has it
public record VectorSpace(Map<ModelRef, Variant> only) {
    /// Whoever has the name.
    public static final VectorSpace ANY = new VectorSpace(Map.of());

    public VectorSpace {
        only = Map.copyOf(only);
    }

    /// Whether that model's vectors are asked for.
    public boolean includes(Holder holder) {
        Variant meant = only.get(holder.model().ref());
        return meant == null || meant.equals(holder.variant());
    }
}
