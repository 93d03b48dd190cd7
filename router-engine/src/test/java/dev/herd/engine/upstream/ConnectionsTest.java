package dev.herd.engine.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.fleet.UpstreamId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What breaks, and whether it is tried again, against a server that answers each request as it is told, byte for byte.
class ConnectionsTest {
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Connections connections = new Connections(upstream -> "key-1");
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ServerSocket server;
    private UpstreamId upstream;
    private volatile String[] answers = {GOOD};

    ConnectionsTest() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        upstream = UpstreamId.parse("http://127.0.0.1:" + server.getLocalPort());
        Thread.startVirtualThread(this::accept);
    }

    @AfterEach
    void stop() throws IOException {
        connections.close();
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// Each request gets the next of the answers; an empty one, or one that is no whole answer, ends the connection.
    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (head(in)) {
                int number = requests.getAndIncrement();
                String answer = answers[Math.min(number, answers.length - 1)];
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                if (!answer.startsWith(GOOD)) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The client closed it, as it should.
        }
    }

    private static boolean head(InputStream in) throws IOException {
        int state = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            state = b == '\n' ? state + 1 : b == '\r' ? state : 0;
            if (state == 2) {
                return true;
            }
        }
        return false;
    }

    private String get() throws UpstreamFailure, InterruptedException {
        try (UpstreamReply reply = connections.send(upstream, "GET", "/x", null, Duration.ofSeconds(10))) {
            return new String(reply.readAll(100), StandardCharsets.UTF_8);
        }
    }

    private void fails(UpstreamFailure.Kind kind) {
        assertThatThrownBy(this::get)
                .isInstanceOfSatisfying(
                        UpstreamFailure.class,
                        failure ->
                                assertThat(failure.kind()).as(failure.reason()).isEqualTo(kind));
    }

    @Test
    void usesAConnectionAgain() throws UpstreamFailure, InterruptedException {
        assertThat(get()).isEqualTo("ok");
        assertThat(get()).isEqualTo("ok");

        assertThat(accepted).hasValue(1);
    }

    @Test
    void repeatsOnAFreshConnectionWhatAnOldOneLost() throws UpstreamFailure, InterruptedException {
        answers = new String[] {GOOD, "", GOOD};
        assertThat(get()).isEqualTo("ok");

        assertThat(get()).isEqualTo("ok");

        assertThat(requests).hasValue(3);
        assertThat(accepted).hasValue(2);
    }

    @Test
    void repeatsOnlyOnce() throws UpstreamFailure, InterruptedException {
        answers = new String[] {GOOD, "", ""};
        get();

        fails(UpstreamFailure.Kind.NO_ANSWER);
        assertThat(requests).hasValue(3);
    }

    @Test
    void doesNotRepeatOnAFreshConnection() {
        answers = new String[] {""};

        fails(UpstreamFailure.Kind.NO_ANSWER);
        assertThat(requests).hasValue(1);
    }

    @Test
    void doesNotRepeatWhenAByteOfAnAnswerCame() throws UpstreamFailure, InterruptedException {
        for (String broken : new String[] {"HTTP/1.1 20", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Le"}) {
            requests.set(0);
            answers = new String[] {GOOD, broken, GOOD};
            get();

            fails(UpstreamFailure.Kind.CUT);
            assertThat(requests).as(broken).hasValue(2);
        }
    }

    @Test
    void tellsACutAnswerFromAWholeOne() throws UpstreamFailure, InterruptedException {
        answers = new String[] {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"};
        fails(UpstreamFailure.Kind.CUT);
        answers = new String[] {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n"};
        fails(UpstreamFailure.Kind.CUT);
        answers = new String[] {"HTTP/1.1 200 OK\r\n\r\nok"};
        assertThat(get())
                .as("an end of the connection ends it where nothing else does")
                .isEqualTo("ok");
    }

    @Test
    void tellsThatNobodyIsThere() {
        // A port of the system's own range, which no program here takes as the server's might be taken at once.
        upstream = UpstreamId.parse("http://127.0.0.1:1");

        fails(UpstreamFailure.Kind.CONNECT);
    }
}
