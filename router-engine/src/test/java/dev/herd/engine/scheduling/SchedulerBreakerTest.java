package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.instance;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Instances that answer their inventory and fail requests.
class SchedulerBreakerTest {
    private static final FleetSnapshot ONE =
            aFleet().node("a").has(model("m").withSlots(2)).build();
    private static final FleetSnapshot DOWN = aFleet().node("a")
            .is(UpstreamState.DOWN)
            .has(model("m").withSlots(2))
            .build();

    private int count;

    private String next() {
        return "r" + count++;
    }

    private Play failing(Play play, int times) {
        for (int i = 0; i < times; i++) {
            String id = next();
            play.arrives(id).ends(id, Play.failed());
        }
        return play;
    }

    private static List<String> reasons(Play play, String refused) {
        return play.refusal(refused).candidates().stream()
                .map(Candidate::reason)
                .toList();
    }

    @Test
    void opensTheBreakerAfterThreeFailures() {
        Play play = failing(new Play(ONE), 2).arrives("third");

        play.ends("third", Play.failed()).arrives("next");

        assertThat(play.waiting()).containsExactly("next");
        play.after(5);
        assertThat(play.granted).as("half open after the back-off").containsKey("next");
        assertThat(play.grant("next").held()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void saysWhenTheBreakerLetsTheNextOneThrough() {
        Play play = failing(new Play(ONE, new QueueConfig(Duration.ofMinutes(1), Duration.ofSeconds(2))), 3);

        play.after(1.5).arrives("a").after(2);

        assertThat(reasons(play, "a")).containsExactly("failed repeatedly; tried again in 2 s");
        assertThat(play.refusal("a").retryAfter()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void letsOneThroughAtATimeWhileTheBreakerIsHalfOpen() {
        Play play = failing(new Play(ONE), 3).after(5);

        play.arrives("probe").arrives("waits");

        assertThat(play.granted).containsKey("probe").doesNotContainKey("waits");
        play.ends("probe").arrives("more");
        assertThat(play.granted).as("closed, both slots").containsKeys("waits", "more");
    }

    @Test
    void doublesTheBackOffEachTimeTheProbeFails() {
        Play play = failing(new Play(ONE), 3);

        for (int seconds : new int[] {5, 10, 20, 40, 80, 160, 300, 300}) {
            String early = next();
            play.after(seconds - 0.1).arrives(early).leaves(early);
            assertThat(play.granted).doesNotContainKey(early);
            String probe = next();
            play.after(0.1).arrives(probe).ends(probe, Play.failed());
        }
    }

    @Test
    void forgetsFailuresThatAreOlderThanAMinute() {
        Play play = failing(new Play(ONE), 1).after(40);
        failing(play, 1).after(40);

        failing(play, 1).arrives("next");

        assertThat(play.granted).as("not three within a minute").containsKey("next");
    }

    @Test
    void forgetsFailuresWhenItServesAgain() {
        Play play = failing(new Play(ONE), 2).arrives("good").ends("good");

        failing(play, 2).arrives("next");

        assertThat(play.granted).containsKey("next");
    }

    @Test
    void blamesNobodyForWhatIsNotItsFault() {
        Play play = new Play(ONE);
        for (Outcome outcome :
                List.of(new Outcome.RequestRefused(), new Outcome.Abandoned(), new Outcome.ModelGone())) {
            for (int i = 0; i < 5; i++) {
                String id = next();
                play.arrives(id).ends(id, outcome);
            }
        }

        play.arrives("next");

        assertThat(play.granted).containsKey("next");
    }

    @Test
    void countsABlameThatComesAfterTheLease() {
        Play play = new Play(ONE);
        for (int i = 0; i < 3; i++) {
            play.tell(new Event.Blamed(instance("a", "m"), play.now()));
        }
        play.tell(new Event.Blamed(instance("gone", "m"), play.now()));

        play.arrives("next");

        assertThat(play.waiting()).containsExactly("next");
    }

    @Test
    void keepsTheBreakersOfTwoModelsApart() {
        Play play = failing(new Play(aFleet().node("a").has("m").has("other").build()), 3);

        play.arrives(ticket("next").forModels("other"));

        assertThat(play.node("next")).isEqualTo("a");
    }

    @Test
    void givesAReturningMachineACleanRecord() {
        Play play = failing(new Play(ONE), 3).fleet(DOWN);

        play.fleet(ONE).arrives("next");

        assertThat(play.granted).containsKey("next");
    }

    @Test
    void takesTheRetryTimeFromTheTicketsOwnMachines() {
        Play play = new Play(aFleet().node("a")
                .has("m")
                .node("b")
                .is(UpstreamState.DOWN)
                .has("x")
                .build());
        failing(play, 3).arrives(ticket("a").forModels("x")).after(10);

        assertThat(play.refusal("a").retryAfter())
                .as("the breaker of m says nothing of x")
                .isEqualTo(Duration.ofSeconds(10));
    }
}
