package dev.herd.engine.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/// Bodies that come compressed (RFC 9110 §8.4): as the JDK can read them; for all others 415 names those.
final class ContentCoding {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final Duration MEMORY_RETRY = Duration.ofSeconds(2);
    private static final Map<String, String> SUPPORTED = Map.of("Accept-Encoding", "gzip, deflate, identity");

    private ContentCoding() {}

    /// Whether a body is as it is, so that nothing is to be done.
    static boolean isPlain(String contentEncoding) {
        return contentEncoding.isEmpty() || contentEncoding.equalsIgnoreCase("identity");
    }

    /// The body as it was before it was compressed.
    ///
    /// @param most bytes it may have
    /// @param share of the memory for bodies, which it takes
    static byte[] decode(String contentEncoding, byte[] body, long most, BodyBudget.Share share) throws Rejection {
        try (InputStream in = reader(contentEncoding, body)) {
            var plain = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (plain.size() + count > most) {
                    throw Rejection.refused(413, "the body is larger than " + most + " bytes", "body_too_large");
                }
                if (!share.take(count)) {
                    throw Rejection.later(503, "too many large requests at once", MEMORY_RETRY, "no_memory");
                }
                plain.write(buffer, 0, count);
            }
            return plain.toByteArray();
        } catch (ZipException | EOFException broken) {
            throw Rejection.refused(400, "the body is not what Content-Encoding says", "bad_request");
        } catch (IOException impossible) {
            throw new IllegalStateException("an array cannot fail", impossible);
        }
    }

    private static InputStream reader(String contentEncoding, byte[] body) throws IOException, Rejection {
        var bytes = new ByteArrayInputStream(body);
        return switch (contentEncoding.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPInputStream(bytes, BUFFER_BYTES);
            case "deflate" -> new InflaterInputStream(bytes);
            default ->
                throw Rejection.refused(415, "a body may come as gzip, deflate, or as it is", "content_encoding")
                        .with(SUPPORTED);
        };
    }
}
