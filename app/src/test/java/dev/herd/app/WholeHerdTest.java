package dev.herd.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.WebClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javafx.scene.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the window makes of an engine that cannot start, or cannot read its history, or simulates.
class WholeHerdTest {
    private static final String ASK =
            "{\"model\":\"MODEL\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir
    Path home;

    @Test
    void servesOnAnotherPortWhereItsOwnIsTaken() throws IOException {
        try (var program = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var server = FakeUpstream.ollama(FakeModel.named("tiny"));
                var herd = WholeHerd.open(home, program.getLocalPort(), WholeHerd.server("one", server))) {
            herd.untilSays("Port " + program.getLocalPort() + " is taken");
            assertThat(herd.serves()).isFalse();

            herd.press("#start-on-free-port");
            herd.until("its machine is there", () -> herd.showsCard("one"));
            assertThat(herd.engine().port()).isNotEqualTo(program.getLocalPort());
            herd.untilSays("localhost:" + herd.engine().port());
            try (WebClient client = herd.client()) {
                Await.until(
                        "it serves",
                        () -> client.post("/api/chat", ASK.replace("MODEL", "tiny"))
                                        .statusCode()
                                == 200);
            }
        }
    }

    @Test
    void servesWithoutItsHistoryWhileAnotherProgramHasItLocked() throws SQLException {
        try (var server = FakeUpstream.ollama(FakeModel.named("tiny"))) {
            try (var before = WholeHerd.serving(home, WholeHerd.server("one", server))) {
                Await.until("there is a history", () -> before.knowsItsPast());
            }
            Connection other = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("traces.db"));
            try (Statement lock = other.createStatement()) {
                lock.execute("PRAGMA locking_mode = EXCLUSIVE");
                lock.execute("BEGIN EXCLUSIVE");
                try (var herd = WholeHerd.serving(home, WholeHerd.server("one", server));
                        WebClient client = herd.client()) {
                    assertThat(client.post("/api/chat", ASK.replace("MODEL", "tiny"))
                                    .statusCode())
                            .isEqualTo(200);
                    herd.untilSays("another program has it locked");
                    herd.press("#tab-queues");
                    herd.untilSays("cannot be read");

                    other.close();
                    herd.untilSays("completed");
                }
            }
        }
    }

    @Test
    void showsADemoFleetThatReallyAnswersAndSaysThatItIsSimulated() {
        try (var herd = WholeHerd.open(home, 0)) {
            herd.until("there is nothing yet", () -> herd.shows("#blank-demo"));
            herd.press("#blank-demo");
            herd.until(
                    "three machines are there",
                    () -> herd.lookup(".simulated").<Node>queryAll().stream()
                                    .filter(WholeHerd::isShown)
                                    .count()
                            == 3);
            herd.until("the window is marked", () -> herd.shows("#demo"));
            try (WebClient client = herd.client()) {
                HttpResponse<String> answer = client.post("/api/chat", ASK.replace("MODEL", "demo/llama3.1:8b"));

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("Simulated answer of the demo fleet");
                assertThat(client.get("/api/tags").body()).contains("demo/").doesNotContain("\"name\":\"tiny");
            }
            herd.press("#tab-queues");
            herd.untilSays("completed");
        }
    }
}
