package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.SampleMachine;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import java.time.Instant;
import dev.herd.app.testing.SampleWeek;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What a machine's state is called, why it is so, and the way out.
class NoticeTest {
    private static SampleMachine mini() {
        return SampleMachine.named("Mini").holds("llama3.1:8b", 9, 16_384, 2);
    }

    private static Machine shown(EngineSnapshot snapshot) {
        return FleetViewModel.of(snapshot, ModelHues.NONE, UnderWay.NOTHING)
                .machines()
                .getFirst();
    }

    private static Machine shown(SampleMachine machine) {
        return shown(new Fleets().machine(machine).now());
    }

    private static Notice notice(Machine machine) {
        return Objects.requireNonNull(machine.notice());
    }

    @Test
    void hasNothingToSayOfAMachineThatServesOrIdles() {
        assertThat(shown(mini()).notice()).isNull();
        assertThat(shown(mini()).state()).isEqualTo("Idle");
        assertThat(shown(mini()).offers().resume()).isEmpty();
    }

    @Test
    void letsServeAnywayInAMeeting() {
        Machine machine = shown(mini().meeting("camera in use"));

        assertThat(machine.condition()).isEqualTo(Condition.MEETING);
        assertThat(machine.state()).isEqualTo("In a meeting");
        assertThat(notice(machine))
                .isEqualTo(new Notice(
                        Notice.Tone.CALM,
                        "Camera in use",
                        "No new work here; it comes back by itself after the meeting.",
                        "Serve anyway"));
        assertThat(machine.offers().resume()).isEqualTo("Serve anyway");
    }

    @Test
    void doesNotTakeAPersonsPauseForTheMeeting() {
        Machine machine = shown(mini().meeting("camera in use").is(NodeState.PAUSED, "paused by a person", null));

        assertThat(machine.condition()).isEqualTo(Condition.PAUSED);
        assertThat(notice(machine).text()).isEqualTo("Takes nothing new until resumed.");
    }

    @Test
    void saysThatAMachineServesWhateverItsPersonDoes() {
        var guard = new Guard(Guard.State.SERVES_ANYWAY, "its person wants it to serve", null, Allowance.ALL);

        assertThat(notice(shown(mini().guarded(guard))))
                .isEqualTo(new Notice(
                        Notice.Tone.CALM,
                        "Its person wants it to serve",
                        "Serves whatever they do.",
                        "Step back again"));
    }

    @Test
    void saysWhatAPersonLeavesToTheFleet() {
        var working = new Guard(
                Guard.State.ACTIVE, "its person works with it", null, new Allowance(1, 20, Allowance.GoesOn.ALL, 0.5));
        var battery = new Guard(
                Guard.State.BATTERY, "on battery, 62 % left", null, Allowance.nothingNew(Allowance.GoesOn.ALL));

        assertThat(notice(shown(mini().guarded(working))).text()).isEqualTo("Takes short requests, one at a time.");
        assertThat(notice(shown(mini().guarded(battery))).title()).isEqualTo("On battery, 62 % left");
        assertThat(notice(shown(mini().guarded(battery))).text()).isEqualTo("Serves nobody but its own person.");
    }

    @Test
    void saysHowLongAMachineStillHoldsBack() {
        Instant until = Fleets.NOW.plusSeconds(110);
        var shortWork = new Allowance(1, 20, Allowance.GoesOn.ALL, 0.5);
        var after = new Guard(Guard.State.AFTER_MEETING, "just out of a meeting", until, shortWork);
        var active = new Guard(Guard.State.ACTIVE, "its person works with it", until, shortWork);
        var anyway = new Guard(Guard.State.SERVES_ANYWAY, "its person wants it to serve", until, Allowance.ALL);
        var ending = new Guard(
                Guard.State.MEETING, "in a meeting: camera in use", until, Allowance.nothingNew(Allowance.GoesOn.ALL));

        assertThat(notice(shown(mini().guarded(after))).title()).isEqualTo("Just out of a meeting");
        assertThat(notice(shown(mini().guarded(after))).text())
                .isEqualTo("Takes short requests, one at a time, for another 2 min.");
        assertThat(notice(shown(mini().guarded(active))).text())
                .isEqualTo("Takes short requests, one at a time, until nobody has touched it for another 2 min.");
        assertThat(notice(shown(mini().guarded(anyway))).text())
                .isEqualTo("Serves whatever they do, for another 2 min.");
        assertThat(notice(shown(mini().meeting("camera in use").guarded(ending)))
                        .text())
                .isEqualTo("No new work here, for another 2 min.");
    }

    @Test
    void saysWhatThisMachineIsUsedForAndOfNoOther() {
        List<Machine> machines = FleetViewModel.of(
                        Fleets.four()
                                .person(
                                        "builds software: the processor is 74 % busy",
                                        SampleWeek.ofWork().map())
                                .now(),
                        ModelHues.NONE,
                        UnderWay.NOTHING)
                .machines();

        assertThat(machines.getFirst().own()).isTrue();
        assertThat(machines.getFirst().use()).isEqualTo("Builds software: the processor is 74 % busy");
        assertThat(machines.subList(1, 4))
                .noneMatch(Machine::own)
                .allMatch(machine -> machine.use().isEmpty());
    }

    @Test
    void saysHowLongAPauseLastsAndWhatStillRuns() {
        SampleMachine machine = mini().is(NodeState.PAUSED, "paused by a person", Duration.ofMinutes(15));

        Machine shown = shown(new Fleets()
                .machine(machine)
                .load(machine.instance("llama3.1:8b"), 1, 0, 0)
                .now());

        assertThat(shown.state()).isEqualTo("Paused · 15 min");
        assertThat(notice(shown))
                .isEqualTo(new Notice(
                        Notice.Tone.CALM,
                        "Paused by a person",
                        "Takes nothing new for another 15 min. 1 request still runs.",
                        "Resume"));
    }

