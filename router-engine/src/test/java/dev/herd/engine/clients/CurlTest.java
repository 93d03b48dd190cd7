package dev.herd.engine.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people type.
class CurlTest {
    private static final String CHAT = "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @TempDir
    Path home;

    private Servers servers;

    @BeforeEach
    void start() {
        servers = Servers.start(Servers.Kind.FAKE_OLLAMA, home);
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    /// @param path the last of the words
    private String curl(String path, String... options) {
        List<String> words = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--max-time", "60"));
        words.addAll(Arrays.asList(options));
        words.add(servers.address() + path);
        return Command.must(home, words.toArray(String[]::new));
    }

    @Test
    void asksWhetherItRuns() {
        assertThat(curl("/")).isEqualTo("Ollama is running");
        assertThat(curl("/", "--head")).startsWith("HTTP/1.1 200 OK").contains("X-Fleet-Request: ");
        assertThat(curl("/api/version")).startsWith("{\"version\":");
    }

    @Test
    void streamsInEachDialect() {
        String lines = curl("/api/chat", "--no-buffer", "--data", CHAT + "}");
        String events = curl("/v1/chat/completions", "--no-buffer", "--json", CHAT + ",\"stream\":true}");

        assertThat(lines.lines()).hasSize(12);
        assertThat(lines).endsWith("}\n").contains("\"done\":true");
        assertThat(events).endsWith("data: [DONE]\n\n");
    }

    @Test
    void showsAModelByEitherKey() {
        for (String keys : List.of("\"model\":\"tiny\"", "\"name\":\"tiny\"", "\"model\":\"\",\"name\":\"tiny\"")) {
            assertThat(curl("/api/show", "--data", "{" + keys + "}")).as(keys).contains("\"model_info\"");
        }
        assertThat(curl("/api/show", "--data", "{\"model\":\"\",\"name\":\"\"}"))
                .contains("model is required");
    }

    @Test
    void sendsBodiesInEveryWay() throws IOException {
        String image = ",\"images\":[\"" + "A".repeat(3_000_000) + "\"]";
        Path file = Files.writeString(home.resolve("body.json"), CHAT + ",\"stream\":false,\"format\":\"json\"}");
        Path large = Files.writeString(home.resolve("large.json"), CHAT.replace("}]", image + "}]") + "}");

        assertThat(curl("/api/chat", "--data-binary", "@" + file)).contains("\"done\":true");
        assertThat(curl("/api/chat", "--header", "Transfer-Encoding: chunked", "--data-binary", "@" + file))
                .contains("\"done\":true");
        assertThat(curl("/api/chat", "--header", "Expect: 100-continue", "--data-binary", "@" + large))
                .as("3 MB, refused for what they hold")
                .contains("does not support images");
        assertThat(servers.fake().seen("/api/chat"))
                .hasSize(2)
                .allSatisfy(seen -> assertThat(seen.body()).contains("\"format\":\"json\""));
    }

    @Test
    void seesStatusesOfErrors() {
        String status = "%{http_code} %{content_type}";

        assertThat(curl("/api/nope", "--write-out", status)).contains("404 application/json");
        assertThat(curl("/api/chat", "--write-out", status)).contains("405 application/json");
        assertThat(curl("/v1/chat/completions", "--write-out", status, "--data", "{"))
                .contains("400 application/json")
                .startsWith("{\"error\":{\"message\":");
        assertThat(curl("/api/tags", "--write-out", status, "--header", "Host: evil.example"))
                .contains("403");
    }

    @Test
    void keepsOneConnectionForMany() {
        String url = servers.address() + "/api/tags";

        String connections = curl(
                "/api/tags", "--write-out", "%{num_connects}", "--output", "/dev/null", url, "--output", "/dev/null");

        assertThat(connections).isEqualTo("10");
    }
}
