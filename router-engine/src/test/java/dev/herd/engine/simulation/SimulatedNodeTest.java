package dev.herd.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedNodeTest {
    private static final Instant START = Instant.parse("2026-11-24T14:00:00Z");
    private static final SimulatedModel BIG = model("big", 8_000_000_000L);
    private static final SimulatedModel SMALL = model("small", 2_000_000_000L);

    /// Room for one of the two beside their caches, not for both.
    private final SimulatedNode node = new SimulatedNode(
            new SimulatedMachine("m", 16_000_000_000L, 9_000_000_000L, 400e9, 10e12, 4e9, 2, List.of(BIG, SMALL)));

    private static SimulatedModel model(String name, long bytes) {
        return new SimulatedModel(name, "llama", bytes, bytes / 0.6, 10, 64, 8192, Set.of("completion"));
    }

    private static SimulatedNode.Job job(SimulatedModel model, int window) {
        return new SimulatedNode.Job(model.name(), window, 1000, 0, 100);
    }

    private SimulatedNode.Run started(SimulatedModel model, int window, Instant at) {
        return node.start(job(model, window), 0, at).orElseThrow();
    }

    @Test
    void takesTheTimeThatBandwidthArithmeticAndDiskAllow() {
        SimulatedNode.Run run = started(BIG, 0, START);

        assertThat(run.loadSeconds()).isCloseTo(0.6 + 2.0, within(1e-9));
        assertThat(run.prefillSeconds()).isCloseTo(1000 * 2 * BIG.parameters() / (10e12 * 0.45), within(1e-9));
        assertThat(1 / run.secondsPerToken()).isCloseTo(400e9 * 0.7 / 8e9, within(1e-9));
        assertThat(run.firstTokenAt()).isEqualTo(run.tokenAt(0)).isAfter(START.plusSeconds(2));
    }

    @Test
    void loadsOnlyOnce() {
        started(BIG, 0, START);

        assertThat(started(BIG, 0, START.plusSeconds(1)).loadSeconds()).isZero();
    }

    @Test
    void neverRunsMoreThanItsSlots() {
        SimulatedNode.Run first = started(BIG, 0, START);
        started(BIG, 0, START);

        assertThat(node.start(job(BIG, 0), 0, START)).isEmpty();
        node.end(first, START.plusSeconds(9));
        assertThat(node.start(job(BIG, 0), 0, START.plusSeconds(9))).isPresent();
    }

    @Test
    void loadsAnewForAnotherWindowOnceItIsIdle() {
        SimulatedNode.Run run = started(BIG, 8192, START);

        assertThat(node.start(job(BIG, 0), 0, START))
                .as("another window, and busy")
                .isEmpty();
        node.end(run, START.plusSeconds(1));
        assertThat(started(BIG, 0, START.plusSeconds(1)).loadSeconds()).isPositive();
        assertThat(node.loaded()).extracting(SimulatedNode.Loaded::window).containsExactly(4096);
    }

    @Test
    void evictsWhatIsIdleAndWaitsForWhatIsNot() {
        SimulatedNode.Run run = started(BIG, 0, START);

        assertThat(node.start(job(SMALL, 0), 0, START))
                .as("no room beside a busy one")
                .isEmpty();
        node.end(run, START.plusSeconds(1));
        started(SMALL, 0, START.plusSeconds(1));

        assertThat(node.loaded()).extracting(loaded -> loaded.model().name()).containsExactly("small");
        assertThat(node.usedBytes()).isLessThanOrEqualTo(9_000_000_000L);
    }

    @Test
    void isSlowerWhenHotAndWhenItWorksOnSeveral() {
        double alone = started(BIG, 0, START).secondsPerToken();
        double beside = started(BIG, 0, START).secondsPerToken();
        SimulatedNode other = new SimulatedNode(node.machine());
        Optional<SimulatedNode.Run> hot = other.start(job(BIG, 0), 0.5, START);

        assertThat(beside).isCloseTo(alone * 1.12, within(1e-9));
        assertThat(hot.orElseThrow().secondsPerToken()).isCloseTo(alone * 2, within(1e-9));
    }

    @Test
    void knowsItsModelsByEachSpelling() {
        assertThat(node.find("BIG:latest")).contains(BIG);
        assertThat(node.find("bigger")).isEmpty();
    }

    @Test
    void freesTheMemoryOfModelsThatAreIdleForLong() {
        SimulatedNode.Run run = started(BIG, 0, START);
        node.unloadIdle(Duration.ofMinutes(5), START.plus(Duration.ofHours(1)));
        assertThat(node.loaded()).as("busy").hasSize(1);
        assertThat(node.unload("big")).as("busy").isFalse();

        node.end(run, START.plusSeconds(10));
        node.unloadIdle(Duration.ofMinutes(5), START.plus(Duration.ofMinutes(6)));

        assertThat(node.loaded()).isEmpty();
        assertThat(node.running()).isZero();
    }
}
