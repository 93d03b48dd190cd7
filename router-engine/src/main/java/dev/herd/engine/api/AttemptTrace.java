package dev.herd.engine.api;

import dev.herd.engine.placement.Decision;
import org.jspecify.annotations.Nullable;

/// One try on one node.
///
/// @param startedMs milliseconds after the request's arrival
/// @param endedMs milliseconds after the request's arrival; negative while it runs
/// @param outcome `served`, `failed`, `busy`, `model_gone`, `refused`, `made_way`, `stepped_back`,
///     `abandoned`, or `running`
/// @param status the upstream's HTTP status, 0 when none came
/// @param reason empty when all went well
/// @param decision why there; null where that is the whole request's, or was not kept
public record AttemptTrace(
        String node,
        double startedMs,
        double endedMs,
        String outcome,
        int status,
        String reason,
        @Nullable Decision decision) {
    /// It was given up for a more urgent request, which the client does not see.
    public static final String MADE_WAY = "made_way";

    /// It was given up because the machine's person needed the machine, which the client does not see.
    public static final String STEPPED_BACK = "stepped_back";

    /// The outcome of an attempt whose request was answered by a second copy.
    public static final String OVERTAKEN = "overtaken";

    /// One of whose decision nothing else is known than the request's.
    public AttemptTrace(String node, double startedMs, double endedMs, String outcome, int status, String reason) {
        this(node, startedMs, endedMs, outcome, status, reason, null);
    }

    public AttemptTrace because(Decision why) {
        return new AttemptTrace(node, startedMs, endedMs, outcome, status, reason, why);
    }

    public AttemptTrace ended(double atMs, String how, int httpStatus, String why) {
        return new AttemptTrace(node, startedMs, atMs, how, httpStatus, why, decision);
    }
}
