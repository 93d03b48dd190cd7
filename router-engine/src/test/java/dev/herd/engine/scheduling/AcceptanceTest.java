package dev.herd.engine.scheduling;

import static dev.herd.engine.placement.RequestClass.BATCH;
import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static dev.herd.engine.testing.FleetBuilder.sized;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.config.TenantWeights;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.Refusal;
import dev.herd.engine.testing.FleetBuilder;
import dev.herd.engine.testing.TicketBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/// The decisions that a person would expect, with the numbers that make them.
class AcceptanceTest {
    private static final FleetSnapshot STUDIO_AND_LAPTOP =
            aFleet().node("laptop").has("m").node("studio").has("m").build();

    private static Play studioAndLaptop() {
        return new Play(STUDIO_AND_LAPTOP).rates("studio", "m", 1500, 70, 300).rates("laptop", "m", 900, 45, 300);
    }

    /// Lets everything run to its end, each for as long as its machine takes, and tells when the last one ended.
    private static double makespan(Play play, ToDoubleFunction<String> seconds) {
        Map<String, Double> open = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        double now = 0;
        while (true) {
            for (String id : play.granted.keySet()) {
                if (seen.add(id)) {
                    open.put(id, now + seconds.applyAsDouble(play.node(id)));
                }
            }
            var next = open.entrySet().stream().min(Map.Entry.comparingByValue());
            if (next.isEmpty()) {
                return now;
            }
            play.after(next.get().getValue() - now);
            now = next.get().getValue();
            play.ends(next.get().getKey());
            open.remove(next.get().getKey());
        }
    }

    private static Map<String, Long> shares(Play play) {
        Map<String, Long> shares = new LinkedHashMap<>();
        play.granted.keySet().forEach(id -> shares.merge(play.node(id), 1L, Long::sum));
        return shares;
    }

    @Test
    void takesTheMachineWhereTheAnswerEndsSoonest() {
        Play play = studioAndLaptop().arrives(ticket("r").prompt(2000));

        assertThat(play.node("r")).isEqualTo("studio");
        assertThat(play.chosen("r").total()).isCloseTo(5.62, within(0.01));
    }

    @Test
    void takesTheSlowerOneOnceTheWaitForTheFasterIsLongerThanTheDifference() {
        for (double wait : new double[] {1.5, 2.5, 3.8, 6.0}) {
            Play play = studioAndLaptop();
            play.knowledge.set(FleetBuilder.instance("studio", "m"), 1e9, 100, -1, 100 * wait);
            play.arrives(ticket("first").pinnedTo("studio"));
            play.rates("studio", "m", 1500, 70, 300);

            play.arrives(ticket("r").prompt(2000));

            assertThat(play.granted.containsKey("r"))
                    .as("break-even at 3.27 s, less 5 percent that count as equal; wait of %s", wait)
                    .isEqualTo(wait > 3.27);
        }
    }

    @Test
    void loadsAModelOnAFastMachineRatherThanWaitForASlowOneThatHasItLoaded() {
        Play play = new Play(aFleet().node("a")
                .has("m")
                .node("s")
                .has(sized("m", 18_000_000_000L))
                .build());
        play.rates("a", "m", 120, 12, 300).rates("s", "m", 1500, 70, 300).loads("s", "m", 5.1);

        play.arrives(ticket("r").prompt(2000));

        assertThat(play.node("r")).isEqualTo("s");
        assertThat(play.chosen("r").total()).isCloseTo(10.7, within(0.05));
    }

    @Test
    void spreadsABurstEvenlyOverEqualMachines() {
        Play play = new Play(aFleet().node("a")
                .has(model("m").withSlots(2))
                .node("b")
                .has(model("m").withSlots(2))
                .node("c")
                .has(model("m").withSlots(2))
                .build());
        play.takes("a", "m", 20).takes("b", "m", 20).takes("c", "m", 20);
        for (int i = 0; i < 60; i++) {
            play.arrives("r" + i);
        }

        assertThat(makespan(play, node -> 20)).isLessThanOrEqualTo(210);
        assertThat(shares(play).values()).containsOnly(20L);
    }

