package dev.herd.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The fake server does what it is told, and is as strict about models and windows as a real one.
class FakeUpstreamTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private final FakeUpstream server = FakeUpstream.ollama(FakeModel.named("m").loaded(4096));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(URI.create(server.url() + "/api/chat"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return client.send(request(body), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void failsAsItIsToldAndOnlyThen() throws IOException, InterruptedException {
        server.next(new Fault.Status(503, "{\"error\":\"busy\"}", Map.of("Retry-After", "3")));
        HttpResponse<String> busy = post(CHAT);
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.headers().firstValue("Retry-After")).contains("3");
        for (Fault fault : new Fault[] {new Fault.Reset(), new Fault.ResetAfter(2), new Fault.CloseAfter(2)}) {
            server.next(fault);
            assertThatThrownBy(() -> post(CHAT)).as("%s", fault).isInstanceOf(IOException.class);
        }
        server.next(new Fault.NoTerminator());
        assertThat(post(CHAT).body()).doesNotContain("\"done\":true");
        server.next(new Fault.ErrorAfter(1, "x"));
        assertThat(post(CHAT).body()).endsWith("{\"error\":\"x\"}\n");
        assertThat(post(CHAT).body()).endsWith("}\n").contains("\"done\":true");
    }

    @Test
    void holdsRequestsAndCountsThem() {
        server.hold();
        CompletableFuture<HttpResponse<String>> one =
                client.sendAsync(request(CHAT), HttpResponse.BodyHandlers.ofString());
        CompletableFuture<HttpResponse<String>> other =
                client.sendAsync(request(CHAT), HttpResponse.BodyHandlers.ofString());
        Await.until("both run", () -> server.running() == 2);
        assertThat(one).isNotDone();
        server.release(1);
        Await.until("one is served", () -> one.isDone() || other.isDone());
        assertThat(server.running()).isEqualTo(1);
        server.release();
        one.join();
        other.join();
        assertThat(server.mostRunning()).isEqualTo(2);
        assertThat(server.seen("/api/chat")).hasSize(2);
    }

    @Test
    void noticesThatItsClientLeft() {
        server.next(new Fault.BlackHole());
        HttpClient leaver = HttpClient.newHttpClient();
        var _ = leaver.sendAsync(request(CHAT), HttpResponse.BodyHandlers.ofString());
        Await.until("it runs", () -> server.running() == 1);
        leaver.shutdownNow();
        Await.until("it was noticed", () -> server.closedEarly() == 1 && server.running() == 0);
    }

    @Test
    void isGoneWhenStoppedAndThereWhenStarted() throws IOException, InterruptedException {
        post(CHAT);
        server.stop();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> post(CHAT)).isInstanceOf(IOException.class);
        }
        server.start();
        assertThat(post(CHAT).statusCode()).isEqualTo(200);
    }

    @Test
    void reloadsAModelWhoseWindowChanges() throws IOException, InterruptedException {
        post(CHAT);
        post(CHAT.replace("{\"model", "{\"options\":{\"num_ctx\":4096},\"model"));
        assertThat(server.reloads()).isZero();
        post(CHAT.replace("{\"model", "{\"options\":{\"num_ctx\":2048},\"model"));
        post(CHAT);
        assertThat(server.reloads()).as("its absence is another window").isEqualTo(2);
        server.has(FakeModel.named("other"));
        assertThat(post(CHAT).statusCode()).isEqualTo(404);
    }
}
