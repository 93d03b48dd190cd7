package dev.herd.engine.demo;

import dev.herd.engine.inference.FinishReason;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.InferenceEvent.Delta;
import dev.herd.engine.inference.InferenceEvent.Finished;
import dev.herd.engine.inference.InferenceEvent.Vectors;
import dev.herd.engine.inference.Operation;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Dialect;
import dev.herd.engine.protocol.Envelope;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.protocol.ReplyContext;
import dev.herd.engine.protocol.ReplyEncoder;
import dev.herd.engine.simulation.SimulatedNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Answers requests in the time that the simulated machine takes. Thread-safe; calls block for that time.
final class DemoAnswers {
    private static final int CHARS_PER_TOKEN = 4;

    /// Log-normal lengths: the median and the spread of chat answers.
    private static final double MEDIAN_TOKENS = 90;

    private static final double SPREAD = 0.7;
    private static final int LONGEST = 900;
    private static final int VECTOR_WIDTH = 16;

    private final Dialect dialect;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicLong replies = new AtomicLong();

    /// Takes a streamed answer's bytes.
    interface Sink {
        void write(byte[] chunk) throws IOException;
    }

    DemoAnswers(Dialect dialect, InstantSource clock, RandomGenerator random) {
        this.dialect = dialect;
        this.clock = clock;
        this.random = random;
    }

    void stream(DemoNode node, Envelope envelope, Sink sink) throws IOException, InterruptedException {
        SimulatedNode.Job job = job(envelope);
        SimulatedNode.Run run = node.start(job);
        try {
            ReplyEncoder encoder = encoder(envelope);
            List<String> words = words(node, envelope, job);
            for (int i = 0; i < words.size(); i++) {
                await(run.tokenAt(i));
                sink.write(encoder.next(new Delta(words.get(i), "", List.of(), null)));
            }
            sink.write(encoder.next(finished(run, words.size())));
        } finally {
            node.end(run);
        }
    }

    byte[] whole(DemoNode node, Envelope envelope) throws InterruptedException {
        SimulatedNode.Job job = job(envelope);
        SimulatedNode.Run run = node.start(job);
        try {
            List<InferenceEvent> events = new ArrayList<>();
            if (envelope.endpoint().operation() == Operation.EMBED) {
                await(run.firstTokenAt());
                events.add(new Vectors(vectors(envelope)));
                events.add(finished(run, 0));
            } else {
                List<String> words = words(node, envelope, job);
                await(run.tokenAt(words.size() - 1));
                events.add(new Delta(String.join("", words), "", List.of(), null));
                events.add(finished(run, words.size()));
            }
            return encoder(envelope).whole(events);
        } finally {
            node.end(run);
        }
    }

    byte[] load(DemoNode node, Envelope envelope) throws InterruptedException {
        SimulatedNode.Run run = node.start(
                new SimulatedNode.Job(envelope.model(), envelope.window().orElse(0), 0, 0, 0));
        try {
            await(run.firstTokenAt());
        } finally {
            node.end(run);
        }
        return ended(envelope, FinishReason.LOAD);
    }

    byte[] unload(DemoNode node, Envelope envelope) {
        node.unload(envelope.model());
        return ended(envelope, FinishReason.UNLOAD);
    }

    private byte[] ended(Envelope envelope, FinishReason reason) {
        return encoder(envelope).whole(List.of(new Finished(reason, TokenUsage.NONE, Timings.NONE)));
    }

    private ReplyEncoder encoder(Envelope envelope) {
        String id = "demo" + replies.incrementAndGet();
        return dialect.encoder(envelope, new ReplyContext(envelope.model(), id, clock));
    }

    private SimulatedNode.Job job(Envelope envelope) {
        int prompt = (int) Math.max(1, envelope.promptChars() / CHARS_PER_TOKEN);
        int drawn = (int) Math.round(MEDIAN_TOKENS * Math.exp(SPREAD * random.nextGaussian()));
        int limit = envelope.maxTokens().orElse(LONGEST);
        int answer = Math.clamp(drawn, 1, Math.clamp(limit, 1, LONGEST));
        return new SimulatedNode.Job(envelope.model(), envelope.window().orElse(0), prompt, 0, answer);
    }

    private List<String> words(DemoNode node, Envelope envelope, SimulatedNode.Job job) {
        return DemoWords.answer(envelope.model(), node.name(), job.answerTokens(), random);
    }

    private static Finished finished(SimulatedNode.Run run, int tokens) {
        long load = nanos(run.loadSeconds());
        long prefill = nanos(run.prefillSeconds());
        long generate = nanos(run.secondsPerToken() * tokens);
        return new Finished(
                FinishReason.STOP,
                new TokenUsage(run.job().promptTokens(), 0, tokens),
                new Timings(load + prefill + generate, load, prefill, generate));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }

    private List<String> vectors(Envelope envelope) {
        int count;
        try {
            JsonSlice input = envelope.fields().get("input");
            count = input != null && input.isArray() ? input.elements().size() : 1;
        } catch (BadRequestException unsound) {
            throw new IllegalStateException("the body has been read before", unsound);
        }
        return IntStream.range(0, count)
                .mapToObj(i -> random.doubles(VECTOR_WIDTH, -1, 1)
                        .mapToObj(Double::toString)
                        .collect(Collectors.joining(",", "[", "]")))
                .toList();
    }

    private void await(Instant moment) throws InterruptedException {
        for (Duration left = left(moment); left.isPositive(); left = left(moment)) {
            LockSupport.parkNanos(this, left.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("the demo ends");
            }
        }
    }

    private Duration left(Instant moment) {
        return Duration.between(clock.instant(), moment);
    }
}
