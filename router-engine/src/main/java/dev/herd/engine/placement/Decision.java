package dev.herd.engine.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a request went where it went: the choice and what the others would have cost.
///
/// @param chosen null when nothing could be chosen
/// @param predictedSeconds expected seconds until the answer's end, counted from the decision
/// @param promisedSeconds wait for a slot that was predicted when the request arrived; negative when none was
public record Decision(
        @Nullable Candidate chosen, double predictedSeconds, List<Candidate> candidates, double promisedSeconds) {
    public static final Decision NONE = new Decision(null, 0, List.of());

    public Decision {
        candidates = List.copyOf(candidates);
    }

    /// One whose wait was not predicted.
    public Decision(@Nullable Candidate chosen, double predictedSeconds, List<Candidate> candidates) {
        this(chosen, predictedSeconds, candidates, -1);
    }

    /// The same with the wait that was predicted at the request's arrival.
    public Decision promising(double seconds) {
        return new Decision(chosen, predictedSeconds, candidates, seconds);
    }

    /// Whether no place was ever in question.
    public boolean isEmpty() {
        return chosen == null && candidates.isEmpty();
    }
}
