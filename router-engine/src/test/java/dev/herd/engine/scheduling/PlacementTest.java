package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.FleetSnapshot;
import org.junit.jupiter.api.Test;

/// Candidates that are as good as equal.
class PlacementTest {
    private static FleetSnapshot three(int slots) {
        return aFleet().node("c")
                .has(model("m").withSlots(slots))
                .node("a")
                .has(model("m").withSlots(slots))
                .node("b")
                .has(model("m").withSlots(slots))
                .build();
    }

    @Test
    void takesTheFirstByPlaceAmongTrulyEqualOnes() {
        assertThat(new Play(three(1)).arrives("x").node("x")).isEqualTo("c");
    }

    @Test
    void takesTheOneWithTheFewestRequestsPerSlotAmongEqualOnes() {
        Play play = new Play(three(4)).takes("a", "m", 10).takes("b", "m", 10.4).takes("c", "m", 10.2);

        for (int i = 0; i < 6; i++) {
            play.arrives("r" + i);
        }

        assertThat(play.granted.keySet().stream().map(play::node)).containsExactly("a", "c", "b", "a", "c", "b");
    }

    @Test
    void takesTheCheaperOneWhenTheDifferenceIsReal() {
        Play play = new Play(three(4)).takes("a", "m", 10).takes("b", "m", 10.6).takes("c", "m", 10.6);

        for (int i = 0; i < 4; i++) {
            play.arrives("r" + i);
        }

        assertThat(play.granted.keySet().stream().map(play::node)).containsOnly("a");
    }

    @Test
    void takesShortDifferencesForEqualHoweverLargeTheirShare() {
        Play play = new Play(three(4)).takes("a", "m", 0.1).takes("b", "m", 0.2).takes("c", "m", 0.26);

        play.arrives("r0").arrives("r1").arrives("r2");

        assertThat(play.node("r0")).isEqualTo("a");
        assertThat(play.node("r1")).isEqualTo("b");
        assertThat(play.node("r2")).as("c is 160 ms away").isEqualTo("a");
    }

    @Test
    void comparesRequestsPerSlotNotRequests() {
        Play play = new Play(aFleet().node("big")
                        .has(model("m").withSlots(8))
                        .node("small")
                        .has(model("m").withSlots(1))
                        .build())
                .takes("big", "m", 10)
                .takes("small", "m", 10);
        play.arrives(ticket("one").pinnedTo("big")).arrives(ticket("two").pinnedTo("big"));
        play.arrives(ticket("three").pinnedTo("small"));

        play.arrives("next");

        assertThat(play.node("next")).isEqualTo("big");
    }
}
