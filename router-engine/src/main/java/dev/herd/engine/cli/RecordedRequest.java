package dev.herd.engine.cli;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// A request of the history that was answered. Times are seconds.
///
/// @param prompt tokens that were read, those of a cache left out
/// @param startedAt when a model server had it, seconds of the epoch
/// @param load seconds that the server loaded the model, 0 when it was loaded
record RecordedRequest(
        double arrivedAt,
        double startedAt,
        double endedAt,
        String model,
        String node,
        String tenant,
        RequestClass requestClass,
        int prompt,
        int answer,
        double load,
        double prefill,
        double generate) {

    /// Shorter texts measure overhead.
    private static final int LEAST_PROMPT = 64;

    private static final int LEAST_ANSWER = 8;

    /// Reads a line of the history; empty when the request was not answered, or counts no tokens.
    static Optional<RecordedRequest> read(String line) throws BadRequestException {
        JsonFields fields = JsonSlice.of(line).fields();
        JsonFields tokens = fields.object("tokens");
        JsonFields times = fields.object("times_ms");
        int prompt = (int) tokens.whole("prompt");
        String model = fields.textOrEmpty("served_model");
        String node = fields.textOrEmpty("node");
        if (!fields.textOrEmpty("outcome").equals("completed") || prompt < 1 || model.isBlank() || node.isBlank()) {
            return Optional.empty();
        }
        double arrived = epoch(fields.textOrEmpty("received_at"));
        double total = seconds(times, "total");
        return Optional.of(new RecordedRequest(
                arrived,
                arrived + Math.min(total, seconds(times, "hold") + seconds(times, "queue")),
                arrived + total,
                ModelRef.of(model).name(),
                node,
                fields.textOrEmpty("tenant").isBlank() ? "client" : fields.textOrEmpty("tenant"),
                RequestClass.parse(fields.textOrEmpty("class")).orElse(RequestClass.NORMAL),
                Math.max(1, prompt - (int) tokens.whole("cached")),
                (int) tokens.whole("completion"),
                seconds(times, "load"),
                seconds(times, "prefill"),
                seconds(times, "generate")));
    }

    private static double epoch(String moment) throws BadRequestException {
        try {
            Instant at = Instant.parse(moment);
            return at.getEpochSecond() + at.getNano() / 1e9;
        } catch (DateTimeException wrong) {
            throw new BadRequestException("received_at is no moment: " + moment);
        }
    }

    private static double seconds(JsonFields times, String name) {
        JsonSlice value = times.get(name);
        return value == null ? 0 : value.number() / 1000;
    }

    /// Tokens of the prompt per second; 0 when it does not tell.
    double prefillRate() {
        return prefill > 0 && prompt >= LEAST_PROMPT ? prompt / prefill : 0;
    }

    /// Tokens of the answer per second; 0 when it does not tell.
    double decodeRate() {
        return generate > 0 && answer >= LEAST_ANSWER ? (answer - 1) / generate : 0;
    }

    boolean overlaps(RecordedRequest other) {
        return startedAt < other.endedAt && other.startedAt < endedAt;
    }
}
