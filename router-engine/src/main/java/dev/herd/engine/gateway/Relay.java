package dev.herd.engine.gateway;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.protocol.ReplyContext;
import dev.herd.engine.protocol.ReplyDecoder;
import dev.herd.engine.protocol.ReplyEncoder;
import dev.herd.engine.protocol.ReplyFraming;
import dev.herd.engine.scheduling.Verdict;
import dev.herd.engine.upstream.UpstreamFailure;
import dev.herd.engine.upstream.UpstreamReply;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Brings one upstream's answer to the client.
///
/// Nothing is sent before the first content, so that until then another node may be tried. From then on each
/// read of the upstream is one write to the client: as it came when both speak one dialect, while a copy is
/// decoded for accounting; translated event by event otherwise. An answer without its dialect's end is an
/// error, whatever the framing says.
final class Relay {
    private static final int BUFFER_BYTES = 8192;

    /// Most that is kept of a stream which has not said anything yet: a few chunks with a role, and comments
    /// that keep the connection alive.
    private static final int LONGEST_PENDING = 1 << 20;

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

    private final ReplyAccount account;

    Relay(ClientExchange exchange, Attempt attempt, Attempt.Answer answer, Bystanders bystanders) {
        this.exchange = exchange;
        this.attempt = attempt;
        this.progress = bystanders.progress();
        this.running = bystanders.running();
        this.answers = bystanders.answers();
        this.reply = answer.reply();
        this.framing = answer.framing();
        this.account = new ReplyAccount(progress);
        this.decoder = attempt.upstreamDialect().decoder(framing);
        var envelope = attempt.call().envelope();
        ReplyContext context = new ReplyContext(envelope.model(), exchange.id().replace("-", ""), bystanders.clock());
        this.encoder = attempt.call().dialect().encoder(envelope, context);
        boolean streamsAnyway = envelope.stream() && attempt.upstreamDialect().wholeIsStream();
        this.passThrough = attempt.sameDialect() && (reply.isStream() == envelope.stream() || streamsAnyway);
    }

    /// Who watches a relay.
    ///
    /// @param answers the memory that all whole answers share
    record Bystanders(RequestProgress progress, RunningCall running, InstantSource clock, BodyBudget answers) {}

    void run() throws AttemptFailed, Rejection, ClientGoneException, InterruptedException {
        if (attempt.call().envelope().stream()) {
            stream();
        } else {
            whole();
        }
    }

    private void whole() throws AttemptFailed, Rejection, ClientGoneException, InterruptedException {
        try (BodyBudget.Share share = answers.share()) {
            WholeReply.Read read = new WholeReply(attempt, reply, account, exchange.abort, share).read(decoder);
            byte[] body = read.body();
            byte[] merged = attempt.sameDialect() ? attempt.upstreamDialect().merged(body, framing) : null;
            boolean asItCame = merged == null && passThrough;
            byte[] answer = asItCame ? body : merged == null ? encoder.whole(read.events()) : merged;
            String contentType = asItCame ? reply.header("Content-Type") : encoder.contentType();
            exchange.abort.begin();
            attempt.begins();
            attempt.served();
            progress.end(RequestOutcome.COMPLETED, progress.hasContent() ? "" : "no_output");
            exchange.respond(200, attempt.headers(), contentType, answer);
        }
    }

    private void stream() throws AttemptFailed, ClientGoneException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int count = read(buffer); count >= 0; count = read(buffer)) {
                List<InferenceEvent> events = decoder.feed(buffer, 0, count);
                account.take(events);
                forward(events, buffer, count);
                if (account.failed()) {
                    // Whatever may follow, the answer is no good.
                    close();
                    return;
                }
            }
        } catch (UpstreamFailure broken) {
            account.broke(WholeReply.survive(exchange.abort) == null ? broken.reason() : WholeReply.SILENT);
        }
        if (!account.failed()) {
            // What a broken connection leaves behind is no end of an answer.
            List<InferenceEvent> last = decoder.end();
            account.take(last);
            forward(last, buffer, 0);
        }
        close();
    }

    private int read(byte[] buffer) throws UpstreamFailure {
        if (!exchange.begun()) {
            return reply.read(buffer);
        }
        if (account.finished()) {
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
            send(buffer, !account.failed() || account.toldByUpstream() ? count : 0);
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
        if (account.failed()) {
            throw attempt.failed(account.verdict(), reply.status());
        }
        if (count > 0) {
            pending.add(Arrays.copyOf(bytes, count));
            pendingBytes += count;
        }
        if (progress.hasContent() || account.finished()) {
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
        if (account.finished() && !account.failed()) {
            attempt.served();
            progress.end(RequestOutcome.COMPLETED, progress.hasContent() ? "" : "no_output");
            exchange.finish();
            return;
        }
        account.broke(WholeReply.INCOMPLETE);
        if (!exchange.begun()) {
            throw attempt.failed(account.verdict(), reply.status());
        }
        String why = account.failure();
        attempt.cut(why);
        progress.end(RequestOutcome.INCOMPLETE, why);
        if (!(passThrough && account.toldByUpstream())) {
            byte[] error = attempt.call().dialect().streamError(502, why);
            exchange.write(error, 0, error.length);
        }
        exchange.finish();
    }
}
