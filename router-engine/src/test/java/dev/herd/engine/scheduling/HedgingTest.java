package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.config.TenantWeights;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.placement.RequestClass;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Scenario 23: a second copy of what is late.
class HedgingTest {
    private static final FleetSnapshot TWO = aFleet().node("a")
            .has(model("m").withSlots(1))
            .node("b")
            .has(model("m").withSlots(1))
            .build();

    private static Play two() {
        return new Play(TWO).rates("a", "m", 1000, 50, 100).rates("b", "m", 500, 25, 100);
    }

    @Test
    void aCopyRunsWhereTheModelIsLoadedAndASlotFree() {
        Play play = two().arrives("chat").late("chat");

        assertThat(play.node("chat")).isEqualTo("a");
        assertThat(play.node("chat+")).isEqualTo("b");
    }

    @Test
    void noCopyWaitsForASlot() {
        Play play = two().arrives("chat").arrives("other").late("chat");

        assertThat(play.granted.keySet()).containsExactly("chat", "other");
        play.ends("other");
        assertThat(play.granted.keySet()).containsExactly("chat", "other");
    }

    @Test
    void noCopyLoadsAModel() {
        FleetSnapshot cold = aFleet().node("a")
                .has(model("m").withSlots(1))
                .node("b")
                .has(model("m").withSlots(1).withResidency(null))
                .build();
        Play play = new Play(cold).arrives("chat").late("chat");

        assertThat(play.granted.keySet()).containsExactly("chat");
    }

    @Test
    void onlyOneInTwentyIsSentTwice() {
        Play play = two();
        int copies = 0;
        for (int i = 0; i < 200; i++) {
            String id = "chat" + i;
            play.arrives(id).late(id);
            copies += play.granted.containsKey(id + "+") ? 1 : 0;
            if (play.granted.containsKey(id + "+")) {
                play.ends(id + "+");
            }
            play.ends(id).after(1);
        }

        // The copies are requests too.
        assertThat(copies).isBetween(10, 11);
    }

    @Test
    void aQuietHourDoesNotPayForAStorm() {
        Play play = two();
        for (int i = 0; i < 1000; i++) {
            play.arrives("chat" + i).ends("chat" + i).after(1);
        }
        int copies = 0;
        for (int i = 0; i < 10; i++) {
            String id = "late" + i;
            play.arrives(id).late(id);
            copies += play.granted.containsKey(id + "+") ? 1 : 0;
            if (play.granted.containsKey(id + "+")) {
                play.ends(id + "+");
            }
            play.ends(id).after(1);
        }

        assertThat(copies).isEqualTo(3);
    }

    @Test
    void lateIsTwiceWhatWasPredictedAndAtLeastTwoSeconds() {
        Play play = two();
        var config = new QueueConfig(Duration.ofMinutes(10), Duration.ofSeconds(10), 0, TenantWeights.EQUAL, true);
        var hedging = new Scheduler(config, play.knowledge);
        play.arrives(ticket("short").prompt(100));
        assertThat(hedging.lateAfter(play.lease("short"))).contains(Duration.ofSeconds(2));

        play.ends("short").arrives(ticket("long").prompt(10_000));
        // Ten seconds at 1,000 tokens per second.
        assertThat(hedging.lateAfter(play.lease("long"))).contains(Duration.ofMillis(19_300));
        assertThat(new Scheduler(QueueConfig.DEFAULT, play.knowledge).lateAfter(play.lease("long")))
                .as("off unless asked for")
                .isEmpty();
    }

    @Test
    void nobodyWaitsForBatchWork() {
        Play play = two().arrives(ticket("night").as(RequestClass.BATCH));

        assertThat(Hedging.lateAfter(play.lease("night"))).isEmpty();
    }
}