    @Test
    void countsABegunMinuteAsWhole() {
        assertThat(shown(mini().is(NodeState.PAUSED, "", Duration.ofMillis(14 * 60_000 + 1)))
                        .state())
                .isEqualTo("Paused · 15 min");
        assertThat(shown(mini().is(NodeState.PAUSED, "", Duration.ofMillis(29_500)))
                        .state())
                .isEqualTo("Paused · 30 s");
        assertThat(shown(mini().is(NodeState.PAUSED, "", Duration.ofMinutes(-1)))
                        .state())
                .isEqualTo("Paused · 0 s");
    }

    @Test
    void tellsDrainingFromDrained() {
        SampleMachine machine = mini().is(NodeState.DRAINING, "draining", null);
        Machine busy = shown(new Fleets()
                .machine(machine)
                .load(machine.instance("llama3.1:8b"), 2, 0, 0)
                .now());

        assertThat(busy.state()).isEqualTo("Draining · 2 left");
        assertThat(notice(busy).text()).isEqualTo("Takes nothing new. 2 requests still run.");
        assertThat(busy.offers().drainable()).isFalse();
        assertThat(shown(machine).state()).isEqualTo("Drained");
        assertThat(notice(shown(machine)).text()).contains("can be taken away");
        assertThat(notice(shown(machine)).way()).isEqualTo("Resume");
    }

    @Test
    void givesTheLikelyCauseAndWhatWasLastKnown() {
        Machine machine =
                shown(mini().is(NodeState.DOWN, "cannot connect to http://mini.local:11434: Connection refused", null));

        assertThat(machine.condition()).isEqualTo(Condition.DOWN);
        assertThat(notice(machine))
                .isEqualTo(new Notice(
                        Notice.Tone.FAULT,
                        "Unreachable",
                        "Cannot connect to http://mini.local:11434: Connection refused. The machine answers, but no"
                                + " model server listens there: it is probably not running. Last known: Ollama 0.12.6"
                                + " with 1 model.",
                        ""));
        assertThat(machine.work().runningValue()).isEqualTo("–");
    }

    @Test
    void advisesToRestartAServerThatHangs() {
        Machine machine = shown(mini().is(NodeState.WEDGED, "accepts connections and does not answer", null));

        assertThat(machine.state()).isEqualTo("Does not answer");
        assertThat(notice(machine).tone()).isEqualTo(Notice.Tone.FAULT);
        assertThat(notice(machine).text()).contains("Restart its model server");
    }

    @Test
    void tellsWhatPassesByItself() {
        assertThat(notice(shown(mini().is(NodeState.OVERLOADED, "says that it is full", null))))
                .isEqualTo(new Notice(
                        Notice.Tone.CAUTION, "Full", "Says that it is full. New requests go elsewhere or wait.", ""));
        assertThat(notice(shown(mini().is(NodeState.STARTING, "says that it is loading", null)))
                        .tone())
                .isEqualTo(Notice.Tone.CAUTION);
    }

    @Test
    void takesNothingForAFaultWhileHerdStarts() {
        Machine machine = shown(new Fleets()
                .state(EngineState.STARTING)
                .machine(mini().is(NodeState.DOWN, "not asked yet", null))
                .now());

        assertThat(machine.condition()).isEqualTo(Condition.LOOKING);
        assertThat(notice(machine).tone()).isEqualTo(Notice.Tone.CAUTION);
    }

    @Test
    void doesNotBlameAMachineForHavingNoServer() {
        var bare = new Node(
                new NodeId("own"), "Laptop", NodeKind.HERD, NodeState.DOWN, "no model server found", null, List.of());

        Machine machine = FleetViewModel.of(
                        new Fleets()
                                .node(bare, SampleMachine.named("Laptop").vitals())
                                .machine(mini())
                                .now(),
                        ModelHues.NONE,
                        UnderWay.NOTHING)
                .machines()
                .getFirst();

        assertThat(machine.condition()).isEqualTo(Condition.BARE);
        assertThat(notice(machine).tone()).isEqualTo(Notice.Tone.CAUTION);
    }

    @Test
    void namesTheServerThatFailsBesideOneThatServes() {
        var second = new Upstream(
                UpstreamId.parse("127.0.0.1:1234"),
                UpstreamKind.OPENAI,
                UpstreamState.DOWN,
                "cannot connect: Connection refused",
                "",
                false,
                List.of());

        assertThat(notice(shown(mini().beside(second))))
                .isEqualTo(new Notice(
                        Notice.Tone.CAUTION,
                        "127.0.0.1:1234 is down",
                        "Cannot connect: Connection refused. The others serve on.",
                        ""));
    }

    @Test
    void knowsWhatConnectionsSayWhenTheyFail() {
        assertThat(LikelyCause.of("no route to host")).contains("asleep");
        assertThat(LikelyCause.of("cannot connect to http://x:1: unknownhost")).contains("check the address");
        assertThat(LikelyCause.of("the server refuses: it wants an API key (key-env=NAME)"))
                .contains("API key");
        assertThat(LikelyCause.of("no connection to http://x:1")).contains("firewall");
        assertThat(LikelyCause.of("PKIX path building failed: certificate")).contains("certificate");
        assertThat(LikelyCause.of("what answers there is no model server that Herd knows"))
                .contains("Something else");
        assertThat(LikelyCause.of("something new")).isEmpty();
    }
}
