package dev.herd.engine.realserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each recorded request goes to Ollama directly and through Herd. The answers are the same but for what the table in
/// `docs/protocols.md` says, and all that it says is so.
class RecordedRequestsTest {
    @TempDir
    Path home;

    private final RealServer ollama = RealServer.given();
    private TestHerd herd;

    @BeforeEach
    void start() {
        ollama.unloadAll();
        herd = TestHerd.start(home, ollama.url() + ",name=real");
    }

    @AfterEach
    void stop() {
        herd.close();
        ollama.close();
    }

    @TestFactory
    Stream<DynamicTest> areAnsweredAsByOllamaItself() {
        var accepted = AcceptedDifferences.read();
        Stream<DynamicTest> requests = Stream.of("requests", "more")
                .flatMap(file -> RecordedRequest.all(file).stream())
                .map(request -> DynamicTest.dynamicTest(request.name(), () -> compare(request, accepted)));
        DynamicTest end = DynamicTest.dynamicTest(
                "no accepted difference has vanished",
                () -> assertThat(accepted.vanished()).isEmpty());
        return Stream.concat(requests, Stream.of(end));
    }

    private void compare(RecordedRequest request, AcceptedDifferences accepted) {
        HttpResponse<String> direct = ollama.send(request.to(ollama.url()));
        if (request.path().equals("/api/ps")) {
            Await.until(
                    "Herd has seen what is loaded",
                    () -> RealServer.loaded(herd.get("/api/ps").body()).equals(RealServer.loaded(direct.body())));
        }
        HttpResponse<String> through = ollama.send(request.to("http://127.0.0.1:" + herd.port()));

        List<String> unlisted = Comparison.of(direct, through).stream()
                .filter(difference -> !accepted.allows(request.name(), difference))
                .toList();

        assertThat(unlisted)
                .as("%s%n%s%n%s", request.name(), direct.body(), through.body())
                .isEmpty();
    }
}
