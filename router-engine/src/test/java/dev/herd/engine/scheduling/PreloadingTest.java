package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.sized;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.placement.MachineCondition;
import org.junit.jupiter.api.Test;

/// Models that are soon asked for again, loaded on a machine that rests.
class PreloadingTest {
    private static final long GB = 1_000_000_000L;

    private static HostedModel loaded(String name, double gigabytes) {
        long bytes = Math.round(gigabytes * GB);
        return sized(name, bytes).withResidency(new Residency(8192, bytes, bytes, null));
    }

    private static FleetSnapshot fleet(long version, HostedModel... models) {
        var fleet = aFleet().node("n");
        for (HostedModel model : models) {
            fleet.has(model);
        }
        return fleet.build(version);
    }

    /// `m` and `o` are loaded, 30 GB each with room for one and a half, and have been asked for that often.
    private static Play asked(int forM, int forO) {
        Play play = new Play(fleet(1, loaded("m", 30), loaded("o", 30)));
        play.condition("n", new MachineCondition(65 * GB, 1, false, 0, false));
        play.takes("n", "m", 1).takes("n", "o", 1).loads("n", "m", 10).loads("n", "o", 10);
        ask(play, "m", forM);
        ask(play, "o", forO);
        return play;
    }

    private static void ask(Play play, String model, int times) {
        for (int i = 0; i < times; i++) {
            String id = model + i;
            play.arrives(ticket(id).forModels(model)).after(1).ends(id);
        }
    }

    @Test
    void loadsWhatLeftMemoryAndIsSoonAskedForOnceTheMachineRests() {
        Play play = asked(5, 0).fleet(fleet(2, sized("m", 30 * GB), loaded("o", 30)));
        assertThat(play.loads).isEmpty();

        play.after(5);

        assertThat(play.loaded()).containsExactly("m@n");
        assertThat(play.loads.getFirst().why()).isEqualTo(Effect.Why.DEMAND);
        assertThat(play.loaded("out of memory").after(300).loads)
                .as("not at once again")
                .hasSize(1);
    }

    @Test
    void loadsNothingThatIsRarelyAskedFor() {
        assertThat(asked(1, 0)
                        .fleet(fleet(2, sized("m", 30 * GB), loaded("o", 30)))
                        .after(60)
                        .loads)
                .isEmpty();
        assertThat(asked(5, 0)
                        .after(3600)
                        .fleet(fleet(2, sized("m", 30 * GB), loaded("o", 30)))
                        .after(60)
                        .loads)
                .as("an hour ago")
                .isEmpty();
    }

    @Test
    void evictsOnlyWhatIsWorthLessThanHalf() {
        MachineCondition room = new MachineCondition(40 * GB, 1, false, 0, false);
        Play wanted = asked(8, 8).condition("n", room);
        Play spare = asked(8, 0).condition("n", room);

        wanted.fleet(fleet(2, sized("m", 30 * GB), loaded("o", 30))).after(20);
        spare.fleet(fleet(2, sized("m", 30 * GB), loaded("o", 30))).after(20);

        assertThat(wanted.loads).as("the other is asked for as often").isEmpty();
        assertThat(spare.loaded()).containsExactly("m@n");
        assertThat(spare.unloaded).containsExactly("o@n");
    }

    @Test
    void leavesAPersonsMachineAlone() {
        Play personal = asked(8, 0).condition("n", new MachineCondition(65 * GB, 1, true, 0, false));

        assertThat(personal.fleet(fleet(2, sized("m", 30 * GB), loaded("o", 30)))
                        .after(60)
                        .loads)
                .isEmpty();
    }

    @Test
    void doesNotBringBackWhatSomebodyUnloaded() {
        Play play = asked(8, 0).tell(new Event.Unwanted(ModelRef.of("m"), Play.START));

        assertThat(play.fleet(fleet(2, sized("m", 30 * GB), loaded("o", 30))).after(60).loads)
                .isEmpty();
    }

    @Test
    void loadsNothingThatAnotherMachineHasInMemory() {
        Play play = new Play(aFleet().node("a")
                .has(loaded("m", 30))
                .node("b")
                .has(sized("m", 30 * GB))
                .build());
        play.takes("a", "m", 1);
        ask(play, "m", 8);

        assertThat(play.after(60).loads).isEmpty();
    }
}
