package dev.herd.engine.protocol;

import dev.herd.engine.inference.InferenceEvent;
import java.util.List;

/// Writes one answer in the client's dialect. A small state machine for one reply and one thread.
public interface ReplyEncoder {
    /// The `Content-Type` of the answer.
    String contentType();

    /// The bytes of one event in a streamed answer: one write each, empty when the dialect says nothing of it.
    byte[] next(InferenceEvent event);

    /// A whole answer from all of its events; the last is [InferenceEvent.Finished].
    byte[] whole(List<InferenceEvent> events);
}
