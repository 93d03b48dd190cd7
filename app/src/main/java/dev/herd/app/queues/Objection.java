package dev.herd.app.queues;

import java.util.List;

/// Reasons against a candidate, turned round: what had to be otherwise for it to be eligible. Pure.
///
/// The engine gives reasons in words; what is not known here is quoted as it stands.
final class Objection {
    private static final List<Turn> TURNS = List.of(
            new Turn("overloaded", "it were less loaded", 0),
            new Turn("the server said that it is full", "its server were not full", 0),
            new Turn("starting", "it had started already", 1),
            new Turn("paused", "it were not paused", 1),
            new Turn("draining", "it were not draining", 1),
            new Turn("failed repeatedly", "it had not failed repeatedly before", 2),
            new Turn("failed this request already", "it had not failed this request before", 2),
            new Turn("wedged", "it answered", 3),
            new Turn("down", "it could be reached", 3),
            new Turn("does not fit", "the model fitted there", 4),
            new Turn("the request is pinned", "the request were not pinned to another machine", 4),
            new Turn("the model does not support images", "its model read images", 5));

    private static final int UNKNOWN_WEIGHT = 4;

    private Objection() {}

    /// @param weight how much had to be otherwise, 0 for what passes by itself in a moment
    private record Turn(String start, String undone, int weight) {}

    /// Behind "if": `it were not paused (in a meeting)`.
    static String undone(String reason) {
        for (Turn turn : TURNS) {
            if (reason.startsWith(turn.start())) {
                int colon = reason.indexOf(": ");
                return colon < 0 ? turn.undone() : turn.undone() + " (" + reason.substring(colon + 2) + ")";
            }
        }
        return "this were not so: " + reason;
    }

    static int weight(String reason) {
        return TURNS.stream()
                .filter(turn -> reason.startsWith(turn.start()))
                .mapToInt(Turn::weight)
                .findFirst()
                .orElse(UNKNOWN_WEIGHT);
    }
}
