package dev.herd.engine.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a request went where it went: the choice and what the others would have cost.
///
/// @param chosen null when nothing could be chosen
/// @param predictedSeconds expected seconds until the answer's end, counted from the decision
public record Decision(@Nullable Candidate chosen, double predictedSeconds, List<Candidate> candidates) {
    public static final Decision NONE = new Decision(null, 0, List.of());

    public Decision {
        candidates = List.copyOf(candidates);
    }
}
