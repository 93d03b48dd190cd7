package dev.herd.engine.gateway;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.protocol.ReplyContext;
import dev.herd.engine.protocol.ReplyDecoder;
import dev.herd.engine.protocol.ReplyEncoder;
import dev.herd.engine.protocol.ReplyFraming;
import dev.herd.engine.scheduling.FaultRules;
import dev.herd.engine.scheduling.Verdict;
import dev.herd.engine.upstream.UpstreamFailure;
import dev.herd.engine.upstream.UpstreamReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Brings one upstream's answer to the client.
///
/// Nothing is sent before the first content, so that until then another node may be tried. From then on each
/// read of the upstream is one write to the client: as it came when both speak one dialect, while a copy is
/// decoded for accounting; translated event by event otherwise. An answer without its dialect's end is an
/// error, whatever the framing says.
final class Relay {
    private static final int BUFFER_BYTES = 8192;

    /// Longest whole answer, as the longest request.
    private static final int LONGEST_WHOLE = 64 << 20;

    /// Most that is kept of a stream which has not said anything yet: a few chunks with a role, and comments
    /// that keep the connection alive.
    private static final int LONGEST_PENDING = 1 << 20;

    private static final Duration MEMORY_RETRY = Duration.ofSeconds(2);
    private static final String SILENT = "the model server fell silent";
    private static final String INCOMPLETE = "the model server's answer is not complete";

    private final ClientExchange exchange;
    private final Attempt attempt;
    private final RequestProgress progress;
    private final RunningCall running;
    private final ReplyDecoder decoder;
    private final ReplyEncoder encoder;
    private final UpstreamReply reply;
    private final boolean passThrough;
    private final ReplyFraming framing;
    private final BodyBudget answers;

    /// Bytes of the client's answer that wait for the first content, one element per write.
    private final List<byte[]> pending = new ArrayList<>();

    private int pendingBytes;

    private @Nullable String failure;

    /// Whether the upstream itself tells the client of its failure, in bytes that pass through.
    private boolean toldByUpstream;

    private boolean finished;

    Relay(ClientExchange exchange, Attempt attempt, Attempt.Answer answer, Bystanders bystanders) {
        this.exchange = exchange;
        this.attempt = attempt;
        this.progress = bystanders.progress();
        this.running = bystanders.running();
        this.answers = bystanders.answers();
        this.reply = answer.reply();
        this.framing = answer.framing();
        this.decoder = attempt.upstreamDialect().decoder(framing);
        var envelope = attempt.call().envelope();
        ReplyContext context = new ReplyContext(envelope.model(), exchange.id().replace("-", ""), bystanders.clock());
        this.encoder = attempt.call().dialect().encoder(envelope, context);
        boolean framedAsAsked = envelope.stream() == isStream(reply.header("Content-Type"));
        boolean streamsAnyway = envelope.stream() && attempt.upstreamDialect().wholeIsStream();
        this.passThrough = attempt.sameDialect() && (framedAsAsked || streamsAnyway);
    }

    /// Who watches a relay.
    ///
    /// @param answers the memory that all whole answers share
    record Bystanders(RequestProgress progress, RunningCall running, InstantSource clock, BodyBudget answers) {}

    private static boolean isStream(String contentType) {
        return contentType.contains("ndjson") || contentType.contains("event-stream");
    }

    void run() throws AttemptFailed, Rejection, ClientGoneException, InterruptedException {
        if (attempt.call().envelope().stream()) {
            stream();
        } else {
            whole();
        }
    }

    private void whole() throws AttemptFailed, Rejection, ClientGoneException, InterruptedException {
        try (BodyBudget.Share share = answers.share()) {
            whole(readWhole(share));
        }
    }

    private byte[] readWhole(BodyBudget.Share share) throws AttemptFailed, Rejection, InterruptedException {
        var body = new WholeBody(LONGEST_WHOLE, share);
        WholeBody.End end;
        try {
            end = body.read(reply);
        } catch (UpstreamFailure broken) {
            String why = survive() == null ? broken.reason() : SILENT;
            if (body.isEmpty()) {
                throw attempt.failed(new Verdict.NodesFault(why, false), reply.status());
            }
            throw cut(why);
        }
        return switch (end) {
            case WHOLE -> body.bytes();
            case TOO_LONG -> throw cut("the model server's answer is longer than " + LONGEST_WHOLE + " bytes");
            case NO_MEMORY ->
                throw Rejection.later(503, "too many large answers at once", MEMORY_RETRY, "no_memory")
                        .with(attempt.headers());
        };
    }

    private Rejection cut(String why) {
        attempt.cut(why);
        return Rejection.cut(why).with(attempt.headers());
    }

    private void whole(byte[] body) throws AttemptFailed, Rejection, ClientGoneException, InterruptedException {
        List<InferenceEvent> events = new ArrayList<>(decoder.feed(body, 0, body.length));
        events.addAll(decoder.end());
        account(events);
        if (failure != null) {
            throw attempt.failed(verdict(failure), reply.status());
        }
        if (!finished) {
            if (body.length == 0) {
                throw attempt.failed(new Verdict.NodesFault("the answer is empty", false), reply.status());
            }
            throw cut(INCOMPLETE);
        }
        Verdict mismatch = EmbeddingCheck.judge(attempt.call().envelope(), events);
        if (mismatch != null) {
            throw attempt.failed(mismatch, reply.status());
        }
        byte[] merged = attempt.sameDialect() ? attempt.upstreamDialect().merged(body, framing) : null;
        boolean asItCame = merged == null && passThrough;
        byte[] answer = asItCame ? body : merged == null ? encoder.whole(events) : merged;
        String contentType = asItCame ? reply.header("Content-Type") : encoder.contentType();
        exchange.abort.begin();
        attempt.begins();
        attempt.served();
        progress.end(RequestOutcome.COMPLETED, progress.hasContent() ? "" : "no_output");
        exchange.respond(200, attempt.headers(), contentType, answer);
    }

