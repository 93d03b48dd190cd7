package dev.herd.engine.registry;

import static dev.herd.engine.testing.FleetBuilder.embedder;
import static dev.herd.engine.testing.FleetBuilder.upstreamOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Inventory;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.testing.FakeClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A name of several models keeps its meaning for as long as it can be kept.
class MeaningsTest {
    private static final ModelRef E = ModelRef.of("e");
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    private final FakeClock clock = new FakeClock();
    private final FleetRegistry registry = new FleetRegistry(clock);

    private void has(String node, HostedModel model) {
        add(node);
        registry.answered(upstreamOf(node), new Inventory(UpstreamKind.OLLAMA, "0.30.1", List.of(model)));
    }

    private void add(String node) {
        registry.addNode(new NodeId(node), node, NodeKind.PLAIN);
        registry.addUpstream(new NodeId(node), upstreamOf(node), UpstreamKind.OLLAMA, 0);
    }

    private void fails(String node) {
        registry.failed(upstreamOf(node), UpstreamState.DOWN, "refused");
    }

    private String meant() {
        Variant meant = registry.snapshot().meant().get(E);
        return meant == null ? "" : meant.digest();
    }

    private void passes(Duration time) {
        clock.forward(time);
        registry.tick();
    }

    @Test
    void staysWhatItWasWhenMoreMachinesComeWithAnother() {
        has("a", embedder("e", ONE));

        has("b", embedder("e", TWO));
        has("c", embedder("e", TWO));

        assertThat(meant()).isEqualTo(ONE);
    }

    @Test
    void isDecidedByAllWhoAreThereAtTheStartWhoeverAnswersFirst() {
        add("b");
        add("c");
        has("a", embedder("e", ONE));
        has("b", embedder("e", TWO));

        has("c", embedder("e", TWO));

        assertThat(meant()).isEqualTo(TWO);
    }

    @Test
    void waitsForThoseWhoHaveItBeforeAnotherTakesItsPlace() {
        has("a", embedder("e", ONE));
        has("b", embedder("e", TWO));

        fails("a");
        passes(Meanings.PATIENCE.minusSeconds(1));
        assertThat(meant()).isEqualTo(ONE);
        passes(Duration.ofSeconds(1));
        assertThat(meant()).isEqualTo(TWO);

        has("a", embedder("e", ONE));
        assertThat(meant()).as("and keeps that meaning then").isEqualTo(TWO);
    }

    @Test
    void beginsToWaitAnewWhenTheyHaveBeenBack() {
        has("a", embedder("e", ONE));
        has("b", embedder("e", TWO));
        fails("a");
        passes(Meanings.PATIENCE.minusSeconds(1));
        has("a", embedder("e", ONE));
        fails("a");

        passes(Meanings.PATIENCE.minusSeconds(1));

        assertThat(meant()).isEqualTo(ONE);
    }

    @Test
    void pausedMachinesAreNotGone() {
        has("a", embedder("e", ONE));
        has("b", embedder("e", TWO));
        registry.ask(new NodeId("a"), NodeState.PAUSED, null);

        passes(Duration.ofDays(1));

        assertThat(meant()).isEqualTo(ONE);
    }

    @Test
    void changesAtOnceWhenNobodyHasItAnyMore() {
        has("a", embedder("e", ONE));
        has("b", embedder("e", TWO));
        has("c", embedder("e", TWO));
        assertThat(meant()).isEqualTo(ONE);

        has("a", embedder("e", "3".repeat(64)));

        assertThat(meant()).isEqualTo(TWO);
    }

    @Test
    void survivesARestart() {
        registry.restore(new Variant(E, TWO));
        add("b");

        has("a", embedder("e", ONE));
        has("b", embedder("e", TWO).withResidency(null));

        assertThat(meant()).isEqualTo(TWO);
    }

    @Test
    void publishesNothingWhileNothingElseIsInReach() {
        has("a", embedder("e", ONE));
        has("b", embedder("e", TWO));
        fails("a");
        fails("b");
        long version = registry.snapshot().version();

        passes(Meanings.PATIENCE.multipliedBy(2));
        passes(Meanings.PATIENCE);

        assertThat(registry.snapshot().version()).isEqualTo(version);
        assertThat(meant()).isEqualTo(ONE);
    }
}
