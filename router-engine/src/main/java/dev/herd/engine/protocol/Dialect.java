package dev.herd.engine.protocol;

import dev.herd.engine.inference.Endpoint;
import dev.herd.engine.inference.InferenceRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One API, as a client speaks it and as an upstream does. Stateless and pure; dialects do not know each other and meet
/// in [InferenceRequest] and [dev.herd.engine.inference.InferenceEvent].
public interface Dialect {
    /// Reads what routing needs, scanning the body once to its end.
    ///
    /// @throws BadRequestException when the body is no JSON object, a key that Herd reads stands twice (compared
    ///     without case), a value has a type no server takes, or the dialect's own rules refuse the request
    Envelope read(Endpoint endpoint, byte[] body) throws BadRequestException;

    /// The whole request in neutral form, for an upstream of another dialect.
    InferenceRequest decode(Envelope envelope) throws BadRequestException;

    /// The request for an upstream of this same dialect: the client's bytes with what `adjustments` names replaced and
    /// Herd's own extensions left out.
    WireRequest splice(Envelope envelope, Adjustments adjustments) throws BadRequestException;

    /// The request for an upstream of this dialect, from a client of another.
    ///
    /// @throws BadRequestException when the dialect cannot say it
    WireRequest encode(InferenceRequest request, Adjustments adjustments) throws BadRequestException;

    /// Reads an upstream's successful answer.
    ReplyDecoder decoder(ReplyFraming framing);

    /// Writes the answer to a client's request.
    ReplyEncoder encoder(Envelope envelope, ReplyContext context);

    /// Whether a whole answer is a stream of one element too, so that it may go to a client that asked for a stream.
    boolean wholeIsStream();

    /// One whole answer from a body of this dialect that came as a stream although none was asked for, with all that it
    /// says; null when it came whole, or when the dialect's encoder does as well.
    byte @Nullable [] merged(byte[] body, ReplyFraming framing);

    /// One whole answer of several, each to a part of one request for embeddings, in the order of its inputs. Vectors
    /// keep their bytes; tokens are summed, places counted on.
    ///
    /// @param answers bodies of this dialect, read before, at least one
    /// @param nanos how long it took in all
    byte[] joined(List<byte[]> answers, long nanos);

    /// An error's whole body.
    ///
    /// @param code the dialect's machine-readable code, null when there is none
    byte[] error(int status, String message, @Nullable String code);

    /// An error in a stream that has begun: the last bytes of the answer.
    byte[] streamError(int status, String message);

    /// The message in an upstream's error body, or the body's text itself, at most 2,000 characters.
    String errorMessage(byte[] body);
}
