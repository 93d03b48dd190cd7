package dev.herd.engine.shaping;

import java.util.OptionalInt;

/// Keeps room for an answer where a model thinks first. Servers count thoughts as a part of the answer, so that a small
/// limit would be spent on them and nothing said.
///
/// A limit is raised by what the model is expected to think, and never beyond [#PLENTY] times that: a limit that holds
/// so much leaves enough for an answer, and is its client's own.
///
/// @param length the limit to send, thoughts included; absent: the client's own
/// @param note what was changed, for `X-Fleet-Protected`; empty when nothing was
public record AnswerBudget(OptionalInt length, String note) {
    /// The client's own limit.
    public static final AnswerBudget AS_ASKED = new AnswerBudget(OptionalInt.empty(), "");

    /// Of a limit that is this many times what is thought, three quarters are left.
    private static final int PLENTY = 4;

    /// @param limit the longest answer that the client asks for, in tokens, above 0
    /// @param thoughts tokens that the model is expected to think
    /// @param left tokens of the window behind the prompt
    public static AnswerBudget decide(int limit, int thoughts, long left) {
        long raised = Math.min((long) limit + thoughts, (long) PLENTY * thoughts);
        long sent = Math.min(raised, left);
        if (sent <= limit) {
            return AS_ASKED;
        }
        return new AnswerBudget(OptionalInt.of((int) sent), "num_predict " + limit + "->" + sent);
    }
}
