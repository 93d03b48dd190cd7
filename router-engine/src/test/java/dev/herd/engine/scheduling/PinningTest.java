package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.sized;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.PinStatus.Phase;
import dev.herd.engine.testing.FleetBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Pinned models: loaded, kept, and given room before everything else.
class PinningTest {
    private static final long GB = 1_000_000_000L;

    private static MachineCondition memory(double gigabytes) {
        return new MachineCondition(Math.round(gigabytes * GB), 1, false, 0, false);
    }

    private static HostedModel cold(String name, double gigabytes) {
        return sized(name, Math.round(gigabytes * GB));
    }

    private static HostedModel loaded(String name, double gigabytes) {
        return loaded(name, gigabytes, null);
    }

    private static HostedModel loaded(String name, double gigabytes, @Nullable Instant until) {
        long bytes = Math.round(gigabytes * GB);
        return sized(name, bytes).withResidency(new Residency(8192, bytes, bytes, until));
    }

    private static FleetSnapshot one(long version, HostedModel... models) {
        FleetBuilder fleet = aFleet().node("n");
        for (HostedModel model : models) {
            fleet.has(model);
        }
        return fleet.build(version);
    }

    private static Play on(double gigabytes, HostedModel... models) {
        return new Play(one(1, models)).condition("n", memory(gigabytes));
    }

    @Test
    void loadsAPinnedModelAndIsContentOnceItIsThere() {
        Play play = on(50, cold("m", 20)).pins("m", "");

        assertThat(play.loaded()).containsExactly("m@n");
        assertThat(play.loads.getFirst().why()).isEqualTo(Effect.Why.PIN);
        assertThat(play.pin().phase()).isEqualTo(Phase.LOADING);

        play.after(5).fleet(one(2, loaded("m", 20))).loaded("");

        assertThat(play.pin().phase()).isEqualTo(Phase.LOADED);
        assertThat(play.view().loads()).as("for those who look").allMatch(SchedulerView.Load::pinned);
        assertThat(play.pin().reason()).isEmpty();
        assertThat(play.after(3600).loaded()).hasSize(1);
    }

    @Test
    void loadsItAgainWhenItsServerLetItGo() {
        Play play = on(50, loaded("m", 20)).takes("n", "m", 1).pins("m", "").after(600);

        play.fleet(one(2, cold("m", 20)));

        assertThat(play.loaded()).containsExactly("m@n");
    }

    @Test
    void doesNotFightWhoPushesItOutAtOnce() {
        Play play = on(50, loaded("m", 20)).pins("m", "").after(10);

        play.fleet(one(2, cold("m", 20)));

        assertThat(play.loads).isEmpty();
        assertThat(play.pin().reason()).contains("left memory again");
        assertThat(play.after(6).loaded()).containsExactly("m@n");
    }

    @Test
    void waitsLongerAfterEachFailureAndSaysWhy() {
        Play play = on(50, cold("m", 20)).pins("m", "").loaded("out of memory");

        assertThat(play.pin().phase()).isEqualTo(Phase.FAILING);
        assertThat(play.pin().reason()).isEqualTo("out of memory");
        assertThat(play.after(4).loads).hasSize(1);
        assertThat(play.after(2).loads).hasSize(2);
        play.loaded("out of memory");
        assertThat(play.after(29).loads).hasSize(2);
        assertThat(play.after(2).loads).hasSize(3);
        play.loaded("out of memory");
        assertThat(play.pin().failures()).isEqualTo(3);
        assertThat(play.after(299).loads).hasSize(3);
        assertThat(play.after(2).loads).hasSize(4);

        play.fleet(one(2, loaded("m", 20))).loaded("").after(61).fleet(one(3, loaded("m", 20)));

        assertThat(play.pin().phase()).isEqualTo(Phase.LOADED);
        assertThat(play.pin().failures()).isZero();
    }

    @Test
    void countsALoadThatCameToNothingAsAFailure() {
        Play play = on(50, cold("m", 20)).pins("m", "").loaded("");

        assertThat(play.pin().phase()).isEqualTo(Phase.FAILING);
        assertThat(play.pin().failures()).isEqualTo(1);
    }

