package dev.herd.engine.protocol;

import dev.herd.engine.inference.InferenceEvent;
import java.util.List;

/// Reads one answer's bytes, however they are cut, into events. A small state machine for one reply and one thread.
///
/// Whether the answer is whole or a stream is seen from its bytes and content type, never from its HTTP framing.
/// A body that is not what the framing promises gives [InferenceEvent.Failed].
public interface ReplyDecoder {
    /// The events that these bytes complete, in order; often none.
    List<InferenceEvent> feed(byte[] bytes, int offset, int length);

    /// The events that the end of the body completes. A cut answer gives none.
    List<InferenceEvent> end();
}
