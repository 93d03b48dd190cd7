package dev.herd.engine.gateway;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.inference.FinishReason;
import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.InferenceEvent.Finished;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.protocol.ReplyContext;
import dev.herd.engine.protocol.ReplyEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Makes one answer, one end and one set of headers of what the parts of a request got. For one thread.
final class JoinedAnswer {
    private final ClientExchange exchange;
    private final Call call;
    private final RequestProgress progress;
    private final ReplyEncoder encoder;
    private final long began = System.nanoTime();

    JoinedAnswer(
            ClientExchange exchange, Call call, RequestProgress progress, RequestPipeline.Environment environment) {
        this.exchange = exchange;
        this.call = call;
        this.progress = progress;
        var context = new ReplyContext(call.envelope().model(), exchange.id().replace("-", ""), environment.clock());
        this.encoder = call.dialect().encoder(call.envelope(), context);
    }

    /// Whether all vectors have one width, as those of one model do.
    static boolean fit(List<Shard.Answer> answers) {
        return answers.stream().mapToInt(Shard.Answer::width).distinct().count() <= 1;
    }

    /// Answers the client.
    ///
    /// @param share takes the memory of the whole
    void respond(List<Shard.Answer> answers, List<Shard> shards, BodyBudget.Share share)
            throws Rejection, ClientGoneException, InterruptedException {
        Map<String, String> headers = headers(answers);
        long bytes = answers.stream().mapToLong(answer -> answer.body().length).sum();
        if (!share.take(bytes)) {
            throw WholeReply.noMemory().with(headers);
        }
        boolean asTheyCame = answers.stream().allMatch(answer -> answer.vectors() == null);
        long nanos = System.nanoTime() - began;
        Finished end = end(shards, nanos);
        byte[] body = asTheyCame
                ? call.dialect().joined(answers.stream().map(Shard.Answer::body).toList(), nanos)
                : encoder.whole(events(answers, end));
        String contentType = asTheyCame ? answers.getFirst().contentType() : encoder.contentType();
        exchange.abort.begin();
        progress.content(0);
        progress.counted(end.usage(), end.timings());
        progress.changed(headers.getOrDefault(FleetHeaders.PROTECTED, ""));
        progress.end(RequestOutcome.COMPLETED, "");
        exchange.respond(200, headers, contentType, body);
    }

    private static List<InferenceEvent> events(List<Shard.Answer> answers, Finished end) {
        List<InferenceEvent> events = new ArrayList<>();
        answers.stream().map(Shard.Answer::vectors).forEach(events::add);
        events.add(end);
        return events;
    }

    /// Tokens are summed; parts that load or read at once take as long as the longest of them.
    private static Finished end(List<Shard> shards, long nanos) {
        int prompt = 0;
        int cached = 0;
        long load = 0;
        long reading = 0;
        for (Shard shard : shards) {
            TokenUsage usage = shard.progress().tokens();
            Timings timings = shard.progress().timings();
            prompt += usage.prompt();
            cached += usage.cached();
            load = Math.max(load, timings.loadNanos());
            reading = Math.max(reading, timings.promptNanos());
        }
        return new Finished(FinishReason.STOP, new TokenUsage(prompt, cached, 0), new Timings(nanos, load, reading, 0));
    }

    private Map<String, String> headers(List<Shard.Answer> answers) {
        Map<String, String> headers = new LinkedHashMap<>(answers.getFirst().headers());
        headers.put(FleetHeaders.NODE, distinct(answers, FleetHeaders.NODE));
        long score = answers.stream()
                .mapToLong(answer -> Long.parseLong(answer.headers().getOrDefault(FleetHeaders.SCORE, "0")))
                .max()
                .orElse(0);
        headers.put(FleetHeaders.SCORE, Long.toString(score));
        headers.put(FleetHeaders.RETRIES, Integer.toString(progress.retries()));
        String changed = distinct(answers, FleetHeaders.PROTECTED);
        if (!changed.isEmpty()) {
            headers.put(FleetHeaders.PROTECTED, changed);
        }
        return headers;
    }

    /// What each says, each once.
    private static String distinct(List<Shard.Answer> answers, String header) {
        return answers.stream()
                .map(answer -> answer.headers().getOrDefault(header, ""))
                .filter(value -> !value.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