    @Test
    void unloadsAnIdleModelFirstAndNeverStandsBehindABusyOne() {
        Play play = on(50, loaded("v", 40), cold("m", 20))
                .takes("n", "v", 25)
                .arrives(ticket("r").forModels("v"));
        play.pins("m", "");

        assertThat(play.loads).isEmpty();
        assertThat(play.pin().phase()).isEqualTo(Phase.WAITING);
        assertThat(play.pin().reason()).contains("has to end first");

        play.after(25).ends("r");

        assertThat(play.loaded()).containsExactly("m@n");
        assertThat(play.unloaded).containsExactly("v@n");
    }

    @Test
    void loadsOneAtATimeOnAMachine() {
        Play play = on(50, cold("m", 20), cold("o", 20)).pins("m", "").pins("o", "");

        assertThat(play.loaded()).containsExactly("m@n");
        play.after(3).fleet(one(2, loaded("m", 20), cold("o", 20))).loaded("").after(2);

        assertThat(play.loaded()).containsExactly("m@n", "o@n");
    }

    @Test
    void neverEvictsAPinnedModelAndRefusesWithTheSum() {
        Play play = on(50, loaded("m", 20), cold("big", 40)).pins("m", "");

        play.arrives(ticket("r").forModels("big")).after(11);

        assertThat(play.unloaded).isEmpty();
        var candidate = play.refusal("r").candidates().getFirst();
        assertThat(candidate.objection().code()).isEqualTo(Objection.Code.MEMORY);
        assertThat(candidate.reason()).contains("37.3 GiB").contains("46.6 GiB").contains("18.6 GiB are kept for m");
    }

    @Test
    void keepsThePlaceOfAModelThatIsNotThereYet() {
        Play play = new Play(aFleet().node("n")
                .is(NodeState.PAUSED)
                .has(cold("m", 20))
                .has(loaded("o", 25))
                .has(cold("p", 25))
                .build());
        play.condition("n", memory(50)).pins("m", "n");
        assertThat(play.pin().reason()).isEqualTo("n is paused");

        play.fleet(aFleet().node("n")
                .has(cold("m", 20))
                .has(loaded("o", 25))
                .has(cold("p", 25))
                .build(2));
        play.loaded("no").arrives(ticket("r").forModels("p"));

        assertThat(play.unloaded).as("25 and 25 would fit without the pin").containsExactly("o@n");
    }

    @Test
    void refusesAPinForWhichThoseBeforeItLeaveNoRoom() {
        Play play = on(50, cold("m", 20), cold("big", 40)).pins("m", "");

        assertThat(play.scheduler.objection(Play.pin("big", "")))
                .contains("n: needs 37.3 GiB")
                .contains("18.6 GiB are kept for m");
        assertThat(play.scheduler.objection(Play.pin("m", "n"))).isEmpty();
        assertThat(play.unpins("m", "").scheduler.objection(Play.pin("big", "")))
                .isEmpty();
    }

    @Test
    void neverRefusesAPinForMemoryThatIsUnknown() {
        Play play = new Play(one(1, cold("m", 500)));

        assertThat(play.scheduler.objection(Play.pin("m", ""))).isEmpty();
        assertThat(play.pins("m", "").loaded()).containsExactly("m@n");
    }

    @Test
    void aPinForAnyMachineIsContentWithOneAndAPinForOneIsNot() {
        FleetSnapshot both = aFleet().node("a")
                .has(loaded("m", 20))
                .node("b")
                .has(cold("m", 20))
                .build();

        assertThat(new Play(both).pins("m", "").loads).isEmpty();
        assertThat(new Play(both).pins("m", "b").loaded()).containsExactly("m@b");
    }

    @Test
    void aPinForAnyMachineTakesThatWithRoomAndAnotherAfterAFailure() {
        Play play = new Play(aFleet().node("a")
                .has(cold("m", 20))
                .node("b")
                .has(cold("m", 20))
                .node("c")
                .has(cold("m", 20))
                .build());
        play.condition("a", memory(10)).takes("b", "m", 9).takes("c", "m", 3);

        play.pins("m", "");
        assertThat(play.loaded()).as("the faster of those with room").containsExactly("m@c");

        play.loaded("broken").after(6);
        assertThat(play.loaded()).containsExactly("m@c", "m@b");
    }

