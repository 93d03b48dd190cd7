package dev.herd.engine.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One connection of a client that says exactly what it is told, well-formed or not.
public final class RawClient implements AutoCloseable {
    /// Only a defect makes an answer take this long.
    private static final int LIMIT_MILLIS = 15_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    /// An answer as it came.
    ///
    /// @param headers by their lower-case names
    public record Answer(int status, Map<String, String> headers, String body) {
        public Answer {
            headers = Map.copyOf(headers);
        }

        /// A header's value, empty when there is none.
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private RawClient(int port, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            in = socket.getInputStream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static RawClient to(TestHerd herd) {
        return new RawClient(herd.port(), 0);
    }

    /// A client whose system takes little before the other side has to wait.
    public static RawClient slow(TestHerd herd) {
        return new RawClient(herd.port(), 4096);
    }

    /// A whole request with a body.
    ///
    /// @param headers whole lines without their ends
    public static String post(String path, String body, String... headers) {
        return head("POST", path, headers)
                        .replace(
                                "\r\n\r\n",
                                "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n")
                + body;
    }

    public static String get(String path, String... headers) {
        return head("GET", path, headers);
    }

    public static String head(String method, String path, String... headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    public RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Sends what may find the connection closed already.
    ///
    /// @return whether it was taken
    public boolean offer(byte[] bytes) {
        try {
            send(bytes);
            return true;
        } catch (UncheckedIOException closed) {
            return false;
        }
    }

    /// The next answer, whole.
    public Answer answer() {
        return answer(true);
    }

    /// The next answer to a HEAD request, which has no body whatever its head says.
    public Answer answerToHead() {
        return answer(false);
    }

    private Answer answer(boolean hasBody) {
        try {
            String status = line();
            Map<String, String> headers = headers();
            int code = Integer.parseInt(status.split(" ")[1]);
            boolean empty = !hasBody || code == 204 || code == 304 || code < 200;
            return new Answer(code, headers, empty ? "" : body(headers));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The head of the next answer; its body stays to be read.
    public Answer begin() {
        return answer(false);
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        return headers;
    }

    private String body(Map<String, String> headers) throws IOException {
        var body = new ByteArrayOutputStream();
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.writeBytes(exactly(size));
                line();
            }
            line();
        } else if (headers.containsKey("content-length")) {
            body.writeBytes(exactly(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
        } else {
            in.transferTo(body);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";")[0].strip(), 16);
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the answer ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /// The next chunk of a chunked answer, empty at its end.
    public String chunk() {
        try {
            int size = chunkSize();
            String text = new String(exactly(size), StandardCharsets.UTF_8);
            line();
            return text;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException(
                        "the connection ended after \"" + line.toString(StandardCharsets.ISO_8859_1) + "\"");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /// All that comes until the other side ends the connection.
    public String rest() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// How many bytes of the answer can be read until the connection ends or that many are there.
    public long read(long most) {
        long count = 0;
        byte[] buffer = new byte[8192];
        try {
            while (count < most) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, most - count));
                if (read < 0) {
                    return count;
                }
                count += read;
            }
            return count;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Waits until the other side has ended the connection, by a close or a reset; what it still says is dropped.
    public boolean ended() {
        try {
            in.transferTo(ByteArrayOutputStream.nullOutputStream());
            return true;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /// Says that nothing more will be sent.
    public void halfClose() {
        try {
            socket.shutdownOutput();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Leaves so that the other side sees a reset.
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
