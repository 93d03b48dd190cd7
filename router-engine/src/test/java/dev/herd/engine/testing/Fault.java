package dev.herd.engine.testing;

import java.util.Map;

/// How a fake server fails an inference request.
public sealed interface Fault {
    /// Answers with a status.
    record Status(int code, String body, Map<String, String> headers) implements Fault {
        public Status {
            headers = Map.copyOf(headers);
        }
    }

    /// Resets the connection before any byte.
    record Reset() implements Fault {}

    /// Begins to answer and resets the connection after that many chunks.
    record ResetAfter(int chunks) implements Fault {}

    /// Begins to answer and closes the connection after that many chunks.
    record CloseAfter(int chunks) implements Fault {}

    /// Begins to answer and falls silent after that many chunks, until the peer leaves.
    record StallAfter(int chunks) implements Fault {}

    /// Sends that many chunks, then one that is no JSON, then the rest.
    record MalformedAfter(int chunks) implements Fault {}

    /// Ends the answer's framing properly without the dialect's end.
    record NoTerminator() implements Fault {}

    /// Sends that many chunks, then says in the dialect's own way that it failed.
    record ErrorAfter(int chunks, String message) implements Fault {}

    /// Reads the request and never answers.
    record BlackHole() implements Fault {}

    static Status status(int code, String body) {
        return new Status(code, body, Map.of());
    }
}
