package dev.herd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.Finding;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.PinStatus;
import dev.herd.engine.placement.PinStatus.Phase;
import dev.herd.engine.placement.PinStatus.Place;
import dev.herd.engine.scheduling.Effect;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.testing.FleetBuilder;
import dev.herd.engine.trace.EventFeed;
import dev.herd.engine.trace.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How the pins stand, as it is shown and told.
class PinBoardTest {
    private static final Pin PIN = Pin.anywhere(ModelRef.of("m"));

    private final Findings findings = new Findings(new FakeClock(), new EventFeed());
    private final PinBoard board = new PinBoard(findings);

    private static Holder holder(String node) {
        return FleetBuilder.aFleet().node("a").has("m").node("b").has("m").build().holders(ModelRef.of("m")).stream()
                .filter(each -> each.node().name().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private static PinStatus status(Phase phase, @Nullable String node, int failures) {
        Place place = node == null ? null : Place.of(holder(node));
        return new PinStatus(PIN, phase, place, "no memory", Instant.EPOCH, failures);
    }

    private void stands(long version, PinStatus... pins) {
        board.stand(new Effect.Pins(version, List.of(pins)));
    }

    @Test
    void tellsOfAPinThatKeepsFailingUntilItIsLoaded() {
        stands(1, status(Phase.FAILING, "a", 2));
        assertThat(findings.current()).isEmpty();

        stands(2, status(Phase.FAILING, "a", 3));
        assertThat(findings.current()).extracting(Finding::code).containsExactly("pin_failing");
        assertThat(findings.current().getFirst().message())
                .isEqualTo("m:latest is pinned and cannot be loaded on a: no memory (3 times in a row)");

        stands(3, status(Phase.LOADED, "a", 3));
        assertThat(findings.current()).isEmpty();

        stands(4, status(Phase.FAILING, null, 0));
        assertThat(findings.current()).as("no room").hasSize(1);
        stands(5);
        assertThat(findings.current()).as("unpinned").isEmpty();
    }

    @Test
    void anOlderStateThatComesLateIsNoNews() {
        stands(2, status(Phase.LOADED, "a", 0));
        stands(1, status(Phase.FAILING, "a", 3));

        assertThat(board.pins()).extracting(PinStatus::phase).containsExactly(Phase.LOADED);
        assertThat(findings.current()).isEmpty();
    }

    @Test
    void knowsWhereAPinKeepsItsModel() {
        assertThat(board.keeps(holder("a"))).isFalse();
        stands(1, status(Phase.WAITING, null, 0));
        assertThat(board.keeps(holder("a"))).as("wherever it is loaded next").isTrue();
        stands(2, status(Phase.LOADED, "b", 0));
        assertThat(board.keeps(holder("a"))).isFalse();
        assertThat(board.keeps(holder("b"))).isTrue();
        stands(3, new PinStatus(new Pin(PIN.model(), new NodeId("a")), Phase.WAITING, null, "", Instant.EPOCH, 0));
        assertThat(board.keeps(holder("b"))).isFalse();
    }

    @Test
    void waitsForWhatIsToCome() throws InterruptedException {
        assertThat(board.await(PIN, Duration.ofSeconds(9))).as("not pinned").isNull();
        stands(1, status(Phase.LOADING, "a", 0));
        assertThat(board.await(PIN, Duration.ofMillis(1)))
                .extracting(PinStatus::phase)
                .isEqualTo(Phase.LOADING);
        Thread.startVirtualThread(() -> stands(2, status(Phase.LOADED, "a", 0)));

        assertThat(board.await(PIN, Duration.ofMinutes(1)))
                .extracting(PinStatus::phase)
                .isEqualTo(Phase.LOADED);
    }
}
