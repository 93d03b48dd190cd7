package dev.herd.engine.protocol;

import dev.herd.engine.inference.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The inputs of a request for embeddings that has a list of them, and bodies that ask for some of them and are else
/// the same to the byte.
public final class EmbeddingInputs {
    private final byte[] body;
    private final JsonSlice list;
    private final List<JsonSlice> inputs;

    private EmbeddingInputs(byte[] body, JsonSlice list, List<JsonSlice> inputs) {
        this.body = body;
        this.list = list;
        this.inputs = inputs;
    }

    /// The inputs of a request that was read; null when it has no list of them. A list of numbers is one input: tokens.
    public static @Nullable EmbeddingInputs of(Envelope envelope) {
        Endpoint endpoint = envelope.endpoint();
        if (endpoint != Endpoint.OLLAMA_EMBED && endpoint != Endpoint.OPENAI_EMBEDDINGS) {
            return null;
        }
        JsonSlice list = envelope.fields().get("input");
        if (list == null || !list.isArray()) {
            return null;
        }
        try {
            List<JsonSlice> inputs = list.elements();
            boolean tokens = !inputs.isEmpty() && inputs.getFirst().isNumber();
            return tokens ? null : new EmbeddingInputs(envelope.body(), list, inputs);
        } catch (BadRequestException malformed) {
            throw new IllegalStateException("the body was read before", malformed);
        }
    }

    public int count() {
        return inputs.size();
    }

    /// Bytes of one input: characters, near enough for an estimate.
    public int length(int index) {
        JsonSlice input = inputs.get(index);
        return input.end() - input.start();
    }

    /// The body with the inputs from `from` to before `to` alone.
    public byte[] body(int from, int to) {
        int begin = inputs.get(from).start();
        int end = inputs.get(to - 1).end();
        int head = list.start() + 1;
        int tail = list.end() - 1;
        byte[] part = new byte[head + (end - begin) + (body.length - tail)];
        System.arraycopy(body, 0, part, 0, head);
        System.arraycopy(body, begin, part, head, end - begin);
        System.arraycopy(body, tail, part, head + end - begin, body.length - tail);
        return part;
    }
}
