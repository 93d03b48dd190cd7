package dev.herd.engine.realserver;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One of two machines loses its power while both are at work.
class TwoServersTest {
    private static final int CLIENTS = 6;
    private static final int REQUESTS = 60;
    private static final Question COUNT = new Question(
            "/api/generate",
            "{\"model\":\"tiny-count\",\"prompt\":\"x\",\"options\":{\"num_predict\":150}",
            "\"done\":true");

    @TempDir
    Path home;

    @Test
    void loseNoRequestThatHadNotBegun() throws Exception {
        Path a = Files.createDirectory(home.resolve("a"));
        Path b = Files.createDirectory(home.resolve("b"));
        try (OwnServer first = OwnServer.start(a);
                OwnServer second = OwnServer.start(b);
                TestHerd herd = TestHerd.start(
                        home.resolve("herd"), first.url() + ",name=first", second.url() + ",name=second");
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<HttpResponse<String>>> running = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                running.add(clients.submit(() -> herd.post(COUNT.path(), COUNT.streamed())));
            }
            Await.until("both have served", () -> served(running, "first") > 1 && served(running, "second") > 1);

            first.kill();

            int cut = 0;
            for (Future<HttpResponse<String>> future : running) {
                cut += assertHonest(herd, future.get());
            }
            assertThat(cut).as("streams that the first server had begun").isLessThanOrEqualTo(1);
            assertThat(herd.running()).isZero();
            assertThat(herd.waiting()).isZero();
            first.restart();
            Await.until(
                    "the first serves again",
                    () -> node(herd.post(COUNT.path(), COUNT.streamed(), "X-Herd-Node", "first"))
                            .equals("first"));
        }
    }

    private static long served(List<Future<HttpResponse<String>>> running, String node) {
        return running.stream()
                .filter(Future::isDone)
                .filter(future -> node(future.resultNow()).equals(node))
                .count();
    }

    private static String node(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Fleet-Node").orElse("");
    }

    /// An answer is whole, or says that it is not.
    ///
    /// @return 1 when it was cut
    private static int assertHonest(TestHerd herd, HttpResponse<String> answer) {
        String last = answer.body().strip().lines().toList().getLast();
        boolean whole = last.contains(COUNT.end());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(whole || last.contains("\"error\":")).as(last).isTrue();
        assertThat(at(herd.trace(answer), "outcome")).isEqualTo(whole ? "\"completed\"" : "\"incomplete\"");
        if (!whole) {
            assertThat(node(answer)).isEqualTo("first");
        }
        return whole ? 0 : 1;
    }
}
