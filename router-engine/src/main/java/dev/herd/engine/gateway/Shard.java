package dev.herd.engine.gateway;

import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.InferenceEvent.Vectors;
import dev.herd.engine.protocol.ReplyDecoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One part of a batch of embeddings on its way through the fleet, on a thread of its own. It has its own lease, tries
/// and end; its whole has one client and one trace.
final class Shard implements Callable<Shard.Answer> {
    /// Where servers name the input that they cannot take.
    private static final Pattern PLACE =
            Pattern.compile("(?i)(\\binputs?\\[|\\binputs?\\.|\\bindex:? |\\binput #)(\\d{1,9})\\b");

    private final Call call;
    private final int from;
    private final int count;
    private final RequestProgress progress;
    private final Abort abort = new Abort();
    private final RunningCall running = new RunningCall(abort);
    private final CountDownLatch placed;
    private final BodyBudget.Share share;
    private final Surroundings surroundings;
    private @Nullable Answer answer;

    /// @param calls all that run, silent servers end their waiting
    /// @param answers the memory that all whole answers share
    record Surroundings(Tries tries, RunningCalls calls, BodyBudget answers) {}

    /// What a part got.
    ///
    /// @param vectors none where its bytes are of the client's dialect and framing, which hold them
    /// @param width of each
    /// @param headers which node answered
    record Answer(byte[] body, @Nullable Vectors vectors, int width, String contentType, Map<String, String> headers) {}

    Shard(Call call, ShardPlan.Part part, RequestProgress whole, Surroundings surroundings) {
        this.call = call;
        this.from = part.from();
        this.count = part.to() - part.from();
        this.placed = new CountDownLatch(1);
        this.progress = whole.part(placed::countDown);
        this.share = surroundings.answers().share();
        this.surroundings = surroundings;
    }

    @Override
    public Answer call() throws Rejection, ClientGoneException, InterruptedException {
        abort.bind(Thread.currentThread());
        surroundings.calls().add(running);
        try {
            surroundings.tries().run(new Tries.Subject(call, abort, progress, running), this::take);
            if (answer == null) {
                throw new IllegalStateException("a served part has no answer");
            }
            return answer;
        } catch (Rejection rejection) {
            throw rejection.saying(inWhole(rejection.message()));
        } finally {
            placed.countDown();
            abort.unbind();
            surroundings.calls().remove(running);
        }
    }

    private void take(Attempt attempt, Attempt.Answer open) throws AttemptFailed, Rejection, InterruptedException {
        ReplyDecoder decoder = attempt.upstreamDialect().decoder(open.framing());
        var account = new ReplyAccount(progress);
        WholeReply.Read read = new WholeReply(attempt, open.reply(), account, abort, share).read(decoder);
        boolean asItCame = call.dialect().equals(attempt.upstreamDialect());
        Vectors vectors = vectors(read.events());
        abort.begin();
        attempt.begins();
        attempt.served();
        answer = new Answer(
                read.body(),
                asItCame ? null : vectors,
                EmbeddingCheck.width(vectors.vectorsJson().getFirst()),
                open.reply().header("Content-Type"),
                attempt.headers());
    }

    /// It was held against its inputs, so that there are some.
    private static Vectors vectors(List<InferenceEvent> events) {
        return events.stream()
                .filter(Vectors.class::isInstance)
                .map(Vectors.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /// The same with the place in the client's list, where it names one of the part's.
    private String inWhole(String message) {
        Matcher places = PLACE.matcher(message);
        return places.replaceAll(found -> {
            int place = Integer.parseInt(found.group(2));
            return Matcher.quoteReplacement(found.group(1) + (place < count ? place + from : place));
        });
    }

    /// Waits until it runs, waits in the queue, or has ended: whoever comes next is placed behind it.
    void awaitPlaced() throws InterruptedException {
        placed.await();
    }

    void stop(Abort.Reason why) {
        abort.stop(why);
    }

    /// Stops the whole for the reason for which this part was stopped, if it was.
    void handOn(Abort whole) {
        Abort.Reason reason = abort.reason();
        if (reason != null && !reason.isAttempts()) {
            whole.stop(reason);
        }
    }

    RequestProgress progress() {
        return progress;
    }

    /// Gives back the memory of its answer. When its thread has ended.
    void forget() {
        share.close();
        answer = null;
    }
}
