package dev.herd.engine;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.UpstreamSpec;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.pulling.Room;
import dev.herd.engine.registry.SignalBoard;
import dev.herd.engine.signal.Memory;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.testing.FakeClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomsTest {
    private final FakeClock clock = new FakeClock();
    private final SignalBoard board = new SignalBoard();
    private final FleetSnapshot fleet =
            aFleet().node("a").has("m:latest").node("b").has("m:latest").build();

    @TempDir
    Path models;

    private Rooms rooms() {
        return new Rooms(board, clock, () -> fleet, Map.of("OLLAMA_MODELS", models.toString()));
    }

    private Room of(Rooms rooms, String name) {
        Node node = fleet.node(name).orElseThrow();
        return rooms.of(node, node.upstreams().getFirst());
    }

    @Test
    void whatNobodySaysIsNotKnown() {
        assertThat(of(rooms(), "a")).isEqualTo(Room.UNKNOWN);
    }

    @Test
    void whatAPersonSaysOfAMachineStandsOverItsSensor() {
        Rooms rooms = rooms();
        board.sensed(
                fleet.node("a").orElseThrow().id(),
                NodeSignals.NONE.with(
                        Memory.class, new Reading.Known<>(new Memory(16_000, 1), clock.instant(), "test")));
        assertThat(of(rooms, "a").memoryBytes()).isEqualTo(16_000);

        rooms.add(UpstreamSpec.parse("http://a:11434,memory=8GiB"));

        assertThat(of(rooms, "a").memoryBytes()).isEqualTo(8L << 30);
        assertThat(of(rooms, "b").memoryBytes()).isZero();
    }

    @Test
    void theDiskOfThisMachineAloneIsSeen() {
        Upstream server = fleet.nodes().getFirst().upstreams().getFirst();
        Node here =
                new Node(fleet.nodes().getFirst().id(), "here", NodeKind.HERD, NodeState.UP, "", null, List.of(server));

        assertThat(rooms().of(here, server).diskBytes()).isPositive();
        assertThat(of(rooms(), "a").diskBytes()).isEqualTo(-1);
    }

    @Test
    void speedIsTheWeightsReadInASecond() {
        Rooms rooms = rooms();
        rooms.served(trace("r-1").node("a").tokens(100).build());
        rooms.served(trace("r-2").node("b").tokens(5).build());
        rooms.served(trace("r-3").node("b").model("gone:latest").tokens(100).build());

        assertThat(of(rooms, "a").speed()).isEqualTo(4_000_000_000.0 * 100);
        assertThat(of(rooms, "b").speed())
                .as("too short, and a model of unknown size")
                .isZero();

        rooms.served(trace("r-4").node("a").tokens(50).build());

        assertThat(of(rooms, "a").speed()).isBetween(4e9 * 80, 4e9 * 90);
    }
}