    @Test
    void spreadsABurstByTheMachinesSpeeds() {
        Play play = new Play(aFleet().node("b").has("m").node("s").has("m").build());
        play.takes("s", "m", 20).takes("b", "m", 40);
        for (int i = 0; i < 40; i++) {
            play.arrives("r" + i);
        }

        assertThat(makespan(play, node -> node.equals("s") ? 20 : 40)).isLessThanOrEqualTo(560);
        assertThat(shares(play).get("s")).isBetween(26L, 28L);
    }

    private static final PrefixChain TALK = PrefixChain.NONE.followedBy(7, 38_500);

    /// A machine that is busy for a while with what shares 38,500 tokens with a conversation, beside an idle one.
    private static Play conversationOn(double busySeconds) {
        Play play = new Play(aFleet().node("a").has("m").node("b").has("m").build());
        play.rates("a", "m", 1000, 50, 400).rates("b", "m", 1000, 50, 400);
        play.rates("a", "m", 1e9, 100, 100 * busySeconds);
        play.arrives(ticket("other").beginning(TALK).pinnedTo("a"));
        return play.rates("a", "m", 1000, 50, 400);
    }

    private static TicketBuilder secondTurn() {
        return ticket("turn2").beginning(TALK.followedBy(8, 1500));
    }

    @Test
    void waitsForTheMachineThatHasTheConversation() {
        Play play = conversationOn(12).arrives(secondTurn());

        assertThat(play.granted).as("21.5 s there, 48 s elsewhere").doesNotContainKey("turn2");
        play.after(12).ends("other");
        assertThat(play.node("turn2")).isEqualTo("a");
        assertThat(play.chosen("turn2").affinity()).isCloseTo(-38.5, within(0.1));
    }

    @Test
    void goesElsewhereWhenThatWaitCostsMoreThanTheCacheSaves() {
        Play play = conversationOn(45).arrives(secondTurn());

        assertThat(play.node("turn2")).as("54.5 s there, 48 s elsewhere").isEqualTo("b");
        play.after(48).ends("turn2").ends("other");
        play.arrives(ticket("turn3").beginning(TALK.followedBy(8, 1500).followedBy(9, 400)));
        assertThat(play.node("turn3")).as("the cache is there now").isEqualTo("b");
    }

    @Test
    void remembersTheConversationThatLoadedAModelAndForgetsItWithTheModel() {
        FleetSnapshot cold =
                aFleet().node("a").has(onDisk("m")).node("b").has(onDisk("m")).build(2);
        Play play = new Play(cold).rates("a", "m", 1000, 50, 400).rates("b", "m", 1000, 50, 400);
        play.arrives(ticket("turn1").beginning(TALK).pinnedTo("b"));
        FleetSnapshot warm = aFleet().node("a").has("m").node("b").has("m").build(3);

        play.after(50).ends("turn1").fleet(warm).arrives(secondTurn());
        assertThat(play.node("turn2")).isEqualTo("b");
        assertThat(play.chosen("turn2").affinity()).isLessThan(-38);

        play.ends("turn2").fleet(cold).fleet(warm);
        play.arrives(ticket("turn3").beginning(TALK.followedBy(8, 1500).followedBy(9, 400)));
        assertThat(play.chosen("turn3").affinity()).isZero();
    }

    @Test
    void runsNoMoreThanTheSlotsHoweverManyCome() {
        Play play = new Play(aFleet().node("a").has("m").build()).takes("a", "m", 5);
        for (int i = 0; i < 10; i++) {
            play.arrives("r" + i);
        }

        for (int i = 0; i < 10; i++) {
            assertThat(play.view().running()).isEqualTo(1);
            assertThat(play.view().waiting()).hasSize(9 - i);
            play.after(5).ends("r" + i);
        }
        assertThat(play.view().running()).isZero();
    }

