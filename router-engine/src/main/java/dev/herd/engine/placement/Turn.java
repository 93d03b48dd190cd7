package dev.herd.engine.placement;

import java.util.List;

/// A reason against a candidate, turned round.
///
/// Records of older versions tell reasons by their words alone, so that words are asked first; what no words
/// are known for is told by its kind, and quoted as it stands otherwise.
///
/// @param undone behind "if"
/// @param weight how much had to be otherwise, 0 for what passes by itself in a moment
record Turn(String start, Objection.Code code, String undone, int weight) {
    private static final List<Turn> TURNS = List.of(
            new Turn("overloaded", Objection.Code.OFFLINE, "it were less loaded", 0),
            new Turn("the server said that it is full", Objection.Code.BUSY, "its server were not full", 0),
            new Turn("starting", Objection.Code.OFFLINE, "it had started already", 1),
            new Turn("paused", Objection.Code.POLICY, "it were not paused", 1),
            new Turn("its person comes first", Objection.Code.PERSON, "its person left it to the fleet", 1),
            new Turn("takes too long beside its person", Objection.Code.PERSON, "it took less time", 2),
            new Turn("draining", Objection.Code.POLICY, "it were not draining", 1),
            new Turn("failed repeatedly", Objection.Code.BREAKER_OPEN, "it had not failed repeatedly before", 2),
            new Turn(
                    "failed this request already",
                    Objection.Code.FAILED_IT,
                    "it had not failed this request before",
                    2),
            new Turn("wedged", Objection.Code.OFFLINE, "it answered", 3),
            new Turn("down", Objection.Code.OFFLINE, "it could be reached", 3),
            new Turn("does not fit", Objection.Code.MEMORY, "the model fitted there", 4),
            new Turn(
                    "the request is pinned",
                    Objection.Code.POLICY,
                    "the request were not pinned to another machine",
                    4),
            new Turn("the prompt", Objection.Code.CONTEXT_TOO_SMALL, "its model took longer prompts", 5),
            new Turn("the model does not support images", Objection.Code.NO_CAPABILITY, "its model read images", 5),
            new Turn(
                    "this kind of server cannot be asked",
                    Objection.Code.NO_CAPABILITY,
                    "its kind of server could be asked for it",
                    5));

    /// Kinds of which one turn fits all reasons.
    private static final List<Objection.Code> PLAIN = List.of(
            Objection.Code.BUSY,
            Objection.Code.BREAKER_OPEN,
            Objection.Code.FAILED_IT,
            Objection.Code.MEMORY,
            Objection.Code.CONTEXT_TOO_SMALL);

    private static final int UNKNOWN_WEIGHT = 4;

    static Turn of(Objection objection) {
        return TURNS.stream()
                .filter(turn -> objection.words().startsWith(turn.start()))
                .findFirst()
                .or(() -> TURNS.stream()
                        .filter(turn -> turn.code() == objection.code() && PLAIN.contains(turn.code()))
                        .findFirst())
                .orElse(new Turn("", objection.code(), "", UNKNOWN_WEIGHT));
    }

    /// With what stands behind the reason's colon.
    String undone(String words) {
        if (undone.isEmpty()) {
            return "this were not so: " + words;
        }
        int colon = words.indexOf(": ");
        return colon < 0 ? undone : undone + " (" + words.substring(colon + 2) + ")";
    }
}
