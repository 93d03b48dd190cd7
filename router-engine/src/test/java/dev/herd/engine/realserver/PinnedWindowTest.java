package dev.herd.engine.realserver;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model stays loaded with the window it has, whatever window the next requests ask for, or do not.
class PinnedWindowTest {
    private static final String CHAT =
            "{\"model\":\"tiny\",\"stream\":false," + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @TempDir
    Path home;

    private final RealServer ollama = RealServer.given();
    private TestHerd herd;
    private long coldLoad;

    @BeforeEach
    void load() {
        ollama.unloadAll();
        herd = TestHerd.start(home, ollama.url() + ",name=real");
        String loaded = ollama.post("/api/chat", CHAT + ",\"options\":{\"num_ctx\":2048}}")
                .body();
        coldLoad = Long.parseLong(at(loaded, "load_duration"));
        Await.until(
                "Herd has seen the window",
                () -> RealServer.loaded(herd.get("/api/ps").body()).equals(List.of("\"tiny:latest\"2048")));
    }

    @AfterEach
    void stop() {
        herd.close();
        ollama.close();
    }

    @Test
    void isNotLoadedAnewForASmallerWindowOrNone() {
        for (String options : List.of("}", ",\"options\":{\"num_ctx\":1024}}", ",\"options\":{\"num_thread\":7}}")) {
            HttpResponse<String> answer = herd.post("/api/chat", CHAT + options);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Long.parseLong(at(answer.body(), "load_duration")))
                    .as("loading with %s, %d the first time", options, coldLoad)
                    .isLessThan(coldLoad / 2);
            assertThat(RealServer.loaded(ollama.get("/api/ps"))).containsExactly("\"tiny:latest\"2048");
        }
    }

    @Test
    void isNotLoadedAnewThroughTheOpenAiRoutes() {
        String prompt = "{\"model\":\"tiny\",\"prompt\":\"Hi\"}";
        assertThat(herd.post("/v1/chat/completions", CHAT + "}").statusCode()).isEqualTo(200);
        assertThat(herd.post("/v1/completions", prompt).statusCode()).isEqualTo(200);
        assertThat(herd.post("/v1/chat/completions", CHAT + ",\"options\":{\"num_ctx\":512}}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(RealServer.loaded(ollama.get("/api/ps"))).containsExactly("\"tiny:latest\"2048");
        // Asked directly, the same route takes the window that Ollama has for all.
        ollama.post("/v1/chat/completions", CHAT + "}");
        assertThat(RealServer.loaded(ollama.get("/api/ps"))).doesNotContain("\"tiny:latest\"2048");
    }

    @Test
    void growsOnceForALargerWindow() {
        HttpResponse<String> grown = herd.post("/api/chat", CHAT + ",\"options\":{\"num_ctx\":3000}}");
        HttpResponse<String> again = herd.post("/api/chat", CHAT + ",\"options\":{\"num_ctx\":3500}}");

        assertThat(grown.headers().firstValue("X-Fleet-Protected")).hasValue("num_ctx 3000->4096");
        assertThat(RealServer.loaded(ollama.get("/api/ps"))).containsExactly("\"tiny:latest\"4096");
        assertThat(again.headers().firstValue("X-Fleet-Protected")).hasValue("num_ctx 3500->4096");
        assertThat(Long.parseLong(at(again.body(), "load_duration")))
                .isLessThan(Long.parseLong(at(grown.body(), "load_duration")) / 2);
    }
}
