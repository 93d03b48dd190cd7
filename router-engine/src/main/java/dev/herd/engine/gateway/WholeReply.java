package dev.herd.engine.gateway;

import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.protocol.ReplyDecoder;
import dev.herd.engine.scheduling.Verdict;
import dev.herd.engine.upstream.UpstreamFailure;
import dev.herd.engine.upstream.UpstreamReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one upstream's whole answer and holds it against the request. For one thread.
final class WholeReply {
    static final String SILENT = "the model server fell silent";
    static final String INCOMPLETE = "the model server's answer is not complete";

    /// Longest whole answer, as the longest request.
    private static final int LONGEST = 64 << 20;

    private static final Duration MEMORY_RETRY = Duration.ofSeconds(2);

    private final Attempt attempt;
    private final UpstreamReply reply;
    private final ReplyAccount account;
    private final Abort abort;
    private final BodyBudget.Share share;

    /// @param abort stops the thread that reads
    /// @param share takes the memory
    WholeReply(Attempt attempt, UpstreamReply reply, ReplyAccount account, Abort abort, BodyBudget.Share share) {
        this.attempt = attempt;
        this.reply = reply;
        this.account = account;
        this.abort = abort;
        this.share = share;
    }

    /// A sound answer.
    record Read(byte[] body, List<InferenceEvent> events) {}

    /// @throws AttemptFailed when another node may give a sound one
    /// @throws Rejection when it broke off
    Read read(ReplyDecoder decoder) throws AttemptFailed, Rejection, InterruptedException {
        byte[] body = body();
        List<InferenceEvent> events = new ArrayList<>(decoder.feed(body, 0, body.length));
        events.addAll(decoder.end());
        account.take(events);
        if (account.failed()) {
            throw attempt.failed(account.verdict(), reply.status());
        }
        if (!account.finished()) {
            if (body.length == 0) {
                throw attempt.failed(new Verdict.NodesFault("the answer is empty", false), reply.status());
            }
            throw cut(INCOMPLETE);
        }
        Verdict mismatch = EmbeddingCheck.judge(attempt.call().envelope(), events);
        if (mismatch != null) {
            throw attempt.failed(mismatch, reply.status());
        }
        return new Read(body, events);
    }

    private byte[] body() throws AttemptFailed, Rejection, InterruptedException {
        var body = new WholeBody(LONGEST, share);
        WholeBody.End end;
        try {
            end = body.read(reply);
        } catch (UpstreamFailure broken) {
            String why = survive(abort) == null ? broken.reason() : SILENT;
            if (body.isEmpty()) {
                throw attempt.failed(new Verdict.NodesFault(why, false), reply.status());
            }
            throw cut(why);
        }
        return switch (end) {
            case WHOLE -> body.bytes();
            case TOO_LONG -> throw cut("the model server's answer is longer than " + LONGEST + " bytes");
            case NO_MEMORY -> throw noMemory().with(attempt.headers());
        };
    }

    static Rejection noMemory() {
        return Rejection.later(503, "too many large answers at once", MEMORY_RETRY, "no_memory");
    }

    private Rejection cut(String why) {
        attempt.cut(why);
        return Rejection.cut(why).with(attempt.headers());
    }

    /// Tells a broken upstream from a request that was stopped, which breaks the upstream too. A silent or
    /// stalled upstream is the former.
    ///
    /// @return why the upstream was given up, null when it broke by itself
    static Abort.@Nullable Reason survive(Abort abort) throws InterruptedException {
        Abort.Reason survived = abort.survive();
        if (survived != null && survived.givesWay()) {
            throw new GaveWayException(survived);
        }
        if (survived == null && abort.reason() != null) {
            throw new InterruptedException("stopped");
        }
        return survived;
    }
}
