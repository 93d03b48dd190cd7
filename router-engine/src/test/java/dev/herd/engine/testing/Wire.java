package dev.herd.engine.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One connection of a fake server: HTTP as plain as possible.
final class Wire {
    private final Socket socket;
    private final PushbackInputStream in;
    private boolean drips;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new PushbackInputStream(socket.getInputStream(), 1);
        socket.setTcpNoDelay(true);
    }

    /// The next request, null when the peer has closed.
    @Nullable
    Seen read() throws IOException {
        String first = line();
        if (first == null || first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] parts = first.split(" ");
        return new Seen(parts[0], parts[1], headers, body);
    }

    private @Nullable String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    void whole(int status, String type, String body, Map<String, String> headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder("HTTP/1.1 " + status + " Status\r\nContent-Type: " + type + "\r\nContent-Length: "
                + bytes.length + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(bytes);
        write(all.toByteArray());
    }

    void beginChunked(String type) throws IOException {
        write(("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Says one more byte of an answer that never ends, the first time its head.
    void drip() throws IOException {
        if (!drips) {
            drips = true;
            beginChunked("application/json");
        }
        LockSupport.parkNanos(20_000_000);
        chunk(" ");
    }

    void chunk(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var all = new ByteArrayOutputStream();
        all.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(bytes);
        all.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        write(all.toByteArray());
    }

    void endChunked() throws IOException {
        write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// Waits until the peer has closed its side or reset the connection.
    void awaitPeerGone() {
        while (!peerGone(50)) {
            if (socket.isClosed()) {
                return;
            }
        }
    }

    /// Whether the peer has closed its side or reset the connection. Blocks for a millisecond.
    boolean peerGone() {
        return peerGone(1);
    }

    private boolean peerGone(int millis) {
        try {
            socket.setSoTimeout(millis);
            int b = in.read();
            if (b >= 0) {
                in.unread(b);
            }
            return b < 0;
        } catch (SocketTimeoutException quiet) {
            return false;
        } catch (IOException broken) {
            return true;
        } finally {
            unlimited();
        }
    }

    private void unlimited() {
        try {
            socket.setSoTimeout(0);
        } catch (SocketException closed) {
            // Then the next use says so.
        }
    }

    /// Closes so that the peer sees a reset.
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closed) {
            // It is closed, which is what was wanted.
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is closed, which is what was wanted.
        }
    }
}
