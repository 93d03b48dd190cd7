package dev.herd.engine.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/// One answer of a model server, read on one thread. Closing it before its end aborts it: the connection is reset, so
/// that the server stops working for nobody.
public final class UpstreamReply implements AutoCloseable {
    private final ClassicHttpResponse response;
    private final InputStream body;
    private final Connections.Exchange exchange;
    private byte[] again = {};
    private int givenAgain;
    private boolean ended;

    UpstreamReply(ClassicHttpResponse response, Connections.Exchange exchange) throws IOException {
        this.response = response;
        this.exchange = exchange;
        HttpEntity entity = response.getEntity();
        this.body = entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    public int status() {
        return response.getCode();
    }

    /// A header's first value, empty when the answer has none.
    public String header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null || header.getValue() == null ? "" : header.getValue();
    }

    /// Whether its head says that it is a stream of lines or events.
    public boolean isStream() {
        String contentType = header("Content-Type");
        return contentType.contains("ndjson") || contentType.contains("event-stream");
    }

    /// Bytes of the body as its head states them, -1 where it does not.
    public long statedLength() {
        HttpEntity entity = response.getEntity();
        return entity == null ? 0 : entity.getContentLength();
    }

    /// Reads what is there, at most one chunk of a chunked answer; blocks until something is.
    ///
    /// @return how many bytes, -1 at the end
    public int read(byte[] buffer) throws UpstreamFailure {
        return read(buffer, 0, buffer.length);
    }

    /// Reads what is there into a part of the buffer: see [#read(byte\[\])].
    public int read(byte[] buffer, int offset, int length) throws UpstreamFailure {
        if (givenAgain < again.length) {
            int count = Math.min(length, again.length - givenAgain);
            System.arraycopy(again, givenAgain, buffer, offset, count);
            givenAgain += count;
            return count;
        }
        try {
            int count = body.read(buffer, offset, length);
            if (count < 0) {
                ended = true;
            }
            return count;
        } catch (IOException e) {
            throw new UpstreamFailure(UpstreamFailure.Kind.CUT, "the answer broke off: " + Connections.text(e), e);
        }
    }

    /// Lets what was read be read once more, before what follows it.
    ///
    /// @param read all that was read so far
    public void giveAgain(byte[] read) {
        again = read;
        givenAgain = 0;
    }

    /// The rest of the body.
    ///
    /// @param limit most bytes to keep; more is a failure
    public byte[] readAll(int limit) throws UpstreamFailure {
        return readUntil(limit, null);
    }

    /// The rest of the body, if it comes within that time.
    ///
    /// @param limit most bytes to keep; more is a failure
    public byte[] readAll(int limit, Duration longest) throws UpstreamFailure {
        return readUntil(limit, System.nanoTime() + longest.toNanos());
    }

    private byte[] readUntil(int limit, @Nullable Long deadline) throws UpstreamFailure {
        var all = new ByteArrayOutputStream();
        byte[] buffer = new byte[16_384];
        for (int count = read(buffer); count >= 0; count = read(buffer)) {
            all.write(buffer, 0, count);
            if (deadline != null && System.nanoTime() > deadline) {
                throw new UpstreamFailure(UpstreamFailure.Kind.TIMEOUT, "the answer takes too long", null);
            }
            if (all.size() > limit) {
                throw new UpstreamFailure(
                        UpstreamFailure.Kind.CUT, "the answer is longer than " + limit + " bytes", null);
            }
        }
        return all.toByteArray();
    }

    @Override
    public void close() {
        exchange.end(ended, response);
    }
}
