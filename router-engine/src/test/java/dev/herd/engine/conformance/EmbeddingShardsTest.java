package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Large batches of embeddings on several machines, and one answer that is the same as one machine's.
class EmbeddingShardsTest {
    private static final int MANY = 2000;
    private static final FakeModel EMBEDDER =
            FakeModel.named("e").able("embedding").loaded(2048);

    @TempDir
    Path home;

    private List<FakeUpstream> servers = List.of();
    private @Nullable TestHerd started;

    private void start(FakeUpstream... those) {
        servers = List.of(those);
        String[] upstreams = IntStream.range(0, those.length)
                .mapToObj(i -> those[i].url() + ",name=" + (char) ('A' + i))
                .toArray(String[]::new);
        started = TestHerd.start(home, TestHerd.Settings.GENTLE, upstreams);
    }

    private TestHerd herd() {
        return Objects.requireNonNull(started, "no engine was started");
    }

    @AfterEach
    void stop() {
        herd().close();
        servers.forEach(FakeUpstream::close);
    }

    private static FakeUpstream ollama() {
        return FakeUpstream.ollama(EMBEDDER);
    }

    private static FakeUpstream openAi() {
        return FakeUpstream.openAi(FakeModel.named("e"));
    }

    /// Texts with a number each, written in ways that a careless cut would break.
    private static String body(int count, String more) {
        return IntStream.range(0, count)
                .mapToObj(i -> i % 7 == 0 ? "\"[" + i + "], \\\"é\\u00e9" : "\"text " + i)
                .collect(Collectors.joining("\" ,\n", "{\"model\" : \"e\", \"input\": [ ", "\" ]" + more + "}"));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /// How many inputs each server was asked for, in the order of the requests.
    private List<Integer> sizes(String path) {
        return servers.stream()
                .flatMap(server -> server.seen(path).stream())
                .map(seen -> (int)
                        seen.body().chars().filter(letter -> letter == '"').count())
                .toList();
    }

    private HttpResponse<String> asked(String path, String body) {
        HttpResponse<String> answer = herd().post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    /// The answer to a request that so many servers work on at once.
    private HttpResponse<String> divided(int count, String path, String body) {
        servers.forEach(FakeUpstream::hold);
        var answer = herd().later(path, body);
        Await.until(
                count + " work at once",
                () -> servers.stream().mapToInt(FakeUpstream::running).sum() == count);
        servers.forEach(FakeUpstream::release);
        assertThat(answer.join().statusCode()).as(answer.join().body()).isEqualTo(200);
        assertThat(header(answer.join(), "X-Fleet-Node").split(", ")).hasSize(count);
        return answer.join();
    }

    /// The answer of one server, which a pin leaves whole.
    private String whole(String path, String body) {
        return herd().post(path, body, "X-Herd-Node", "A").body();
    }

    @Test
    void ollamaToOllamaIsDividedAndTheSameToTheLastVector() {
        start(ollama(), ollama(), ollama());
        String whole = whole("/api/embed", body(MANY, ",\"truncate\":true,\"dimensions\":3"));

        HttpResponse<String> answer = divided(3, "/api/embed", body(MANY, ",\"truncate\":true,\"dimensions\":3"));

        assertThat(at(answer.body(), "embeddings")).isEqualTo(at(whole, "embeddings"));
        assertThat(at(answer.body(), "model")).isEqualTo("\"e\"");
        assertThat(at(answer.body(), "prompt_eval_count")).isEqualTo(Integer.toString(MANY + 3 * 2));
        assertThat(at(answer.body(), "load_duration")).isEqualTo("802136");
        assertThat(Long.parseLong(at(answer.body(), "total_duration"))).isPositive();
        assertThat(sizes("/api/embed")).hasSize(4);
        for (FakeUpstream server : servers) {
            assertThat(server.last("/api/embed").body()).contains(",\"truncate\":true,\"dimensions\":3");
            assertThat(server.mostRunning()).isEqualTo(1);
        }
        assertThat(Arrays.asList(header(answer, "X-Fleet-Node").split(", "))).containsExactlyInAnyOrder("A", "B", "C");
        assertThat(header(answer, "X-Fleet-Retries")).isEqualTo("0");
        assertThat(Long.parseLong(header(answer, "X-Fleet-Score"))).isPositive();
        assertThat(herd().running()).isZero();
    }

    @Test
    void oneTraceTellsOfAllParts() {
        start(ollama(), ollama());

        HttpResponse<String> answer = divided(2, "/api/embed", body(64, ""));
        String trace = herd().trace(answer);

        assertThat(at(trace, "outcome")).isEqualTo("\"completed\"");
        assertThat(List.of(at(trace, "attempts.0.node"), at(trace, "attempts.1.node")))
                .containsExactlyInAnyOrder("\"A\"", "\"B\"");
        assertThat(at(trace, "attempts.0.outcome")).isEqualTo("\"served\"");
        assertThat(at(trace, "attempts.1.outcome")).isEqualTo("\"served\"");
        assertThat(at(trace, "tokens.prompt")).isEqualTo("68");
        assertThat(at(trace, "node")).isIn("\"A\"", "\"B\"");
        assertThat(at(trace, "decision.candidates")).contains("\"A\"").contains("\"B\"");
        assertThat(herd().get("/fleet/requests").body().split("\"id\":", -1)).hasSize(2);
    }

    @Test
    void openAiToOllamaCountsItsIndexesOn() {
        start(ollama(), ollama());
        for (String format : List.of("", ",\"encoding_format\":\"float\"", ",\"encoding_format\":\"base64\"")) {
            String whole = whole("/v1/embeddings", body(100, format));

            HttpResponse<String> answer = divided(2, "/v1/embeddings", body(100, format));

            assertThat(at(answer.body(), "data")).isEqualTo(at(whole, "data"));
            assertThat(at(answer.body(), "data.99.index")).isEqualTo("99");
            assertThat(at(answer.body(), "usage")).isEqualTo("{\"prompt_tokens\":104,\"total_tokens\":104}");
            assertThat(header(answer, "X-Fleet-Node")).contains("A").contains("B");
        }
    }

    @Test
    void openAiToOpenAiKeepsEachEntrysBytes() {
        start(openAi(), openAi());
        for (String format : List.of("", ",\"encoding_format\":\"base64\"")) {
            String whole = whole("/v1/embeddings", body(100, format));

            HttpResponse<String> answer = divided(2, "/v1/embeddings", body(100, format));

            assertThat(at(answer.body(), "data")).isEqualTo(at(whole, "data"));
            assertThat(at(answer.body(), "usage")).isEqualTo("{\"prompt_tokens\":104,\"total_tokens\":104}");
            assertThat(header(answer, "X-Fleet-Node")).contains("A").contains("B");
        }
    }

    @Test
    void listsOfTokensAreDividedAsTextsAre() {
        start(openAi(), openAi());
        String tokens = IntStream.range(0, 64)
                .mapToObj(i -> "[" + (i + 1) + "," + i + "]")
                .collect(Collectors.joining(",", "{\"model\":\"e\",\"input\":[", "]}"));
        String whole = whole("/v1/embeddings", tokens);

        HttpResponse<String> answer = divided(2, "/v1/embeddings", tokens);

        assertThat(at(answer.body(), "data")).isEqualTo(at(whole, "data"));
        String one =
                asked("/v1/embeddings", "{\"model\":\"e\",\"input\":[1,2,3]}").body();
        assertThat(at(one, "data.0.embedding")).isEqualTo("[0.25,-1.5,123.0]");
    }

    @Test
    void ollamaToOpenAiIsDividedToo() {
        start(openAi(), openAi());
        String whole = whole("/api/embed", body(100, ""));

        HttpResponse<String> answer = divided(2, "/api/embed", body(100, ""));

        assertThat(at(answer.body(), "embeddings")).isEqualTo(at(whole, "embeddings"));
        assertThat(header(answer, "X-Fleet-Node")).contains("A").contains("B");
    }

    @Test
    void otherWeightsOfTheSameNameTakeNoPart() {
        start(ollama(), ollama(), FakeUpstream.ollama(EMBEDDER.being("another")));

        HttpResponse<String> answer = divided(2, "/api/embed", body(MANY, ""));

        assertThat(header(answer, "X-Fleet-Node")).contains("A").contains("B").doesNotContain("C");
        assertThat(servers.get(2).seen("/api/embed")).isEmpty();
    }

    @Test
    void nothingIsCutForOneMachineNorForAFewInputs() {
        start(ollama(), FakeUpstream.ollama(FakeModel.named("e").able("embedding")));

        asked("/api/embed", body(MANY, ""));
        assertThat(sizes("/api/embed"))
                .as("the other one would have to load it")
                .hasSize(1);
        asked("/api/embed", body(4, ""));
        assertThat(sizes("/api/embed")).hasSize(2);
    }

    @Test
    void aPartThatFailsIsTakenElsewhere() {
        start(ollama(), ollama());
        String whole = whole("/api/embed", body(64, ""));
        servers.forEach(FakeUpstream::hold);
        servers.get(1).next(Fault.status(500, "{\"error\":\"oops\"}"));

        var later = herd().later("/api/embed", body(64, ""));
        // Were B to fail before A has its part, that part could go to B.
        Await.until("each has a part", () -> servers.stream().allMatch(server -> server.running() == 1));
        servers.get(1).release();
        Await.until("B has failed", () -> servers.get(1).running() == 0);
        servers.get(0).release();
        HttpResponse<String> answer = later.join();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(at(answer.body(), "embeddings")).isEqualTo(at(whole, "embeddings"));
        assertThat(header(answer, "X-Fleet-Node")).isEqualTo("A");
        assertThat(header(answer, "X-Fleet-Retries")).isEqualTo("1");
        String trace = herd().trace(answer);
        assertThat(at(trace, "attempts")).contains("\"failed\"");
        assertThat(at(trace, "outcome")).isEqualTo("\"completed\"");
    }

    @Test
    void aMistakeInOnePartIsTheWholesAndNamesItsPlace() {
        start(openAi(), openAi());
        servers.get(1).hold();
        servers.get(0).next(Fault.status(400, "{\"error\":{\"message\":\"input[3] is too long (9000 tokens)\"}}"));

        HttpResponse<String> answer = herd().post("/v1/embeddings", body(64, ""));

        assertThat(answer.statusCode()).isEqualTo(400);
        // Which of the two has the first half, chance decides.
        assertThat(at(answer.body(), "error.message"))
                .matches("\"input\\[(3|3[3-7])\\] is too long \\(9000 tokens\\)\"");
        Await.until("the other part was given up", () -> servers.get(1).running() == 0 && herd().running() == 0);
        assertThat(at(herd().trace(answer), "outcome")).isEqualTo("\"failed\"");
    }

    @Test
    void aClientThatLeavesFreesAllMachines() {
        start(ollama(), ollama());
        servers.forEach(FakeUpstream::hold);
        try (RawClient client = RawClient.to(herd()).send(RawClient.post("/api/embed", body(64, "")))) {
            assertThat(client).isNotNull();
            Await.until("both work", () -> servers.stream().allMatch(server -> server.running() == 1));
            assertThat(herd().running()).isEqualTo(2);
        }
        long left = System.nanoTime();

        Await.until("both were left", () -> servers.stream().allMatch(server -> server.closedEarly() == 1));
        Await.until("all slots are free", () -> herd().running() == 0);

        assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(Duration.ofSeconds(5));
        Await.until(
                "the trace is there", () -> herd().get("/fleet/requests").body().contains("client_disconnected"));
    }

    @Test
    void vectorsOfDifferentWidthsAreNotJoined() {
        start(openAi(), openAi());
        String wide = "{\"object\":\"list\",\"data\":["
                + IntStream.range(0, 32)
                        .mapToObj(i -> "{\"index\":" + i + ",\"embedding\":[1,2,3,4]}")
                        .collect(Collectors.joining(","))
                + "],\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}";
        servers.forEach(FakeUpstream::hold);
        servers.get(1).next(Fault.status(200, wide));

        var later = herd().later("/v1/embeddings", body(64, ""));
        Await.until("both work", () -> servers.stream().allMatch(server -> server.running() == 1));
        servers.forEach(FakeUpstream::release);
        HttpResponse<String> answer = later.join();

        assertThat(at(answer.body(), "data.62.embedding")).isEqualTo("[0.25,-1.5,62.0]");
        assertThat(header(answer, "X-Fleet-Node")).isIn("A", "B");
    }
}