    @Test
    void followsAMachineThatGoes() {
        FleetSnapshot both = aFleet().node("a")
                .has(loaded("m", 20))
                .node("b")
                .has(cold("m", 20))
                .build();
        Play play = new Play(both).pins("m", "");

        play.fleet(aFleet().node("a")
                .is(UpstreamState.DOWN)
                .has(loaded("m", 20))
                .node("b")
                .has(cold("m", 20))
                .build(2));

        assertThat(play.after(61).loaded()).containsExactly("m@b");
    }

    @Test
    void letsARequestThatLoadsItDoTheWork() {
        Play play = on(50, cold("m", 20)).arrives("r").pins("m", "");

        assertThat(play.loads).isEmpty();
        assertThat(play.pin().phase()).isEqualTo(Phase.LOADING);
    }

    @Test
    void aRequestWaitsForTheLoadThatGoesOnAndBeginsNone() {
        Play play =
                on(50, cold("m", 20)).loads("n", "m", 8).pins("m", "").after(3).arrives("r");

        assertThat(play.chosen("r").load()).isBetween(4.9, 5.1);
    }

    @Test
    void tellsTheServerToKeepWhatItWouldLetGo() {
        Play play = new Play(one(1, loaded("m", 20, Play.START.plusSeconds(300)))).pins("m", "");

        assertThat(play.pin().phase()).isEqualTo(Phase.LOADED);
        assertThat(play.loaded()).containsExactly("m@n");
        assertThat(play.loads.getFirst().first()).isEmpty();

        play.loaded("").fleet(one(2, loaded("m", 20, Play.START.plusSeconds(100_000_000))));

        assertThat(play.after(3600).loads).hasSize(1);
    }

    @Test
    void loadsNothingWhileMemoryIsShortAndServesWhatIsThere() {
        Play play = on(50, cold("m", 20), loaded("o", 20))
                .condition("n", new MachineCondition(50 * GB, 1, false, 0, true))
                .pins("m", "");

        assertThat(play.loads).isEmpty();
        assertThat(play.pin().reason()).contains("memory is short");
        assertThat(play.arrives(ticket("r").forModels("o")).node("r")).isEqualTo("n");
        assertThat(play.condition("n", memory(50)).loaded()).containsExactly("m@n");
    }

    @Test
    void keepsTheMemoryOfOneRunnerOnceForAllItsNames() {
        Play play = on(10, FleetBuilder.weighing("a", "w"), FleetBuilder.weighing("b", "w"), cold("c", 5));
        play.pins("a", "").pins("b", "");

        assertThat(play.scheduler.objection(Play.pin("c", ""))).isEmpty();
        assertThat(play.arrives(ticket("r").forModels("c")).node("r")).isEqualTo("n");
        assertThat(play.unpins("a", "").unpins("b", "").pins).isEmpty();
    }

    @Test
    void takesAPinBack() {
        Play play = on(50, loaded("m", 20), cold("big", 40)).pins("m", "").unpins("m", "");

        assertThat(play.pins).isEmpty();
        play.arrives(ticket("r").forModels("big"));
        assertThat(play.unloaded).containsExactly("m@n");
    }

    @Test
    void keepsWhatHasJustComeForAsLongAsItsLoadTook() {
        Play play = on(50, cold("a", 40), cold("b", 40)).takes("n", "a", 2).takes("n", "b", 2);
        play.loads("n", "a", 12).loads("n", "b", 12).arrives(ticket("a").forModels("a"));
        play.after(12).fleet(one(2, loaded("a", 40), cold("b", 40))).after(2).ends("a");

        play.arrives(ticket("b").forModels("b"));

        assertThat(play.granted).doesNotContainKey("b");
        assertThat(play.after(9).granted).doesNotContainKey("b");
        assertThat(play.after(2).node("b")).isEqualTo("n");
        assertThat(play.unloaded).containsExactly("a@n");
    }
}
