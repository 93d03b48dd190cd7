package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hundred streams over two servers, one of which dies among them and comes back.
class KilledServerTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final int STREAMS = 200;

    @TempDir
    Path home;

    @Test
    void losesNoRequestThatHadNotBegunAndAnswersNoneTwice() {
        try (FakeUpstream a = FakeUpstream.ollama(FakeModel.named("m").loaded(4096));
                FakeUpstream b = FakeUpstream.ollama(FakeModel.named("m").loaded(4096));
                TestHerd herd = TestHerd.start(home, a.url() + ",name=A,slots=24", b.url() + ",name=B,slots=24")) {
            a.always(new Fault.StallAfter(3));
            // Until A is full, B finishes nothing: a server known to be quick would get them all.
            b.pace(4).hold();
            List<CompletableFuture<HttpResponse<String>>> streams = IntStream.range(0, STREAMS)
                    .mapToObj(i -> herd.later("/api/chat", CHAT))
                    .toList();
            Await.until("A is full", () -> a.running() == 24);
            b.release();
            Await.until("A is in the middle of it", () -> finished(streams) >= 60);
            a.stop();
            Await.until("it has shown", () -> finished(streams) >= 100);
            a.always(null).start();

            long cut = streams.stream()
                    .filter(stream -> !isWhole(herd, stream.join()))
                    .count();
            assertThat(cut).as("those that ran on A").isBetween(1L, 24L);
            assertThat(herd.get("/fleet/requests?limit=1000").body().split("\"id\"", -1))
                    .as("one trace each")
                    .hasSize(STREAMS + 1);

            Await.until(
                    "A is used again",
                    () -> herd.post("/api/chat", CHAT, "X-Herd-Node", "A").statusCode() == 200);
            assertThat(herd.running()).isZero();
            assertThat(herd.waiting()).isZero();
            assertThat(herd.status("totals.running")).isEqualTo("0");
            assertThat(herd.status("nodes.0.running")).isEqualTo("0");
            Await.until("both servers are idle", () -> a.running() == 0 && b.running() == 0);
        }
    }

    /// Whether it is complete; what is not, had begun and says so.
    private static boolean isWhole(TestHerd herd, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        String[] lines = answer.body().split("\n");
        boolean whole = lines[lines.length - 1].contains("\"done\":true");
        assertThat(answer.body().split("\"done\":true", -1)).hasSize(whole ? 2 : 1);
        String outcome = at(herd.trace(answer), "outcome");
        if (whole) {
            assertThat(lines).hasSize(12);
            assertThat(outcome).isEqualTo("\"completed\"");
        } else {
            assertThat(lines[0]).as("only what had begun").contains("\"done\":false");
            assertThat(lines[lines.length - 1]).startsWith("{\"error\":");
            assertThat(outcome).isEqualTo("\"incomplete\"");
        }
        return whole;
    }

    private static long finished(List<CompletableFuture<HttpResponse<String>>> streams) {
        return streams.stream().filter(CompletableFuture::isDone).count();
    }
}
