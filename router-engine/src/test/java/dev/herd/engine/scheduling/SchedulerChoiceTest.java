package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.able;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Refusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Where a ticket goes.
class SchedulerChoiceTest {
    private static final FleetSnapshot TWO =
            aFleet().node("laptop").has("m").node("studio").has("m").build();

    /// Speeds of two machines with a prompt of 2,000 tokens and an answer of 300: 5.6 s and 8.9 s.
    private static Play studioAndLaptop(FleetSnapshot fleet) {
        return new Play(fleet).rates("studio", "m", 1500, 70, 300).rates("laptop", "m", 900, 45, 300);
    }

    @Test
    void takesTheMachineWhereTheAnswerEndsSoonest() {
        Play play = studioAndLaptop(TWO).arrives(ticket("a").prompt(2000));

        assertThat(play.node("a")).isEqualTo("studio");
        assertThat(play.lease("a").decision().predictedSeconds()).isBetween(5.6, 5.7);
    }

    @Test
    void takesTheSlowerMachineWhenTheFasterIsBusyForLonger() {
        Play play = studioAndLaptop(TWO);
        play.arrives(ticket("first").prompt(2000).pinnedTo("studio"));

        play.arrives(ticket("second").prompt(2000));

        assertThat(play.node("second")).isEqualTo("laptop");
    }

    @Test
    void waitsForTheFasterMachineWhenThatEndsSooner() {
        Play play = studioAndLaptop(TWO);
        play.arrives(ticket("first").prompt(2000).pinnedTo("studio")).after(4);

        play.arrives(ticket("second").prompt(2000));

        assertThat(play.waiting("second").plannedNode()).isEqualTo("studio");
        assertThat(play.waiting("second").etaSeconds()).isBetween(1.6, 1.7);
        play.after(1).ends("first");
        assertThat(play.node("second")).isEqualTo("studio");
        assertThat(play.grant("second").queued()).isEqualTo(Duration.ofSeconds(1));
        assertThat(play.grant("second").held()).isZero();
    }

    @Test
    void takesTheFreeSlotAfterAllWhenTheFasterMachineIsLate() {
        Play play = studioAndLaptop(TWO);
        play.arrives(ticket("first").prompt(2000).pinnedTo("studio")).after(4);
        play.arrives(ticket("second").prompt(2000));

        play.after(8);

        assertThat(play.node("second")).isEqualTo("laptop");
    }

    @Test
    void loadsTheModelOnAFasterMachineRatherThanWaitForASlowOne() {
        Play play = new Play(aFleet().node("air")
                        .has("m")
                        .node("studio")
                        .has(onDisk("m"))
                        .build())
                .rates("air", "m", 120, 12, 300)
                .rates("studio", "m", 1500, 70, 300);

        play.arrives(ticket("a").prompt(2000));

        assertThat(play.node("a")).isEqualTo("studio");
        assertThat(play.chosen("a").load()).isEqualTo(3);
    }

    @Test
    void spreadsABurstOverEqualMachines() {
        Play play = new Play(aFleet().node("a")
                .has(model("m").withSlots(2))
                .node("b")
                .has(model("m").withSlots(2))
                .node("c")
                .has(model("m").withSlots(2))
                .build());
        List.of("a", "b", "c").forEach(node -> play.takes(node, "m", 20));

        Map<String, Integer> served = serve(play, 60, Map.of("a", 20, "b", 20, "c", 20), 210);

        assertThat(served).containsOnly(Map.entry("a", 20), Map.entry("b", 20), Map.entry("c", 20));
    }

    @Test
    void spreadsABurstBySpeed() {
        Play play = new Play(aFleet().node("a").has("m").node("b").has("m").build())
                .takes("a", "m", 20)
                .takes("b", "m", 40);

        Map<String, Integer> served = serve(play, 40, Map.of("a", 20, "b", 40), 560);

        assertThat(served.getOrDefault("a", 0)).isBetween(26, 28);
    }

    /// Lets a burst run to its end, each request taking as long as its machine takes.
    private static Map<String, Integer> serve(Play play, int count, Map<String, Integer> seconds, int limit) {
        for (int i = 0; i < count; i++) {
            play.arrives("r" + i);
        }
        Map<String, Integer> served = new LinkedHashMap<>();
        Map<String, Integer> left = new LinkedHashMap<>();
        for (int second = 0;
                served.values().stream().mapToInt(Integer::intValue).sum() < count;
                second++) {
            assertThat(second).as("seconds for all").isLessThanOrEqualTo(limit);
            play.granted.keySet().forEach(id -> left.putIfAbsent(id, seconds.getOrDefault(play.node(id), 0)));
            for (String id : List.copyOf(left.keySet())) {
                if (left.merge(id, -1, Integer::sum) == -1) {
                    served.merge(play.node(id), 1, Integer::sum);
                    play.ends(id);
                }
            }
            play.granted.keySet().forEach(id -> left.putIfAbsent(id, seconds.getOrDefault(play.node(id), 0) - 1));
            play.after(1);
        }
        return served;
    }

