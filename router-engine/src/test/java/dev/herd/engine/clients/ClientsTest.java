package dev.herd.engine.clients;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// The packages `openai` and `ollama`, in Python and for Node, with each kind of server behind Herd: the same answers
/// whatever stands where.
@ParameterizedClass
@MethodSource("settings")
class ClientsTest {
    private static final String ANSWER = "The fleet answers in order: größe ✓ done.";

    /// What runs for the invocation of this class that runs; a client starts too slowly to have one per test.
    private static final Map<Setting, Running> RUNNING = new HashMap<>();

    private final Setting setting;
    private final Servers servers;
    private final Client client;

    ClientsTest(Setting setting) {
        Running running = Objects.requireNonNull(RUNNING.get(setting));
        this.setting = setting;
        this.servers = running.servers();
        this.client = running.client();
    }

    private record Running(Servers servers, Client client) {}

    /// Who asks whom.
    record Setting(Language language, String script, Servers.Kind servers) {
        boolean openAi() {
            return script.startsWith("openai");
        }
    }

    static Stream<Setting> settings() {
        return Servers.kinds().stream()
                .flatMap(kind -> Stream.of(Language.values())
                        .flatMap(language -> Stream.of("openai_client", "ollama_client")
                                .map(script -> new Setting(language, script, kind))));
    }

