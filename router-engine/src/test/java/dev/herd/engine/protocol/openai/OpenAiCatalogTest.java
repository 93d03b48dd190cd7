package dev.herd.engine.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenAiCatalogTest {
    private static HostedModel model(String name, String digest, String modified) {
        return new HostedModel(name, ModelRef.of(name), digest, 0, modified, "{}", "", null, 0, 1, null);
    }

    private static FleetSnapshot fleet(HostedModel... models) {
        Upstream upstream = new Upstream(
                UpstreamId.parse("http://a:1"), UpstreamKind.OLLAMA, UpstreamState.UP, "", "", true, List.of(models));
        return new FleetSnapshot(
                1, List.of(new Node(new NodeId("a"), "a", NodeKind.PLAIN, NodeState.UP, "", null, List.of(upstream))));
    }

    /// As recorded with a real Ollama, where names have tags; those of other servers have none.
    @Test
    void listsModelsSortedByName() {
        String list = new String(
                OpenAiCatalog.list(fleet(
                        model("tiny-tools", "d", "2026-11-23T13:41:09.5Z"),
                        model("tiny:latest", "d", "2026-11-23T14:41:09+01:00"),
                        model("Qwen/Qwen3-8B", "", ""),
                        model("me/mine", "d", "nonsense"))),
                UTF_8);

        assertThat(list)
                .isEqualTo(
                        "{\"object\":\"list\",\"data\":["
                                + "{\"id\":\"me/mine:latest\",\"object\":\"model\",\"created\":0,\"owned_by\":\"me\"},"
                                + "{\"id\":\"Qwen/Qwen3-8B\",\"object\":\"model\",\"created\":0,\"owned_by\":\"Qwen\"},"
                                + "{\"id\":\"tiny-tools:latest\",\"object\":\"model\",\"created\":1795441269,\"owned_by\":\"library\"},"
                                + "{\"id\":\"tiny:latest\",\"object\":\"model\",\"created\":1795441269,\"owned_by\":\"library\"}]}\n");
    }

    @Test
    void namesOneModelAsItWasAskedFor() {
        FleetSnapshot fleet = fleet(model("tiny:latest", "d", "2026-11-23T13:41:09Z"));
        String one =
                new String(OpenAiCatalog.one(fleet.holders(ModelRef.of("TINY")).getFirst(), "TINY"), UTF_8);

        assertThat(one)
                .isEqualTo("{\"id\":\"TINY\",\"object\":\"model\",\"created\":1795441269,\"owned_by\":\"library\"}\n");
    }

    @Test
    void anEmptyFleetListsNothing() {
        assertThat(new String(OpenAiCatalog.list(FleetSnapshot.EMPTY), UTF_8))
                .isEqualTo("{\"object\":\"list\",\"data\":[]}\n");
    }
}
