package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.able;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.Lease;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.testing.FleetBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Measuring what nobody has measured.
class ProbingTest {
    private static final FleetSnapshot ONE = aFleet().node("a").has("m").build();

    private static Play rested(FleetSnapshot fleet) {
        return new Play(fleet).after(120);
    }

    @Test
    void measuresALoadedModelOnceItsMachineHasRestedForAMinute() {
        Play play = new Play(ONE).after(59);
        assertThat(play.probes).isEmpty();

        play.after(2);

        assertThat(play.probes)
                .extracting(Lease::holder)
                .extracting(holder -> holder.node().name())
                .containsExactly("a");
        assertThat(play.view().running()).isEqualTo(1);
    }

    @Test
    void measuresEachOnceAndTriesAgainAfterAnHourWhereThatFailed() {
        Play play = rested(ONE);
        play.ends(play.probes.getFirst(), Play.failed()).after(3000);
        assertThat(play.probes).hasSize(1);

        play.after(700);

        assertThat(play.probes).hasSize(2);
    }

    @Test
    void leavesAloneWhatIsMeasured() {
        Play play = new Play(ONE).rates("a", "m", 1000, 50, 100).after(7200);

        assertThat(play.probes).isEmpty();
    }

    @Test
    void leavesAMachineAloneThatWorksOrMayNot() {
        assertThat(new Play(ONE).arrives("r").after(300).probes).as("works").isEmpty();
        assertThat(rested(aFleet().node("a").is(NodeState.PAUSED).has("m").build()).probes)
                .as("paused")
                .isEmpty();
        assertThat(new Play(ONE)
                        .condition("a", new MachineCondition(-1, 1, true, 0.5, false))
                        .after(300)
                        .probes)
                .as("its person may return")
                .isEmpty();
    }

    @Test
    void loadsNothingToMeasureItAndMeasuresNoEmbedder() {
        assertThat(rested(aFleet().node("a").has(onDisk("m")).build()).probes).isEmpty();
        assertThat(rested(aFleet().node("a").has(able("m", Set.of("embedding"))).build()).probes)
                .isEmpty();
        assertThat(rested(aFleet().node("a")
                                .speaks(UpstreamKind.OPENAI)
                                .has("m")
                                .build())
                        .probes)
                .isEmpty();
    }

    @Test
    void givesWayToAPerson() {
        Play play = rested(ONE);
        play.knowledge.set(FleetBuilder.instance("a", "m"), 10, 1, -1, 100);

        play.arrives("chat");

        assertThat(play.preempted).isEqualTo(play.probes);
        play.ends(play.probes.getFirst(), new Outcome.Preempted());
        assertThat(play.node("chat")).isEqualTo("a");
    }
}
