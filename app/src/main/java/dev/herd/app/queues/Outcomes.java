package dev.herd.app.queues;

import dev.herd.app.text.Units;
import dev.herd.engine.api.RequestOutcome;
import java.util.Locale;
import java.util.Map;

/// How requests ended, in words. Pure.
final class Outcomes {
    private static final String CANCELLED = "cancelled_by_operator";
    private static final String NO_OUTPUT = "no_output";

    /// The engine's codes. What follows a code and a colon is already meant for people.
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("no_node", "no machine could serve it"),
            Map.entry("no_such_node", "it was pinned to a machine that is not there"),
            Map.entry("queue_too_long", "the queue was too long"),
            Map.entry("deadline", "its deadline passed"),
            Map.entry("stopping", "Herd was stopping"),
            Map.entry(CANCELLED, "it was cancelled in this window or by command"),
            Map.entry("internal_error", "a defect of Herd; the log says more"),
            Map.entry("answer_cut", "the model server broke off"),
            Map.entry("attempts_exhausted", "every machine that was tried failed"),
            Map.entry("refused_by_model_server", "the model server refused it"),
            Map.entry("refused_by_two_nodes", "two machines refused it alike"),
            Map.entry("model_servers_busy", "the model servers were full"),
            Map.entry("model_gone", "the model was not there any more"),
            Map.entry("model_not_found", "no machine has the model"),
            Map.entry("context_length_exceeded", "the prompt is too long for every machine"),
            Map.entry("no_vision", "the model does not read images"),
            Map.entry("body_too_large", "its body is too large"),
            Map.entry("body_stalled", "its body stopped coming"),
            Map.entry("no_memory", "too much was asked at once"),
            Map.entry("loop", "it had come from Herd itself"),
            Map.entry("bad_request", "the request was not understood"),
            Map.entry(NO_OUTPUT, "no token came"));

    private Outcomes() {}

    /// How an outcome looks; the word says it too.
    enum Tone {
        GOOD,
        CALM,
        BAD
    }

    /// `completed`, `client left`, `cut off`, `completed · 1 retry`.
    static String word(RequestOutcome outcome, String reason, int retries) {
        return bare(outcome, reason) + (retries > 0 ? " · " + Units.plural(retries, "retry", "retries") : "");
    }

    private static String bare(RequestOutcome outcome, String reason) {
        return switch (outcome) {
            case COMPLETED -> reason.equals(NO_OUTPUT) ? "no output" : "completed";
            case FAILED -> reason.equals(CANCELLED) ? "cancelled" : "failed";
            case REJECTED -> "refused";
            case CLIENT_DISCONNECTED -> "client left";
            case INCOMPLETE -> "cut off";
        };
    }

    /// The outcomes a person can ask for, as the filter names them.
    static String choice(RequestOutcome outcome) {
        String word = bare(outcome, "");
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    static Tone tone(RequestOutcome outcome, String reason) {
        return switch (outcome) {
            case COMPLETED -> reason.equals(NO_OUTPUT) ? Tone.CALM : Tone.GOOD;
            case CLIENT_DISCONNECTED -> Tone.CALM;
            case FAILED -> reason.equals(CANCELLED) ? Tone.CALM : Tone.BAD;
            case REJECTED, INCOMPLETE -> Tone.BAD;
        };
    }

    /// Why it ended so: `no machine could serve it: Mini (down)`. Empty when there is nothing to say.
    static String reason(String reason) {
        int colon = reason.indexOf(": ");
        String code = colon < 0 ? reason : reason.substring(0, colon);
        String detail = colon < 0 ? "" : reason.substring(colon + 2);
        if (!code.matches("[a-z]+(_[a-z]+)*")) {
            return reason;
        }
        String words = REASONS.getOrDefault(code, code.replace('_', ' '));
        return detail.isBlank() ? words : words + ": " + detail;
    }
}
