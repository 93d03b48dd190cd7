package dev.herd.engine.gateway;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.scheduling.Verdict;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request gets an error as its answer. Thrown on the request's thread before its answer has begun, and turned into
/// HTTP in one place.
final class Rejection extends Exception {
    /// OpenAI's word for a prompt that fits into no window.
    static final String CONTEXT_LENGTH_EXCEEDED = "context_length_exceeded";

    private final int status;
    private final @Nullable String code;
    private final Duration retryAfter;
    private final RequestOutcome outcome;
    private final String reason;
    private transient Map<String, String> headers = Map.of();

    private Rejection(int status, String message, @Nullable String code, Duration retryAfter, Cause cause) {
        super(message);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
        this.outcome = cause.outcome();
        this.reason = cause.reason();
    }

    private record Cause(RequestOutcome outcome, String reason) {}

    /// Refused by Herd itself.
    static Rejection refused(int status, String message, String reason) {
        return new Rejection(status, message, null, Duration.ZERO, new Cause(RequestOutcome.REJECTED, reason));
    }

    /// Refused by Herd itself, with the dialect's machine-readable code.
    static Rejection coded(int status, String message, String code) {
        return new Rejection(status, message, code, Duration.ZERO, new Cause(RequestOutcome.REJECTED, code));
    }

    /// Cannot be served now.
    static Rejection later(int status, String message, Duration retryAfter, String reason) {
        return new Rejection(status, message, null, retryAfter, new Cause(RequestOutcome.REJECTED, reason));
    }

    /// What follows for the client when nobody else is tried.
    static Rejection of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Busy(String message, Duration retryAfter) ->
                later(429, message, retryAfter, "model_servers_busy");
            case Verdict.NotThere(int status, String message) -> failed(status, message, "model_gone");
            case Verdict.NodesFault(String message, boolean _) -> failed(502, message, "attempts_exhausted");
            case Verdict.WindowTooSmall(String message, int _) -> coded(400, message, CONTEXT_LENGTH_EXCEEDED);
            case Verdict.RequestsOwn(int status, String message) -> failed(status, message, "refused_by_model_server");
        };
    }

    /// Tried and failed.
    static Rejection failed(int status, String message, String reason) {
        return new Rejection(status, message, null, Duration.ZERO, new Cause(RequestOutcome.FAILED, reason));
    }

    /// A whole answer that broke off.
    static Rejection cut(String message) {
        return new Rejection(502, message, null, Duration.ZERO, new Cause(RequestOutcome.INCOMPLETE, "answer_cut"));
    }

    /// The same in other words.
    Rejection saying(String message) {
        return message.equals(message())
                ? this
                : new Rejection(status, message, code, retryAfter, new Cause(outcome, reason)).with(headers);
    }

    /// The same with headers that say which node answered.
    Rejection with(Map<String, String> fleetHeaders) {
        headers = Map.copyOf(fleetHeaders);
        return this;
    }

    int status() {
        return status;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    @Nullable
    String code() {
        return code;
    }

    /// Zero when trying again makes no sense.
    Duration retryAfter() {
        return retryAfter;
    }

    RequestOutcome outcome() {
        return outcome;
    }

    String reason() {
        return reason;
    }

    Map<String, String> headers() {
        return headers;
    }
}
