package dev.herd.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.WebClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every button of the Fleet tab does in a real engine what it says.
class WholeFleetTest {
    private static final String ASK =
            "{\"model\":\"tiny\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir
    Path home;

    private final FakeUpstream first = FakeUpstream.ollama(FakeModel.named("tiny"), FakeModel.named("other"));
    private final FakeUpstream second = FakeUpstream.ollama(FakeModel.named("tiny"), FakeModel.named("rare"));
    private WholeHerd herd;

    @BeforeEach
    void open() {
        herd = WholeHerd.serving(home, WholeHerd.server("one", first));
    }

    @AfterEach
    void close() {
        herd.close();
        first.close();
        second.close();
    }

    private NodeState state(String name) {
        return herd.node(name).map(Node::state).orElse(NodeState.DOWN);
    }

    private boolean isResident(String model) {
        return herd.node("one").stream()
                .flatMap(node -> node.upstreams().stream())
                .flatMap(upstream -> upstream.models().stream())
                .filter(hosted -> hosted.name().startsWith(model))
                .anyMatch(hosted -> hosted.resident() != null);
    }

    private String settings() {
        try {
            Path file = home.resolve("config.json");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Test
    void pausesAndResumes() {
        herd.menuOf("one").choose("pause", "pause-15");
        Await.until("the engine has paused it", () -> state("one") == NodeState.PAUSED);
        assertThat(herd.node("one").orElseThrow().until()).isNotNull();
        herd.until("the card says so", () -> herd.shows(".notice-way"));
        try (WebClient client = herd.client()) {
            assertThat(client.post("/api/chat", ASK).statusCode()).isEqualTo(503);
        }

        herd.press(".notice-way");
        Await.until("it serves again", () -> state("one") == NodeState.UP);
        try (WebClient client = herd.client()) {
            assertThat(client.post("/api/chat", ASK).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void drainsAndResumesFromTheMenu() {
        herd.menuOf("one").choose("drain");
        Await.until("the engine drains it", () -> state("one") == NodeState.DRAINING);
        herd.untilSays("Drained");

        herd.menuOf("one").choose("resume");
        Await.until("it serves again", () -> state("one") == NodeState.UP);
    }

    @Test
    void loadsAndUnloadsAModel() {
        herd.menuOf("one").choose("load", "load-other:latest");
        Await.until("the server has loaded it", () -> isResident("other"));
        assertThat(first.last("/api/generate").body()).contains("other");
        herd.until("its chip is there", () -> herd.shows(".chip-name"));

        herd.press(".chip-name").choose("chip-unload");
        Await.until("the server has let it go", () -> !isResident("other"));
        assertThat(first.last("/api/generate").body()).contains("\"keep_alive\":0");
    }

    @Test
    void addsAServerThatServesAtOnceAndIsKept() {
        herd.press("#fleet-add").enter(second.url()).key(KeyCode.ENTER);
        herd.untilSays("Found: Ollama");
        herd.key(KeyCode.ENTER);
        Await.until("the fleet has it", () -> herd.moment().fleet().nodes().size() == 2);
        EngineSnapshot moment = herd.moment();
        String added = moment.fleet().nodes().stream()
                .map(Node::name)
                .filter(each -> !each.equals("one"))
                .findFirst()
                .orElseThrow();
        Await.until(
                "its models are known",
                () -> herd.node(added).stream()
                        .flatMap(node -> node.upstreams().stream())
                        .flatMap(upstream -> upstream.models().stream())
                        .map(HostedModel::name)
                        .anyMatch(model -> model.startsWith("rare")));
        Await.until("it is kept", () -> settings().contains(second.url()));
        try (WebClient client = herd.client()) {
            assertThat(client.post("/api/chat", ASK.replace("tiny", "rare")).statusCode())
                    .isEqualTo(200);
        }

        herd.until("its card is there", () -> herd.showsCard(added));
        herd.menuOf(added).choose("forget", "forget-sure");
        Await.until("the fleet has lost it", () -> herd.node(added).isEmpty());
        Await.until("it is not kept any more", () -> !settings().contains(second.url()));
        herd.until("its card is gone", () -> !herd.showsCard(added));
    }
}
