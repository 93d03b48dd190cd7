package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.gateway.Patience;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.TestHerd;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Streams that stop in the middle, on either side. Half a second is long here.
class StallTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final Duration LONG = Duration.ofMillis(500);
    private static final Duration EVER = Duration.ofMinutes(5);

    @TempDir
    Path home;

    private FakeUpstream server = FakeUpstream.ollama();
    private TestHerd herd;

    @BeforeEach
    void start() {
        server = FakeUpstream.ollama(FakeModel.named("m").loaded(4096));
        start(new Patience(LONG, EVER, EVER));
    }

    private void start(Patience patience) {
        var settings = TestHerd.Settings.PLAIN.with(patience);
        herd = TestHerd.start(home.resolve("h" + System.nanoTime()), settings, server.url() + ",name=A,slots=64");
    }

    @AfterEach
    void stop() {
        herd.close();
        server.close();
    }

    @Test
    void givesUpAStreamThatFellSilent() {
        for (String path : List.of("/api/chat", "/v1/chat/completions")) {
            server.next(new Fault.StallAfter(2));

            HttpResponse<String> answer = herd.post(path, CHAT.replace("{\"model", "{\"stream\":true,\"model"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("fell silent").doesNotContain("[DONE]", "\"done\":true");
            assertThat(at(herd.trace(answer), "outcome")).isEqualTo("\"incomplete\"");
            Await.until("the server was left", () -> server.running() == 0);
            assertThat(herd.running()).isZero();
        }
    }

    @Test
    void waitsForAStreamThatHasNotBegunYet() {
        server.next(new Fault.StallAfter(0));
        try (RawClient client = RawClient.to(herd)) {
            client.send(RawClient.post("/api/chat", CHAT));
            Await.until("it runs", () -> server.running() == 1);
            HttpResponse<String> other = herd.post("/api/chat", CHAT);
            server.next(new Fault.StallAfter(1));
            assertThat(herd.post("/api/chat", CHAT).body())
                    .as("one that began later was given up meanwhile")
                    .contains("fell silent");

            assertThat(other.statusCode()).isEqualTo(200);
            Await.until("the first one alone waits still", () -> server.running() == 1);
        }
    }

    @Test
    void endsAnAnswerThatIsCompleteThoughItsConnectionStaysOpen() {
        server.says(List.of(
                "{\"model\":\"m\",\"message\":{\"content\":\"a\"},\"done\":false}\n",
                "{\"model\":\"m\",\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n",
                "never said"));
        server.next(new Fault.StallAfter(2));

        HttpResponse<String> answer = herd.post("/api/chat", CHAT);

        assertThat(answer.body())
                .endsWith("\"done\":true,\"done_reason\":\"stop\"}\n")
                .doesNotContain("error");
        assertThat(at(herd.trace(answer), "outcome")).isEqualTo("\"completed\"");
    }

    @Test
    void doesNotKeepWhatSaysNothingForEver() {
        List<String> chatter = new ArrayList<>(Collections.nCopies(
                40,
                "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"pad\":\"" + "x".repeat(60_000)
                        + "\",\"done\":false}\n"));
        server.says(chatter);

        HttpResponse<String> answer = herd.post("/api/chat", CHAT);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(at(answer.body(), "error")).contains("says nothing");
        Await.until("the server was left", () -> server.running() == 0);
    }

    /// Eight megabytes in small lines.
    private static List<String> eightMegabytes() {
        List<String> lines = new ArrayList<>(Collections.nCopies(
                800, "{\"model\":\"m\",\"message\":{\"content\":\"" + "y".repeat(10_000) + "\"},\"done\":false}\n"));
        lines.add("{\"model\":\"m\",\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n");
        return lines;
    }

    @Test
    void keepsAClientThatIsSlowButReads() {
        server.says(eightMegabytes());
        try (RawClient slow = RawClient.slow(herd)) {
            slow.send(RawClient.post("/api/chat", CHAT, "Connection: close"));
            Await.until("it streams", () -> server.running() == 1);
            assertThat(slow.read(20_000)).isEqualTo(20_000);
            for (int i = 0; i < 2; i++) {
                server.next(new Fault.StallAfter(1));
                assertThat(herd.post("/api/chat", CHAT).body())
                        .as("a silent server is given up meanwhile")
                        .contains("fell silent");
            }
            assertThat(slow.rest()).contains("\"done\":true").doesNotContain("error");
        }
    }

    @Test
    void countsAClientThatTakesNothingAsGone() {
        herd.close();
        start(new Patience(EVER, EVER, LONG));
        server.says(eightMegabytes());
        try (RawClient sleeper = RawClient.slow(herd)) {
            sleeper.send(RawClient.post("/api/chat", CHAT));
            Await.until("the server was left", () -> server.seen("/api/chat").size() == 1 && server.running() == 0);
            Await.until("the slot is free", () -> herd.running() == 0);
            Await.until(
                    "it counts as gone",
                    () -> herd.get("/fleet/requests").body().contains("\"client_disconnected\""));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void growsNoSelectorsAndNoThreadsForSlowClients() {
        herd.close();
        start(new Patience(EVER, EVER, EVER));
        int clients = 32;
        for (int i = 0; i < clients; i++) {
            server.says(eightMegabytes());
        }
        int selectors = selectors();
        int threads = Thread.getAllStackTraces().size();
        List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            slow.add(RawClient.slow(herd).send(RawClient.post("/api/chat", CHAT)));
        }
        Await.until("all stream", () -> herd.running() == clients);
        slow.forEach(client -> assertThat(client.read(30_000)).isEqualTo(30_000));

        // Other engines of this run come and go with a few of each.
        assertThat(selectors() - selectors).isLessThan(clients);
        assertThat(Thread.getAllStackTraces().size() - threads).isLessThan(clients);
        slow.forEach(RawClient::reset);
        Await.until("all slots are free", () -> herd.running() == 0 && server.running() == 0);
    }

    private static int selectors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.filter(StallTest::isSelector).count();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static boolean isSelector(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("eventpoll");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
