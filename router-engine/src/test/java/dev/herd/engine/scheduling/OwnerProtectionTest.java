package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Allowance.GoesOn;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.RequestClass;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the scheduler does for the people at the machines.
class OwnerProtectionTest {
    private static final FleetSnapshot TWO = aFleet().node("laptop")
            .has(model("m").withSlots(4))
            .node("studio")
            .has(model("m").withSlots(4))
            .build();
    private static final GoesOn ALMOST_DONE = new GoesOn(0, 10);

    private static Guard guard(Guard.State state, Allowance allowance) {
        return new Guard(state, "because", null, allowance);
    }

    private static MachineCondition condition(Guard guard) {
        return new MachineCondition(-1, 1, true, 0, false, guard);
    }

    private static MachineCondition meeting() {
        return condition(guard(Guard.State.MEETING, Allowance.nothingNew(ALMOST_DONE)));
    }

    private static MachineCondition shortJobs() {
        return condition(
                guard(Guard.State.ACTIVE, new Allowance(1, 20, new GoesOn(20, Double.POSITIVE_INFINITY), 0.5)));
    }

    private static Play play() {
        return new Play(TWO).takes("laptop", "m", 30).takes("studio", "m", 40);
    }

    private static List<String> steppedBack(Play play) {
        return play.all.stream()
                .filter(Effect.StepBack.class::isInstance)
                .map(effect -> ((Effect.StepBack) effect).lease().ticket().id().value())
                .toList();
    }