    @BeforeParameterizedClassInvocation
    static void start(Setting setting) throws IOException {
        Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "home");
        Servers servers = Servers.start(setting.servers(), home);
        RUNNING.put(setting, new Running(servers, new Client(setting.language(), setting.script(), servers.address())));
    }

    @AfterParameterizedClassInvocation
    static void stop(Setting setting) {
        Running running = Objects.requireNonNull(RUNNING.remove(setting));
        running.client().close();
        running.servers().close();
    }

    @Test
    void chats() {
        String said = client.must("\"chat\",\"model\":\"tiny\"");

        assertThat(at(said, "text")).isEqualTo("\"" + ANSWER + "\"");
        assertThat(at(said, "finish")).isEqualTo("\"stop\"");
        assertThat(at(said, "completion")).isEqualTo("11");
        assertThat(Integer.parseInt(at(said, "total"))).isGreaterThan(11);
    }

    @Test
    void streams() {
        String said = client.must("\"stream\",\"model\":\"tiny\"");

        assertThat(at(said, "text")).isEqualTo("\"" + ANSWER + "\"");
        assertThat(Integer.parseInt(at(said, "pieces"))).isGreaterThanOrEqualTo(10);
        assertThat(at(said, "finish")).isEqualTo("\"stop\"");
        assertThat(at(said, "completion")).isEqualTo("11");
    }

    @Test
    void completesAText() {
        if (setting.openAi() && setting.servers() == Servers.Kind.FAKE_OPENAI) {
            servers.fake()
                    .saysWhole(
                            "{\"id\":\"c1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"tiny\",\"choices\":"
                                    + "[{\"index\":0,\"text\":\"" + ANSWER + "\",\"finish_reason\":\"stop\"}]}");
        }

        assertThat(at(client.must("\"complete\",\"model\":\"tiny\""), "text")).isEqualTo("\"" + ANSWER + "\"");
    }

    @Test
    void callsToolsAndAnswersThem() {
        for (Servers.Framing framing : Servers.Framing.values()) {
            boolean streamed = framing == Servers.Framing.STREAM;
            servers.nextCallsTools(framing);

            String said = client.must("\"tools\",\"model\":\"tiny-tools\",\"streamed\":" + streamed);

            assertThat(at(said, "names").replace(" ", "")).isEqualTo("[\"get_weather\",\"get_time\"]");
            assertThat(at(said, "arguments")).contains("Paris").contains("3");
            assertThat(at(said, "text")).isEqualTo("\"" + ANSWER + "\"");
            if (setting.openAi()) {
                assertThat(at(said, "ids")).as("different ids").isEqualTo("2");
            }
        }
    }

    @Test
    void getsAnObjectOfItsSchema() {
        servers.nextSaysNumber();

        String n = at(client.must("\"parse\",\"model\":\"tiny\""), "n");

        assertThat(n).matches(setting.servers() == Servers.Kind.REAL_OLLAMA ? "\\d+" : "7");
        String type = switch (setting.servers()) {
            case FAKE_OLLAMA -> at(servers.fake().last("/api/chat").body(), "format.properties.n.type");
            case FAKE_OPENAI ->
                at(
                        servers.fake().last("/v1/chat/completions").body(),
                        "response_format.json_schema.schema.properties.n.type");
            case REAL_OLLAMA -> "\"integer\"";
        };
        assertThat(type).as("what the server was asked for").isEqualTo("\"integer\"");
    }

    @Test
    void embeds() {
        String said = client.must("\"embed\",\"model\":\"tiny-embed\",\"texts\":[\"Hi\"]");

        assertThat(at(said, "vectors.0").split(",")).hasSize(3);
        if (setting.servers() != Servers.Kind.REAL_OLLAMA) {
            assertThat(at(said, "vectors.0.0")).isEqualTo("0.25");
            assertThat(at(said, "vectors.0.1")).isEqualTo("-1.5");
        }
        assertThat(Integer.parseInt(at(said, "total"))).isPositive();
    }

    @Test
    void listsModelsAndShowsOne() {
        String models = client.must("\"models\"");
        String model = client.must("\"model\",\"name\":\"tiny-tools\"");

        assertThat(models).contains("tiny-embed").contains("tiny-tools").contains("tiny-count");
        assertThat(model).contains(setting.openAi() ? "\"tiny-tools\"" : "\"tools\"");
        if (!setting.openAi() && setting.servers() == Servers.Kind.REAL_OLLAMA) {
            client.must("\"chat\",\"model\":\"tiny\"");
            Await.until(
                    "it is listed as loaded", () -> client.must("\"loaded\"").contains("tiny:latest"));
        }
    }

    @Test
    void raisesTheErrorOfAMissingModel() {
        String raised = client.does("\"chat\",\"model\":\"nope\"");

        assertRaised(raised, "NotFoundError", 404);
        assertThat(at(raised, "message")).contains("model 'nope' not found");
    }

    @Test
    void raisesTheErrorOfABadRequest() {
        String wrong = setting.openAi() ? "\"n\":2" : "\"options\":{\"num_ctx\":\"big\"}";
        String raised = client.does("\"chat\",\"model\":\"tiny\"," + wrong);

        assertRaised(raised, "BadRequestError", 400);
        assertThat(at(raised, "message")).contains(setting.openAi() ? "'n' must be 1" : "must be of type integer");
    }

    @Test
    void raisesTheErrorOfAFleetThatCannotServeNow() {
        servers.herd().post("/fleet/nodes/node/pause", "");
        String raised;
        try {
            raised = client.does("\"chat\",\"model\":\"tiny\"");
        } finally {
            servers.herd().post("/fleet/nodes/node/resume", "");
        }

        assertRaised(raised, "InternalServerError", 503);
        assertThat(at(raised, "message")).contains("node");
    }

    @Test
    void pullsAModel() {
        if (setting.openAi() || setting.servers() != Servers.Kind.FAKE_OLLAMA) {
            return;
        }
        String streamed = client.must("\"pull\",\"model\":\"fresh\",\"streamed\":true");
        String whole = client.must("\"pull\",\"model\":\"fresh\",\"streamed\":false");
        servers.fake().pulls().next("{\"status\":\"pulling manifest\"}", "{\"error\":\"file does not exist\"}");
        String failed = client.does("\"pull\",\"model\":\"none\",\"streamed\":true");

        assertThat(at(streamed, "steps").replace(" ", ""))
                .isEqualTo("[\"pullingmanifest\",\"pullingc149f93bf5c1\",\"pullingc149f93bf5c1\",\"success\"]");
        assertThat(at(streamed, "total")).isEqualTo("1000");
        assertThat(at(whole, "steps")).isEqualTo("[\"success\"]");
        assertThat(at(failed, "message")).contains("file does not exist");
        assertThat(client.must("\"chat\",\"model\":\"fresh\"")).contains("The fleet answers");
    }

    private void assertRaised(String answer, String openAiClass, int status) {
        String expected = setting.openAi() ? openAiClass : "ResponseError";
        assertThat(at(answer, "error")).isEqualTo("\"" + expected + "\"");
        assertThat(at(answer, "status")).isEqualTo(Integer.toString(status));
    }

    @Test
    void leavesInMidStream() {
        servers.pace(50);
        try {
            assertThat(client.must("\"leave\",\"model\":\"tiny-count\"")).isEqualTo("2");
            Await.until(
                    "Herd has seen it",
                    () -> at(servers.herd().get("/fleet/requests?limit=1").body(), "requests.0.outcome")
                            .equals("\"client_disconnected\""));
            Await.until("nothing runs", () -> servers.herd().running() == 0 && servers.isIdle());
        } finally {
            servers.pace(0);
        }
    }
}