    @Test
    void takesAFallbackModelOnlyWhenNobodyCanServeTheAskedOne() {
        FleetSnapshot up = aFleet().node("a").has("big").node("b").has("small").build();
        FleetSnapshot down = aFleet().node("a")
                .is(UpstreamState.DOWN)
                .has("big")
                .node("b")
                .has("small")
                .has("tiny")
                .build();
        Play play = new Play(up).arrives(ticket("busy").forModels("big"));

        play.arrives(ticket("waits").forModels("big", "small"));
        assertThat(play.waiting("waits").plannedNode()).as("full is not gone").isEqualTo("a");
        play.fleet(down);

        assertThat(play.lease("waits").holder().model().name()).isEqualTo("small");
        play.arrives(ticket("next").forModels("big", "tiny", "small"));
        assertThat(play.lease("next").holder().model().name()).as("in order").isEqualTo("tiny");
        assertThat(play.lease("next").decision().candidates())
                .extracting(Candidate::reason)
                .containsExactly("down", "");
    }

    @Test
    void goesBackToTheAskedModelWhenItIsThereBeforeTheFallbackIsFree() {
        FleetSnapshot down = aFleet().node("a")
                .is(UpstreamState.DOWN)
                .has("big")
                .node("b")
                .has("small")
                .build();
        Play play = new Play(down).arrives(ticket("busy").forModels("small"));
        play.arrives(ticket("waits").forModels("big", "small"));
        assertThat(play.waiting("waits").plannedNode()).isEqualTo("b");

        play.fleet(aFleet().node("a").has("big").node("b").has("small").build());

        assertThat(play.node("waits")).isEqualTo("a");
    }

    @Test
    void keepsAPinnedTicketOnItsMachine() {
        Play play = new Play(TWO).arrives(ticket("one").pinnedTo("laptop"));

        play.arrives(ticket("two").pinnedTo("laptop"));
        play.arrives(ticket("nowhere").pinnedTo("mini"));

        assertThat(play.node("one")).isEqualTo("laptop");
        assertThat(play.waiting()).containsExactly("two");
        assertThat(play.refusal("nowhere").reason()).isEqualTo(Refusal.Reason.NO_ELIGIBLE_NODE);
        assertThat(play.refusal("nowhere").candidates())
                .extracting(Candidate::reason)
                .containsOnly("the request is pinned to another node");
    }

    @Test
    void staysAwayFromTheServerThatFailedTheTicket() {
        Play play = new Play(TWO).arrives("a");
        String first = play.node("a");
        play.ends("a", Play.failed()).retries("a");
        String second = play.node("a");
        play.ends("a", Play.failed()).retries("a");

        assertThat(second).isNotEqualTo(first);
        assertThat(play.refusal("a").reason())
                .as("nobody is left, which no time can change")
                .isEqualTo(Refusal.Reason.NO_ELIGIBLE_NODE);
    }

    @Test
    void sendsImagesOnlyToModelsThatMaySee() {
        FleetSnapshot fleet = aFleet().node("blind")
                .has(able("m", Set.of("completion")))
                .node("silent")
                .has(able("m", null))
                .node("sees")
                .has(able("v", Set.of("completion", "vision")))
                .build();
        Play play = new Play(fleet);

        play.arrives(ticket("a").withImages());
        play.arrives(ticket("b").withImages().forModels("v"));
        play.arrives(ticket("c").withImages().notOn("silent"));

        assertThat(play.node("a")).as("not stated is not lacking").isEqualTo("silent");
        assertThat(play.node("b")).isEqualTo("sees");
        assertThat(play.refusal("c").candidates())
                .extracting(Candidate::reason)
                .contains("the model does not support images");
    }

    @Test
    void explainsEveryCandidate() {
        Play play = studioAndLaptop(TWO);
        play.arrives(ticket("first").prompt(2000).pinnedTo("studio"));
        play.arrives(ticket("second").prompt(2000));

        List<Candidate> candidates = play.lease("second").decision().candidates();

        assertThat(candidates).extracting(Candidate::nodeName).containsExactly("laptop", "studio");
        assertThat(candidates).allMatch(Candidate::eligible);
        assertThat(candidates.get(1).terms())
                .extracting(CostTerms::queue)
                .asInstanceOf(DOUBLE)
                .isCloseTo(play.chosen("first").total(), within(1e-4));
        assertThat(play.lease("second").decision().chosen()).isEqualTo(candidates.get(0));
    }
}