    @Test
    void aMeetingTakesBackAllThatRunsButForStreamsThatAreAlmostDone() {
        Play play = play().arrives(ticket("old").pinnedTo("laptop")).after(25);
        play.arrives(ticket("young").pinnedTo("laptop"));

        play.condition("laptop", meeting());

        assertThat(steppedBack(play)).containsExactly("old", "young");
        Effect.StepBack old = (Effect.StepBack) play.all.stream()
                .filter(Effect.StepBack.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(old.secondsLeft())
                .as("both run: each goes on at half its speed")
                .isBetween(4.0, 10.0);
        assertThat(old.goesOn()).isEqualTo(ALMOST_DONE);
    }

    @Test
    void whatStepsBackBeginsElsewhereWithItsOldPlace() {
        Play play = play().arrives(ticket("a").pinnedTo("studio")).arrives(ticket("b"));
        assertThat(play.node("b")).isEqualTo("laptop");

        play.condition("laptop", meeting()).makesWay("b");

        assertThat(play.node("b")).isEqualTo("studio");
    }

    @Test
    void nothingNewGoesThereAndTheReasonIsTold() {
        Play play = play().condition("laptop", meeting()).arrives(ticket("a"));

        assertThat(play.node("a")).isEqualTo("studio");
        Candidate laptop = play.lease("a").decision().candidates().stream()
                .filter(candidate -> candidate.nodeName().equals("laptop"))
                .findFirst()
                .orElseThrow();
        assertThat(laptop.objection().code()).isEqualTo(Objection.Code.PERSON);
        assertThat(laptop.reason()).isEqualTo("its person comes first: because");
    }

    @Test
    void whoWaitsForAMachineThatClosesGoesElsewhere() {
        Play play = new Play(
                        aFleet().node("laptop").has("m").node("studio").has("m").build())
                .takes("laptop", "m", 10)
                .takes("studio", "m", 100);
        play.arrives(ticket("a").pinnedTo("laptop"))
                .arrives(ticket("b").pinnedTo("studio"))
                .arrives(ticket("c"));
        assertThat(play.waiting("c").plannedNode()).isEqualTo("laptop");

        play.condition("laptop", meeting());

        assertThat(play.waiting("c").plannedNode()).isEqualTo("studio");
    }

    @Test
    void whileItsPersonWorksItTakesShortRequestsOneAtATime() {
        Play play = new Play(TWO).takes("laptop", "m", 15).takes("studio", "m", 90);
        play.condition("laptop", shortJobs()).arrives(ticket("short")).arrives(ticket("second"));
        assertThat(play.node("short")).isEqualTo("laptop");
        assertThat(play.waiting("second").etaSeconds()).isBetween(14.0, 15.1);

        play.after(15).ends("short");

        assertThat(play.node("second")).isEqualTo("laptop");
    }

    @Test
    void whileItsPersonWorksLongRequestsGoElsewhere() {
        Play play = play().condition("laptop", shortJobs()).arrives(ticket("long"));

        assertThat(play.node("long")).isEqualTo("studio");
    }

    @Test
    void whenItsPersonBeginsToWorkWhatIsShortOrBegunGoesOn() {
        Play play = play().arrives(ticket("a").pinnedTo("laptop")).after(15);
        play.condition("laptop", shortJobs());
        assertThat(steppedBack(play)).as("15 s left").isEmpty();

        Play other = play().arrives(ticket("a").pinnedTo("laptop"));
        other.condition("laptop", shortJobs());

        assertThat(steppedBack(other))
                .as("its client decides whether it has begun")
                .containsExactly("a");
    }

    @Test
    void itsOwnPersonMayHaveWhatTheMachineKeepsFromOthers() {
        FleetSnapshot alone = aFleet().node("laptop").has("m").build();
        Play play = new Play(alone).takes("laptop", "m", 60);
        play.condition("laptop", condition(guard(Guard.State.BATTERY, Allowance.nothingNew(GoesOn.ALL))));

        play.arrives(ticket("theirs").from("laptop")).arrives(ticket("others"));

        assertThat(play.node("theirs")).isEqualTo("laptop");
        assertThat(play.granted).doesNotContainKey("others");
    }

    @Test
    void itsOwnPersonIsNotServedInAMeetingEither() {
        Play play = new Play(aFleet().node("laptop").has("m").build())
                .condition("laptop", meeting())
                .arrives(ticket("theirs").from("laptop"));

        assertThat(play.granted).isEmpty();
    }

    @Test
    void itsOwnPersonGoesElsewhereWhereThatIsPossible() {
        Play play = play().condition("laptop", shortJobs()).arrives(ticket("a").from("laptop"));

        assertThat(play.node("a")).isEqualTo("studio");
    }

    @Test
    void theChanceOfAReturnSendsLongWorkElsewhereAndShortWorkNot() {
        Play play = new Play(TWO).takes("laptop", "m", 240).takes("studio", "m", 300);
        play.condition("laptop", new MachineCondition(-1, 1, true, 0.9, false));

        play.arrives(ticket("batch").as(RequestClass.BATCH));

        assertThat(play.node("batch")).isEqualTo("studio");
        Play chat = new Play(TWO).takes("laptop", "m", 5).takes("studio", "m", 8);
        chat.condition("laptop", new MachineCondition(-1, 1, true, 0.9, false)).arrives(ticket("chat"));
        assertThat(chat.node("chat")).isEqualTo("laptop");
    }

    @Test
    void aServerThatTurnsOutToStandAtSomebodysMachineIsGuardedWithIt() {
        FleetSnapshot found = aFleet().node("server").has("m").build();
        Node plain = found.nodes().getFirst();
        var moved = new Node(new NodeId("laptop"), "laptop", NodeKind.HERD, plain.state(), "", null, plain.upstreams());
        Play play = new Play(found).takes("server", "m", 5);

        play.fleet(new FleetSnapshot(2, List.of(moved))).condition("laptop", meeting());
        play.arrives(ticket("a"));

        assertThat(play.granted).isEmpty();
    }

    @Test
    void aMachineThatOpensAgainIsUsedAtOnce() {
        Play play = new Play(aFleet().node("laptop").has("m").build()).takes("laptop", "m", 5);
        play.condition("laptop", meeting()).arrives(ticket("a"));
        assertThat(play.granted).isEmpty();

        play.after(3).condition("laptop", MachineCondition.UNKNOWN);

        assertThat(play.node("a")).isEqualTo("laptop");
    }

    @Test
    void aMeetingOnAMachineShortOfMemoryFreesItAsSoonAsNothingRuns() {
        Play play = new Play(aFleet().node("laptop").has("m").has("idle").build())
                .takes("laptop", "m", 30)
                .arrives(ticket("a"));
        Guard meeting =
                guard(Guard.State.MEETING, Allowance.nothingNew(ALMOST_DONE).withoutModels());

        play.condition("laptop", condition(meeting));
        assertThat(play.unloaded).containsExactly("idle@laptop");
        play.ends("a", new Outcome.Preempted());

        assertThat(play.unloaded).containsExactly("idle@laptop", "m@laptop");
    }
}
