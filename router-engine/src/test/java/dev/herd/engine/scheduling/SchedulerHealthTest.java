package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the scheduler does about machines that rest, leave and return.
class SchedulerHealthTest {
    private static final FleetSnapshot ONE =
            aFleet().node("a").has(model("m").withSlots(2)).build();
    private static final FleetSnapshot DOWN = aFleet().node("a")
            .is(UpstreamState.DOWN)
            .has(model("m").withSlots(2))
            .build();

    private static List<String> reasons(Play play, String refused) {
        return play.refusal(refused).candidates().stream()
                .map(Candidate::reason)
                .toList();
    }

    @Test
    void holdsATicketForTenSecondsThenRefusesIt() {
        Play play = new Play(DOWN).arrives("a");
        assertThat(play.all).contains(new Effect.Wait(ticket("a").at(Play.START).id(), true));

        play.after(9.999);
        assertThat(play.waiting()).containsExactly("a");
        assertThat(play.waiting("a").plannedNode()).isEmpty();
        play.after(0.001);

        assertThat(play.refusal("a").reason()).isEqualTo(Refusal.Reason.NO_ELIGIBLE_NODE);
        assertThat(play.refusal("a").retryAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(reasons(play, "a")).containsExactly("down");
    }

    @Test
    void grantsAHeldTicketWhenItsMachineComesBack() {
        Play play = new Play(DOWN).arrives("a").after(3);

        play.fleet(ONE);

        assertThat(play.grant("a").held()).isEqualTo(Duration.ofSeconds(3));
        assertThat(play.grant("a").queued()).isZero();
    }

    @Test
    void tellsTheTimeInTheHoldFromTheTimeInTheQueue() {
        FleetSnapshot slot = aFleet().node("a").has("m").build();
        FleetSnapshot down = aFleet().node("a").is(UpstreamState.DOWN).has("m").build();
        Play play = new Play(slot).arrives("runs").arrives("waits").after(2);

        play.fleet(down).after(4).fleet(slot).after(1).ends("runs");

        assertThat(play.grant("waits").held()).isEqualTo(Duration.ofSeconds(4));
        assertThat(play.grant("waits").queued()).isEqualTo(Duration.ofSeconds(3));
        assertThat(play.all)
                .filteredOn(effect -> effect instanceof Effect.Wait)
                .extracting(effect -> ((Effect.Wait) effect).held())
                .containsExactly(false, true, false);
    }

    @Test
    void countsEachHoldOnItsOwn() {
        FleetSnapshot slot = aFleet().node("a").has("m").build();
        FleetSnapshot down = aFleet().node("a").is(UpstreamState.DOWN).has("m").build();
        Play play = new Play(slot).takes("a", "m", 60).arrives("runs").arrives("waits");

        play.fleet(down).after(8).fleet(slot).after(1).fleet(down).after(8);

        assertThat(play.waiting()).containsExactly("waits");
    }

    @Test
    void countsTheHoldOnItsOwnAndNotAsWaiting() {
        QueueConfig impatient = new QueueConfig(Duration.ofSeconds(2), Duration.ofSeconds(10));
        FleetSnapshot slot = aFleet().node("a").has("m").build();
        FleetSnapshot down = aFleet().node("a").is(UpstreamState.DOWN).has("m").build();
        Play play = new Play(slot, impatient)
                .takes("a", "m", 1)
                .arrives("runs")
                .arrives("waits")
                .after(1);

        play.fleet(down).after(6).fleet(slot).after(0.999);
        assertThat(play.waiting()).containsExactly("waits");
        play.after(0.001);

        assertThat(play.refusal("waits").reason()).isEqualTo(Refusal.Reason.DEADLINE_PASSED);
    }

    @Test
    void holdsNobodyWhereThatIsSwitchedOff() {
        Play play = new Play(DOWN, new QueueConfig(Duration.ofMinutes(1), Duration.ZERO)).arrives("a");

        assertThat(play.refusal("a").retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void holdsNoLongerThanTheDeadline() {
        Play play = new Play(DOWN).arrives(ticket("a").before(Play.START.plusSeconds(2)));

        play.after(2);

        assertThat(play.refusal("a").reason()).isEqualTo(Refusal.Reason.DEADLINE_PASSED);
    }

    @Test
    void refusesAtOnceWhatNoTimeCanHelp() {
        Play play = new Play(ONE);

        play.arrives(ticket("unknown").forModels("x"));
        play.arrives(ticket("excluded").notOn("a"));

        assertThat(play.refused.keySet()).containsExactly("unknown", "excluded");
    }

    @Test
    void leavesAFullServerAloneForAMoment() {
        Play play = new Play(ONE).arrives("a");

        play.ends("a", new Outcome.UpstreamBusy(Duration.ofSeconds(3))).arrives("b");

        assertThat(play.waiting()).containsExactly("b");
        play.after(3);
        assertThat(play.grant("b").held()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void tellsHowLongAFullServerWantsToBeLeftAlone() {
        Play play = new Play(ONE).arrives("a");
        play.ends("a", new Outcome.UpstreamBusy(Duration.ofMinutes(2))).arrives("b");

        play.after(10);

        assertThat(reasons(play, "b")).containsExactly("the server said that it is full");
        assertThat(play.refusal("b").retryAfter()).isEqualTo(Duration.ofSeconds(110));
    }

    @Test
    void givesAPausedMachineNothingNewAndLetsTheRunningEnd() {
        Play play = new Play(ONE).arrives("runs");

        play.fleet(aFleet().node("a")
                .pausedUntil(Play.START.plusSeconds(3600))
                .has(model("m").withSlots(2))
                .build());
        play.arrives("waits").ends("runs").after(10);

        assertThat(reasons(play, "waits")).containsExactly("paused");
        assertThat(play.refusal("waits").retryAfter()).isEqualTo(Duration.ofSeconds(3590));
    }

    @Test
    void movesWhoWaitsForAMachineThatIsDrained() {
        FleetSnapshot both =
                aFleet().node("a").has("m").node("b").has(model("m")).build();
        Play play = new Play(both).takes("a", "m", 5).takes("b", "m", 50);
        play.arrives(ticket("first").pinnedTo("a")).arrives(ticket("second").pinnedTo("b"));
        play.arrives("waits");
        assertThat(play.waiting("waits").plannedNode()).isEqualTo("a");

        play.fleet(aFleet().node("a")
                .is(NodeState.DRAINING)
                .has("m")
                .node("b")
                .has("m")
                .build());

        assertThat(play.waiting("waits").plannedNode()).isEqualTo("b");
        play.ends("first");
        assertThat(play.granted).doesNotContainKey("waits");
        play.ends("second");
        assertThat(play.node("waits")).isEqualTo("b");
    }

    @Test
    void movesEachBehindThoseItMovedBefore() {
        Play play = new Play(aFleet().node("a")
                        .has("m")
                        .node("b")
                        .has("m")
                        .node("c")
                        .has("m")
                        .build())
                .takes("a", "m", 5)
                .takes("b", "m", 20)
                .takes("c", "m", 23);
        List.of("a", "b", "c").forEach(node -> play.arrives(ticket(node).pinnedTo(node)));
        play.arrives("one").arrives("two");
        assertThat(List.of(
                        play.waiting("one").plannedNode(), play.waiting("two").plannedNode()))
                .containsOnly("a");

        play.fleet(aFleet().node("a")
                .is(NodeState.DRAINING)
                .has("m")
                .node("b")
                .has("m")
                .node("c")
                .has("m")
                .build());

        assertThat(play.waiting("one").plannedNode()).isEqualTo("b");
        assertThat(play.waiting("two").plannedNode()).isEqualTo("c");
    }

    @Test
    void refusesOrMovesWhoWaitsForAModelThatIsGone() {
        FleetSnapshot both = aFleet().node("a").has("m").build();
        Play play = new Play(both).arrives("runs").arrives("waits");

        play.fleet(aFleet().node("a").has("other").build());

        assertThat(play.refused).containsKey("waits");
        play.ends("runs");
        assertThat(play.view().running()).isZero();
        play.fleet(both).arrives("next");
        assertThat(play.granted).containsKey("next");
    }

    @Test
    void knowsAnInstanceThatWentAndCameBackWhileItsTicketWaited() {
        FleetSnapshot both = aFleet().node("a").has("m").node("b").has("m").build();
        FleetSnapshot without =
                aFleet().node("a").has("other").node("b").has("m").build();
        Play play = new Play(both).takes("a", "m", 5).takes("b", "m", 50);
        play.arrives(ticket("first").pinnedTo("a")).arrives(ticket("second").pinnedTo("b"));
        play.arrives("waits");

        play.fleet(without).ends("first").fleet(both);

        assertThat(play.node("waits")).isEqualTo("a");
        assertThat(play.view().loads()).allMatch(load -> load.waiting() == 0);
    }

    @Test
    void countsALeaseOfAModelThatIsGoneUntilItEnds() {
        Play play = new Play(ONE).arrives("runs");

        play.fleet(aFleet().node("a").has("other").build());

        assertThat(play.view().running()).isEqualTo(1);
        assertThat(play.view().loads())
                .anyMatch(load ->
                        load.running() == 1 && load.holder().model().name().equals("m"));
        play.ends("runs").ends("runs");
        assertThat(play.view().running()).isZero();
    }
}
