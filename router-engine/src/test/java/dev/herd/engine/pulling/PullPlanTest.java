package dev.herd.engine.pulling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PullPlanTest {
    private static final long GB = 1_000_000_000;

    private static PullPlan plan(FleetSnapshot fleet, Map<String, Room> rooms) {
        return new PullPlan(fleet, (node, _) -> rooms.getOrDefault(node.name(), Room.UNKNOWN), Set.of(), Set.of());
    }

    private static String chosen(PullPlan plan, String model, @Nullable String pin) throws PullRejectedException {
        return plan.choose(model, pin == null ? null : new NodeId(pin)).node().name();
    }

    @Test
    void whoHasItPullsItAgainAlthoughOthersAreLarger() throws PullRejectedException {
        var plan = plan(
                aFleet().node("large").node("small").has("new").build(), Map.of("large", new Room(64 * GB, -1, 9)));

        assertThat(chosen(plan, "NEW:latest", null)).isEqualTo("small");
    }

    @Test
    void whoHasAPartOfItComesBeforeTheLargest() throws PullRejectedException {
        FleetSnapshot fleet = aFleet().node("large").node("small").build();
        UpstreamId begun = fleet.nodes().get(1).upstreams().getFirst().id();
        var plan = new PullPlan(
                fleet,
                (node, _) -> node.name().equals("large") ? new Room(64 * GB, -1, 9) : Room.UNKNOWN,
                Set.of(begun),
                Set.of());

        assertThat(chosen(plan, "new", null)).isEqualTo("small");
    }

    @Test
    void memoryThenSpeedThenDiskDecide() throws PullRejectedException {
        FleetSnapshot fleet = aFleet().node("a").node("b").node("c").build();

        assertThat(chosen(
                        plan(fleet, Map.of("a", new Room(8 * GB, 900 * GB, 9), "b", new Room(16 * GB, 5 * GB, 1))),
                        "new",
                        null))
                .isEqualTo("b");
        assertThat(chosen(
                        plan(fleet, Map.of("a", new Room(8 * GB, 9 * GB, 1), "c", new Room(8 * GB, 5 * GB, 2))),
                        "new",
                        null))
                .isEqualTo("c");
        assertThat(chosen(
                        plan(fleet, Map.of("a", new Room(8 * GB, 5 * GB, 1), "b", new Room(8 * GB, 9 * GB, 1))),
                        "new",
                        null))
                .isEqualTo("b");
        assertThat(chosen(plan(fleet, Map.of()), "new", null))
                .as("nothing known")
                .isEqualTo("a");
    }

    @Test
    void whatIsKnownNotToFitIsRefusedWithTheSums() {
        FleetSnapshot fleet = aFleet().node("has")
                .is(NodeState.PAUSED)
                .has("new")
                .node("memory")
                .node("disk")
                .build();
        var plan = plan(fleet, Map.of("memory", new Room(3 * GB, -1, 0), "disk", new Room(0, 2 * GB, 0)));

        assertThatThrownBy(() -> chosen(plan, "new", null))
                .hasMessageContaining("has (paused)")
                .hasMessageContaining("memory (needs 3.7 GiB of memory and there are 2.8 GiB for models)")
                .hasMessageContaining("disk (needs 3.7 GiB of disk and 1.9 GiB are free)");
        assertThatThrownBy(() -> chosen(plan, "new", "disk"))
                .hasMessageContaining("disk (needs")
                .hasMessageNotContaining("memory (");
    }

    @Test
    void nothingIsPulledToAMachineThatIsShortOfMemory() throws PullRejectedException {
        FleetSnapshot fleet = aFleet().node("full").node("free").build();
        var rooms = Map.of("full", new Room(64 * GB, -1, 9, true), "free", new Room(8 * GB, -1, 1));

        assertThat(chosen(plan(fleet, rooms), "new", null)).isEqualTo("free");
        assertThatThrownBy(() -> chosen(plan(fleet, rooms), "new", "full"))
                .hasMessageContaining("full (its memory is short");
    }

    @Test
    void unknownNeverRefuses() throws PullRejectedException {
        FleetSnapshot fleet = aFleet().node("has")
                .is(NodeState.PAUSED)
                .has("new")
                .node("unknown")
                .build();

        assertThat(chosen(plan(fleet, Map.of()), "new", null)).isEqualTo("unknown");
        assertThat(chosen(plan(fleet, Map.of("unknown", new Room(1, 1, 0))), "other", null))
                .as("nobody knows its size")
                .isEqualTo("unknown");
    }

    @Test
    void onlyMachinesWithAnOllamaThatAnswersAreAsked() {
        FleetSnapshot fleet = aFleet().node("foreign")
                .speaks(UpstreamKind.OPENAI)
                .node("down")
                .is(UpstreamState.DOWN)
                .node("busy")
                .build();
        NodeId busy = fleet.node("busy").orElseThrow().id();
        var plan = new PullPlan(fleet, (_, _) -> Room.UNKNOWN, Set.of(), Set.of(busy));

        assertThatThrownBy(() -> chosen(plan, "new", null))
                .hasMessageContaining("foreign (has no Ollama, which alone pulls)")
                .hasMessageContaining("down (down)")
                .hasMessageContaining("busy (pulls another model already)");
        assertThatThrownBy(() -> chosen(plan, "new", "gone")).hasMessageContaining("there is none");
    }
}