    private void stream() throws AttemptFailed, ClientGoneException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int count = read(buffer); count >= 0; count = read(buffer)) {
                List<InferenceEvent> events = decoder.feed(buffer, 0, count);
                account(events);
                forward(events, buffer, count);
                if (failure != null) {
                    // Whatever may follow, the answer is no good.
                    close();
                    return;
                }
            }
        } catch (UpstreamFailure broken) {
            String why = survive() == null ? broken.reason() : SILENT;
            if (failure == null && !finished) {
                failure = why;
            }
        }
        if (failure == null) {
            // What a broken connection leaves behind is no end of an answer.
            List<InferenceEvent> last = decoder.end();
            account(last);
            forward(last, buffer, 0);
        }
        close();
    }

    private int read(byte[] buffer) throws UpstreamFailure {
        if (!exchange.begun()) {
            return reply.read(buffer);
        }
        if (finished) {
            running.readsTheLast();
        } else {
            running.reads();
        }
        int count = reply.read(buffer);
        // A client that takes its time is not the server's silence.
        running.idle();
        return count;
    }

    /// Passes on what was read: bytes when the dialects agree, else the events' translation.
    private void forward(List<InferenceEvent> events, byte[] buffer, int count)
            throws AttemptFailed, ClientGoneException, InterruptedException {
        if (passThrough) {
            // Bytes that cannot be read would break the client, which is told in its dialect instead.
            send(buffer, failure == null || toldByUpstream ? count : 0);
        } else {
            for (InferenceEvent event : events) {
                // A failure is told in the client's dialect when the stream is closed.
                if (!(event instanceof InferenceEvent.Failed)) {
                    byte[] bytes = encoder.next(event);
                    send(bytes, bytes.length);
                }
            }
        }
    }

    private void send(byte[] bytes, int count) throws AttemptFailed, ClientGoneException, InterruptedException {
        if (exchange.begun()) {
            exchange.write(bytes, 0, count);
            return;
        }
        if (failure != null) {
            throw attempt.failed(verdict(failure), reply.status());
        }
        if (count > 0) {
            pending.add(Arrays.copyOf(bytes, count));
            pendingBytes += count;
        }
        if (progress.hasContent() || finished) {
            begin();
        } else if (pendingBytes > LONGEST_PENDING) {
            Verdict verdict = new Verdict.NodesFault("the model server sends much and says nothing", false);
            throw attempt.failed(verdict, reply.status());
        }
    }

    private void begin() throws ClientGoneException, InterruptedException {
        exchange.abort.begin();
        attempt.begins();
        running.idle();
        Map<String, String> headers = attempt.headers();
        String contentType = passThrough ? reply.header("Content-Type") : encoder.contentType();
        headers.put("Cache-Control", "no-cache");
        if (contentType.startsWith("text/event-stream")) {
            headers.put("X-Accel-Buffering", "no");
        }
        exchange.begin(200, headers, contentType);
        for (byte[] chunk : pending) {
            exchange.write(chunk, 0, chunk.length);
        }
        pending.clear();
    }

    private void close() throws AttemptFailed, ClientGoneException {
        if (finished && failure == null) {
            attempt.served();
            progress.end(RequestOutcome.COMPLETED, progress.hasContent() ? "" : "no_output");
            exchange.finish();
            return;
        }
        String why = failure == null ? INCOMPLETE : failure;
        if (!exchange.begun()) {
            throw attempt.failed(verdict(why), reply.status());
        }
        attempt.cut(why);
        progress.end(RequestOutcome.INCOMPLETE, why);
        if (!(passThrough && toldByUpstream)) {
            byte[] error = attempt.call().dialect().streamError(502, why);
            exchange.write(error, 0, error.length);
        }
        exchange.finish();
    }

    /// What the server says of its failure is its answer; what broke here says nothing of the request.
    private Verdict verdict(String why) {
        return toldByUpstream ? FaultRules.judge(500, why, Duration.ZERO) : new Verdict.NodesFault(why, false);
    }

    private void account(List<InferenceEvent> events) {
        int content = 0;
        for (InferenceEvent event : events) {
            switch (event) {
                case InferenceEvent.Delta delta -> {
                    content += delta.isEmpty() ? 0 : 1;
                    progress.said(textChars(delta), delta.thinking().length());
                }
                case InferenceEvent.Vectors _ -> progress.content(0);
                case InferenceEvent.Finished end -> {
                    finished = true;
                    progress.counted(end.usage(), end.timings());
                }
                case InferenceEvent.Failed(String message, boolean stated) -> {
                    failure = message.isBlank() ? "the model server failed" : message;
                    toldByUpstream = stated;
                }
            }
        }
        if (content > 0) {
            progress.content(content);
        }
    }

    private static long textChars(InferenceEvent.Delta delta) {
        return delta.text().length()
                + delta.toolCalls().stream()
                        .mapToLong(call -> call.argumentsJson().length())
                        .sum();
    }

    /// Tells a broken upstream from a request that was stopped, which breaks the upstream too. A silent or
    /// stalled upstream is the former.
    ///
    /// @return why the upstream was given up, null when it broke by itself
    private Abort.@Nullable Reason survive() throws InterruptedException {
        Abort.Reason survived = exchange.abort.survive();
        if (survived == Abort.Reason.MAKES_WAY) {
            throw new MadeWayException();
        }
        if (survived == null && exchange.abort.reason() != null) {
            throw new InterruptedException("stopped");
        }
        return survived;
    }
}
