package dev.herd.engine.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetSnapshotTest {
    private static final Node A = node("a", "Studio", NodeState.UP, model("Qwen3:32b"), model("tiny"));
    private static final Node B = node("b", "mini", NodeState.PAUSED, model("tiny:latest"));
    private static final FleetSnapshot FLEET = new FleetSnapshot(7, List.of(A, B));

    private static Node node(String id, String name, NodeState state, HostedModel... models) {
        Upstream upstream = new Upstream(
                UpstreamId.parse("http://" + id + ":11434"),
                UpstreamKind.OLLAMA,
                UpstreamState.UP,
                "",
                "0.25.0",
                true,
                List.of(models));
        return new Node(new NodeId(id), name, NodeKind.PLAIN, state, "", null, List.of(upstream));
    }

    private static HostedModel model(String name) {
        return new HostedModel(
                name, ModelRef.of(name), "", 0, "", "{}", "llama", Set.of("completion", "tools"), 4096, 1, null);
    }

    @Test
    void findsWhoHasAModelHoweverItIsSpelled() {
        assertThat(FLEET.holders(ModelRef.of("TINY")))
                .extracting(holder -> holder.node().name())
                .containsExactly("Studio", "mini");
        assertThat(FLEET.holders(ModelRef.of("nope"))).isEmpty();
        assertThat(FLEET.models().keySet()).containsExactly(ModelRef.of("qwen3:32b"), ModelRef.of("tiny"));
    }

    @Test
    void findsAMachineByIdOrNameWithoutCase() {
        assertThat(FLEET.node("a")).contains(A);
        assertThat(FLEET.node("STUDIO")).contains(A);
        assertThat(FLEET.node("A")).isEmpty();
        assertThat(FLEET.node("nobody")).isEmpty();
    }

    @Test
    void findsTheHolderOfAnInstance() {
        InstanceId there = new InstanceId(UpstreamId.parse("http://b:11434"), ModelRef.of("tiny"));
        InstanceId gone = new InstanceId(UpstreamId.parse("http://c:11434"), ModelRef.of("tiny"));

        assertThat(FLEET.holder(there)).map(Holder::instance).contains(there);
        assertThat(FLEET.holder(gone)).isEmpty();
    }

    @Test
    void aPausedMachineServesNothing() {
        assertThat(FLEET.holders(ModelRef.of("tiny")))
                .extracting(Holder::serves)
                .containsExactly(true, false);
    }

    @Test
    void whatIsNotStatedIsNotLacking() {
        HostedModel stated = model("tiny");
        HostedModel silent = new HostedModel("x", ModelRef.of("x"), "", 0, "", "{}", "", null, 0, 1, null);

        assertThat(stated.lacks("vision")).isTrue();
        assertThat(stated.lacks("tools")).isFalse();
        assertThat(silent.lacks("vision")).isFalse();
    }

    @Test
    void nobodyChangesASnapshot() {
        assertThat(FLEET.version()).isEqualTo(7);
        assertThatThrownBy(() -> FLEET.models().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> FLEET.nodes().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(FleetSnapshot.EMPTY.models()).isEmpty();
    }
}
