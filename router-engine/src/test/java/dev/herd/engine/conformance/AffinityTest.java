package dev.herd.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.protocol.Json;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Conversations go on where they began. A and B are equal, each with one slot and `m` loaded.
class AffinityTest {
    private static final String LONG = "The fleet answers in seconds. ".repeat(2000);

    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private FakeUpstream b = FakeUpstream.ollama();
    private TestHerd herd;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama(FakeModel.named("m").loaded(32768));
        b = FakeUpstream.ollama(FakeModel.named("m").loaded(32768));
        herd = TestHerd.start(home, a.url() + ",name=A,slots=1", b.url() + ",name=B,slots=1");
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
        b.close();
    }

    private static String message(String role, String text) {
        return "{\"role\":\"" + role + "\",\"content\":" + Json.quoted(text) + "}";
    }

    private static String body(List<String> messages) {
        return "{\"model\":\"m\",\"stream\":false,\"messages\":[" + String.join(",", messages) + "]}";
    }

    /// The conversation with one more question.
    private String turn(String question) {
        if (!said.isEmpty()) {
            said.add(message("assistant", "In seconds."));
        }
        said.add(message("user", question));
        return body(said);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String affinity(HttpResponse<?> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return header(response, "X-Fleet-Affinity");
    }

    private FakeUpstream server(String node) {
        return node.equals("A") ? a : b;
    }

    private CompletableFuture<HttpResponse<String>> keepBusy(String node) {
        server(node).hold();
        var held = herd.later("/api/chat", body(List.of(message("user", "Hi"))), "X-Herd-Node", node);
        Await.until("it runs", () -> server(node).running() == 1);
        return held;
    }

    @Test
    void aConversationGoesOnWhereItsPrefixIs() {
        // Among equals the first by name is taken, which is the other one.
        assertThat(affinity(herd.post("/api/chat", turn(LONG), "X-Herd-Node", "B")))
                .isEqualTo("new");

        for (int i = 0; i < 3; i++) {
            var next = herd.post("/api/chat", turn("And then?"));

            assertThat(header(next, "X-Fleet-Node")).isEqualTo("B");
            assertThat(affinity(next)).isEqualTo("prefix");
        }
    }

    @Test
    void aConversationMovesWhenItsMachineIsBusyForLong() {
        String home = header(herd.post("/api/chat", turn("Hi")), "X-Fleet-Node");
        var held = keepBusy(home);

        var next = herd.post("/api/chat", turn("And then?"));

        assertThat(header(next, "X-Fleet-Node")).isNotEqualTo(home);
        assertThat(affinity(next)).isEqualTo("new");
        server(home).release();
        assertThat(held.join().statusCode()).isEqualTo(200);
    }

    @Test
    void aSessionIsKnownAlsoWhenItsHistoryWasRewritten() {
        String[] session = {"X-Herd-Session", "s-1", "X-Herd-Node", "A"};

        assertThat(affinity(herd.post("/api/chat", body(List.of(message("user", LONG))), session)))
                .isEqualTo("new");
        var compacted = body(List.of(message("user", "What was said: nothing.")));
        assertThat(affinity(herd.post("/api/chat", compacted, session))).isEqualTo("session");
        assertThat(affinity(herd.post(
                        "/api/chat",
                        compacted.replace("nothing", "much"),
                        "X-Herd-Session",
                        "s-2",
                        "X-Herd-Node",
                        "A")))
                .isEqualTo("new");
        assertThat(affinity(herd.post(
                        "/api/chat", compacted.replace("nothing", "all"), "X-Herd-Session", "s-1", "X-Herd-Node", "B")))
                .isEqualTo("new");
    }

    @Test
    void theWholeFleetSaysWhichClientKeepsItsCachesFromWorking() {
        for (int i = 0; i < 5; i++) {
            var dated = List.of(message("system", "It is 12:" + i + ".\n" + LONG), message("user", "Hi"));
            assertThat(herd.post("/api/chat", body(dated), "X-Herd-Tags", "clock")
                            .statusCode())
                    .isEqualTo(200);
        }

        assertThat(herd.get("/fleet/status").body())
                .contains("requests of clock for m begin with a line that changes each time");
        assertThat(herd.get("/fleet/status").body()).doesNotContain("12:");
    }

    @Test
    void aClientWhoseBeginningStaysIsNotTold() {
        for (int i = 0; i < 5; i++) {
            var steady = List.of(message("system", LONG), message("user", "It is 12:" + i + "."));
            assertThat(herd.post("/api/chat", body(steady), "X-Herd-Tags", "clock")
                            .statusCode())
                    .isEqualTo(200);
        }

        assertThat(herd.get("/fleet/status").body()).doesNotContain("changes each time");
    }
}
