package dev.herd.engine.api;

/// One try on one node.
///
/// @param startedMs milliseconds after the request's arrival
/// @param endedMs milliseconds after the request's arrival; negative while it runs
/// @param outcome `served`, `failed`, `busy`, `model_gone`, `refused`, `made_way`,
///     `abandoned`, or `running`
/// @param status the upstream's HTTP status, 0 when none came
/// @param reason empty when all went well
public record AttemptTrace(String node, double startedMs, double endedMs, String outcome, int status, String reason) {
    /// It was given up for a more urgent request, which the client does not see.
    public static final String MADE_WAY = "made_way";
}