    @Test
    void keepsLongWorkAwayFromAMachineWhosePersonIsAboutToReturn() {
        Play play = new Play(
                aFleet().node("laptop").has("m").node("server").has("m").build());
        play.condition("laptop", new MachineCondition(-1, 1, true, 0.9, false));
        play.takes("laptop", "m", 240).takes("server", "m", 300);
        assertThat(play.arrives(ticket("long").as(BATCH)).node("long")).isEqualTo("server");
        play.ends("long").takes("laptop", "m", 5).takes("server", "m", 6.5);

        assertThat(play.arrives("short").node("short")).isEqualTo("laptop");
    }

    @Test
    void sharesByWeightWhileBothHaveWork() {
        var config = new QueueConfig(
                Duration.ofHours(10), Duration.ofSeconds(10), 0, new TenantWeights(Map.of("three", 3.0)), false);
        Play play = new Play(aFleet().node("a").has(model("m").withSlots(2)).build(), config);
        play.takes("a", "m", 6);
        for (int i = 0; i < 200; i++) {
            play.arrives(ticket("three" + i).of("three"))
                    .arrives(ticket("one" + i).of("one"));
        }

        List<String> running = new ArrayList<>(play.granted.keySet());
        for (int second = 0; second < 600; second += 6) {
            List<String> now = running;
            play.after(6);
            now.forEach(play::ends);
            running =
                    play.granted.keySet().stream().skip(play.granted.size() - 2).toList();
        }
        long served = play.granted.keySet().stream()
                .filter(id -> id.startsWith("three"))
                .count();
        assertThat((double) served / play.granted.size()).isBetween(0.70, 0.80);
    }

    @Test
    void refusesAChatThatCannotBeginInTimeAndQueuesBatchWork() {
        Play play = new Play(aFleet().node("a").has("m").build())
                .takes("a", "m", 95)
                .arrives("runs");

        play.arrives(ticket("chat").before(play.now().plusSeconds(60)))
                .arrives(ticket("batch").as(BATCH));

        assertThat(play.refusal("chat").reason()).isEqualTo(Refusal.Reason.QUEUE_TOO_LONG);
        assertThat(play.refusal("chat").retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(95));
        assertThat(play.waiting()).containsExactly("batch");
    }

    @Test
    void makesBatchWorkGiveWayToAPersonAtMostTwice() {
        Play play = new Play(aFleet().node("a").has("m").build()).takes("a", "m", 30);
        play.knowledge.contention(0.5);
        play.arrives(ticket("batch").as(BATCH));

        for (int i = 1; i <= 2; i++) {
            play.after(1).arrives("chat" + i);
            assertThat(play.preempted).hasSize(i);
            play.makesWay("batch");
            assertThat(play.node("chat" + i)).isEqualTo("a");
            assertThat(play.granted).doesNotContainKey("batch");
            play.after(2).ends("chat" + i);
            assertThat(play.granted).containsKey("batch");
        }
        play.after(1).arrives("chat3");

        assertThat(play.preempted).hasSize(2);
        assertThat(play.waiting()).containsExactly("chat3");
    }

    @Test
    void refusesNobodyForTheWaitThatBatchWorkIsToldToEnd() {
        Play play = new Play(aFleet().node("a").has("m").build()).takes("a", "m", 95);
        play.arrives(ticket("batch").as(BATCH));

        play.after(1).arrives(ticket("chat").before(play.now().plusSeconds(60)));

        assertThat(play.refused).isEmpty();
        assertThat(play.makesWay("batch").node("chat")).isEqualTo("a");
    }

    @Test
    void leavesBatchWorkAloneThatHasBegunToAnswer() {
        Play play = new Play(aFleet().node("a").has("m").build()).takes("a", "m", 30);
        play.arrives(ticket("batch").as(BATCH)).begins("batch");

        play.after(1).arrives("chat");

        assertThat(play.preempted).isEmpty();
    }
}
