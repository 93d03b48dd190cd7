package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.herd.engine.inference.InferenceEvent;
import dev.herd.engine.inference.InferenceEvent.Failed;
import dev.herd.engine.inference.InferenceEvent.Finished;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Brings an upstream's answer to a client by the rules of the gateway: the bytes pass where both speak one dialect and
/// the framing is the one asked for, else they are translated; an answer without its end is an error.
record Relayed(Dialect client, Dialect upstream, Envelope envelope, ReplyFraming framing) {
    private static final Instant NOW = Instant.parse("2026-11-23T13:41:14.5Z");
    private static final String CUT = "the model server's answer is not complete";

    List<InferenceEvent> events(byte[] answer) {
        return events(List.of(answer));
    }

    /// Up to the first failure, where the gateway stops to read.
    List<InferenceEvent> events(List<byte[]> pieces) {
        ReplyDecoder decoder = upstream.decoder(framing);
        List<InferenceEvent> events = new ArrayList<>();
        for (byte[] piece : pieces) {
            // The decoder must not rely on the array's beginning or end.
            byte[] larger = new byte[piece.length + 7];
            System.arraycopy(piece, 0, larger, 3, piece.length);
            for (InferenceEvent event : decoder.feed(larger, 3, piece.length)) {
                events.add(event);
                if (event instanceof Failed) {
                    return events;
                }
            }
        }
        events.addAll(decoder.end());
        return events;
    }

    String answer(byte[] answer) {
        return answer(List.of(answer));
    }

    String answer(List<byte[]> pieces) {
        List<InferenceEvent> events = events(pieces);
        byte[] body = joined(pieces);
        boolean stream = envelope.stream() && envelope.kind() == Envelope.Kind.INFERENCE;
        boolean asAsked = stream == isStream(body) || (stream && upstream.wholeIsStream());
        boolean passes = client.equals(upstream) && asAsked;
        if (stream) {
            return new String(streamed(events, passes ? body : null), UTF_8);
        }
        String failure = failure(events);
        if (!failure.isEmpty()) {
            return new String(client.error(502, failure, null), UTF_8);
        }
        byte[] merged = client.equals(upstream) ? client.merged(body, framing) : null;
        byte[] whole = merged != null ? merged : passes ? body : encoder().whole(events);
        return new String(whole, UTF_8);
    }

    private byte[] streamed(List<InferenceEvent> events, byte @Nullable [] passed) {
        var out = new ByteArrayOutputStream();
        if (passed != null) {
            out.writeBytes(passed);
        }
        ReplyEncoder encoder = encoder();
        boolean told = false;
        for (InferenceEvent event : events) {
            told |= passed != null && event instanceof Failed failed && failed.stated();
            if (passed == null && !(event instanceof Failed)) {
                out.writeBytes(encoder.next(event));
            }
        }
        String failure = failure(events);
        if (!failure.isEmpty() && !told) {
            out.writeBytes(client.streamError(502, failure));
        }
        return out.toByteArray();
    }

    private ReplyEncoder encoder() {
        AtomicInteger looks = new AtomicInteger();
        InstantSource clock = () -> NOW.plusMillis(looks.getAndIncrement());
        return client.encoder(envelope, new ReplyContext(envelope.model(), "7f3a", clock));
    }

    /// Empty when the answer came to its end.
    private static String failure(List<InferenceEvent> events) {
        for (InferenceEvent event : events) {
            if (event instanceof Failed failed) {
                return failed.message();
            }
        }
        return events.stream().anyMatch(Finished.class::isInstance) ? "" : CUT;
    }

    String error(int status, byte[] body) {
        return new String(client.error(status, upstream.errorMessage(body), null), UTF_8);
    }

    private static boolean isStream(byte[] body) {
        String text = new String(body, UTF_8).strip();
        return !text.startsWith("{") || text.contains("}\n{") || text.contains("}\r\n{");
    }

    private static byte[] joined(List<byte[]> pieces) {
        var all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
