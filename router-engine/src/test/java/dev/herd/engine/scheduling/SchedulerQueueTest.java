package dev.herd.engine.scheduling;

import static dev.herd.engine.placement.RequestClass.BATCH;
import static dev.herd.engine.placement.RequestClass.NORMAL;
import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.FleetBuilder.weighing;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Refusal;
import dev.herd.engine.placement.RequestClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// In which order, and for how long, tickets wait.
class SchedulerQueueTest {
    private static final FleetSnapshot ONE_SLOT = aFleet().node("a").has("m").build();
    private static final FleetSnapshot TWO_SLOTS =
            aFleet().node("a").has(model("m").withSlots(2)).build();

    private static Play oneSlot(double seconds) {
        return new Play(ONE_SLOT).takes("a", "m", seconds);
    }

    /// Ends whatever runs, again and again, and tells the order in which tickets came to run.
    private static List<String> orderOf(Play play) {
        List<String> order = new ArrayList<>();
        while (order.size() < play.granted.size()) {
            String next = List.copyOf(play.granted.keySet()).get(order.size());
            order.add(next);
            play.after(1).ends(next);
        }
        return order;
    }

    @Test
    void queuesWhenEveryNodeIsFull() {
        Play play = oneSlot(10).arrives("a");

        play.arrives("b");

        assertThat(play.all)
                .anyMatch(effect -> effect instanceof Effect.Wait(var id, var held)
                        && id.value().equals("b")
                        && !held);
        assertThat(play.waiting()).containsExactly("b");
        assertThat(play.view().running()).isEqualTo(1);
    }

    @Test
    void neverRunsMoreThanTheSlots() {
        Play play = new Play(TWO_SLOTS);
        for (int i = 0; i < 10; i++) {
            play.arrives("r" + i);
        }

        assertThat(play.granted).hasSize(2);
        play.ends("r0");
        assertThat(play.granted.keySet()).containsExactly("r0", "r1", "r2");
        play.fleet(ONE_SLOT).ends("r1");
        assertThat(play.granted).as("a slot was taken away meanwhile").hasSize(3);
        play.ends("r2");
        assertThat(play.granted).hasSize(4);
    }

    @Test
    void namesOfTheSameWeightsShareTheirSlots() {
        Play play = new Play(aFleet().node("a")
                .has(weighing("m", "w"))
                .has(weighing("copy", "w"))
                .has(weighing("other", "v"))
                .build());
        play.arrives("1").arrives(ticket("2").forModels("copy")).arrives("3");
        play.arrives(ticket("4").forModels("copy")).arrives(ticket("5").forModels("other"));

        assertThat(play.granted).containsOnlyKeys("1", "5");
        assertThat(play.grant("1").lease().holder().model().name()).isEqualTo("m");
        play.ends("1");
        assertThat(play.granted).containsOnlyKeys("1", "5", "2");
        assertThat(play.grant("2").lease().holder().model().name()).isEqualTo("copy");
        assertThat(orderOf(play)).containsExactly("1", "5", "2", "3", "4");
    }

    @Test
    void takesEqualTicketsByArrival() {
        Play play = oneSlot(1).arrives("a").arrives("b").arrives("c");

        assertThat(orderOf(play)).containsExactly("a", "b", "c");
    }

    @Test
    void takesClassesByUrgency() {
        Play play = oneSlot(1).arrives("runs");
        play.arrives(ticket("batch").as(BATCH));
        play.arrives(ticket("normal").as(NORMAL));
        play.arrives(ticket("chat").as(RequestClass.INTERACTIVE));

        assertThat(orderOf(play)).containsExactly("runs", "chat", "normal", "batch");
    }

    @Test
    void raisesWhoHasWaitedForAMinute() {
        Play play = oneSlot(300).arrives("runs");
        play.arrives(ticket("normal").as(NORMAL)).after(61);
        play.arrives("chat");

        assertThat(play.waiting()).containsExactly("normal", "chat");
        assertThat(orderOf(play)).containsExactly("runs", "normal", "chat");
    }

    @Test
    void raisesBatchTwiceInTwoMinutes() {
        Play play = oneSlot(100).arrives("runs");
        play.arrives(ticket("batch").as(BATCH)).after(61);
        play.arrives(ticket("normal").as(NORMAL)).arrives("chat");
        assertThat(play.waiting()).containsExactly("chat", "batch", "normal");

        play.after(59.5).arrives("late chat");

        assertThat(play.waiting()).containsExactly("batch", "chat", "late chat", "normal");
    }

    @Test
    void raisesOneOfATenantsRequestsAMinuteTheOldestFirst() {
        Play play = oneSlot(100).arrives("runs");
        for (int i = 0; i < 3; i++) {
            play.arrives(ticket("normal" + i).of("one").as(NORMAL));
        }
        play.after(61)
                .arrives(ticket("chat0").of("two"))
                .arrives(ticket("chat1").of("two"));
        assertThat(play.waiting()).containsExactly("normal0", "chat0", "chat1", "normal1", "normal2");

        play.after(61);

        assertThat(play.waiting()).containsExactly("normal0", "chat0", "normal1", "chat1", "normal2");
    }

    @Test
    void servesTenantsInTurn() {
        Play play = oneSlot(10).arrives("runs");
        for (int i = 0; i < 4; i++) {
            play.arrives(ticket("greedy" + i).of("greedy"));
        }
        play.arrives(ticket("modest0").of("modest")).arrives(ticket("modest1").of("modest"));

        assertThat(orderOf(play))
                .containsExactly("runs", "greedy0", "modest0", "greedy1", "modest1", "greedy2", "greedy3");
    }

    @Test
    void chargesATenantForTheLengthOfItsWork() {
        Play play = new Play(ONE_SLOT).rates("a", "m", 1000, 100, 100).arrives("runs");
        play.arrives(ticket("long").of("reader").prompt(9000));
        play.arrives(ticket("after").of("reader"));
        for (int i = 0; i < 5; i++) {
            play.arrives(ticket("short" + i).of("chatter"));
        }

        assertThat(orderOf(play))
                .containsExactly("runs", "long", "short0", "short1", "short2", "short3", "short4", "after");
    }

    @Test
    void doesNotChargeForWorkThatWasWithdrawn() {
        Play play = oneSlot(10).arrives("runs");
        for (int i = 0; i < 6; i++) {
            play.arrives(ticket("hasty" + i).of("hasty"));
        }
        for (int i = 0; i < 3; i++) {
            play.arrives(ticket("calm" + i).of("calm"));
        }
        for (int i = 0; i < 5; i++) {
            play.leaves("hasty" + i);
        }

        assertThat(orderOf(play)).containsExactly("runs", "hasty5", "calm0", "calm1", "calm2");
    }

    @Test
    void doesNotChargeAChatForItsTenantsBatch() {
        Play play = oneSlot(10).arrives("runs");
        for (int i = 0; i < 20; i++) {
            play.arrives(ticket("batch" + i).of("one").as(BATCH));
        }
        play.arrives(ticket("other0").of("two")).arrives(ticket("other1").of("two"));
        play.arrives(ticket("chat").of("one"));

        assertThat(orderOf(play).subList(0, 4)).containsExactly("runs", "other0", "chat", "other1");
    }

    @Test
    void putsAFurtherAttemptInFront() {
        Play play = new Play(aFleet().node("a").has("m").node("b").has("m").build())
                .takes("a", "m", 10)
                .takes("b", "m", 10);
        play.arrives("one").arrives("two").arrives("three").arrives("four");

        play.ends("one", Play.failed());
        play.retries("one");

        assertThat(play.granted.keySet()).containsExactly("two", "three");
        assertThat(play.waiting()).containsExactly("one", "four");
    }

    @Test
    void aSingleChatStartsNextInFrontOfAHundredBatchRequests() {
        Play play = new Play(TWO_SLOTS).takes("a", "m", 20);
        for (int i = 0; i < 100; i++) {
            play.arrives(ticket("batch" + i).of("t1").as(BATCH));
        }
        assertThat(play.granted).hasSize(2);

        play.after(5).arrives(ticket("chat").of("t2"));

        assertThat(play.waiting("chat").position()).isEqualTo(1);
        assertThat(play.waiting("chat").etaSeconds()).isBetween(14.9, 15.1);
        play.after(15).ends("batch0");
        assertThat(play.granted).containsKey("chat");
    }

    @Test
    void refusesAtOnceWhatWouldWaitTooLongAndSaysHonestlyForHowLong() {
        Play play = new Play(TWO_SLOTS).takes("a", "m", 95);
        play.arrives("one").arrives("two");

        play.arrives(ticket("hurried").before(play.now().plusSeconds(60)));

        Refusal refusal = play.refusal("hurried");
        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.QUEUE_TOO_LONG);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(95));
        assertThat(play.waiting()).isEmpty();
        play.arrives(ticket("patient").as(BATCH));
        assertThat(play.waiting()).containsExactly("patient");
    }

    @Test
    void refusesByQueueMaxWaitWhereTheTicketHasNoDeadline() {
        Play play = new Play(ONE_SLOT, new QueueConfig(Duration.ofSeconds(25), Duration.ofSeconds(10)));
        play.takes("a", "m", 10).arrives("a").arrives("b").arrives("c");

        play.arrives("d");

        assertThat(play.waiting()).containsExactly("b", "c");
        assertThat(play.refusal("d").retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(play.refusal("d").detail()).contains("30 s");
    }

    @Test
    void doesNotTurnABurstAwayOnAnAssumptionThatNobodyMeasured() {
        Play play = new Play(ONE_SLOT);
        for (int i = 0; i < 200; i++) {
            play.arrives("r" + i);
        }

        assertThat(play.refused).isEmpty();
    }

    @Test
    void refusesWhatCannotBeginInTimeEvenBeforeAnythingIsMeasured() {
        Play play = new Play(ONE_SLOT).arrives("runs");

        play.arrives(ticket("hurried").before(play.now().plusSeconds(1)));

        assertThat(play.refusal("hurried").reason()).isEqualTo(Refusal.Reason.QUEUE_TOO_LONG);
        assertThat(play.refusal("hurried").retryAfter()).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void endsTheWaitAtTheDeadlineToTheMillisecond() {
        Play play = oneSlot(2).arrives("overdue");
        play.arrives(ticket("hurried").before(play.now().plusMillis(3123)));

        play.after(3.122);
        assertThat(play.waiting()).containsExactly("hurried");
        play.after(0.001);

        assertThat(play.refusal("hurried").reason()).isEqualTo(Refusal.Reason.DEADLINE_PASSED);
        assertThat(play.refusal("hurried").retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        play.ends("overdue");
        assertThat(play.granted).hasSize(1);
    }

    @Test
    void refusesWhatComesTooLateEvenWhenASlotIsFree() {
        Play play = new Play(ONE_SLOT);

        play.arrives(ticket("late").before(play.now()));

        assertThat(play.refusal("late").reason()).isEqualTo(Refusal.Reason.DEADLINE_PASSED);
    }

    @Test
    void forgetsWhoLeaves() {
        Play play = oneSlot(10).arrives("a").arrives("b").arrives("c");

        play.leaves("b").leaves("b").leaves("nobody").ends("a");

        assertThat(play.granted.keySet()).containsExactly("a", "c");
        assertThat(play.refused).isEmpty();
        assertThat(play.view().loads().getFirst().waiting()).isZero();
    }

    @Test
    void tellsWhoWaitsWhenEachBegins() {
        Play play = oneSlot(10).arrives("a").after(4);
        play.arrives("b").arrives("c").after(3);

        assertThat(play.waiting("b").etaSeconds()).isBetween(2.99, 3.01);
        assertThat(play.waiting("c").etaSeconds()).isBetween(12.99, 13.01);
        assertThat(play.view().loads().getFirst().secondsUntilFree()).isBetween(22.99, 23.01);
        assertThat(play.view().loads().getFirst().waiting()).isEqualTo(2);
    }

    @Test
    void looksAtEveryTicketHoweverManyStandBefore() {
        // The studio is ten times as fast, so that its queue is waited for beside the laptop's free slot.
        Play play = new Play(aFleet().node("laptop")
                .has(model("m").withSlots(2))
                .node("studio")
                .has(model("m").withSlots(64))
                .build());
        play.takes("studio", "m", 10).takes("laptop", "m", 100);
        for (int i = 0; i < 64; i++) {
            play.arrives(ticket("fast" + i).pinnedTo("studio"));
        }
        play.arrives(ticket("slow").pinnedTo("laptop"))
                .arrives(ticket("slow too").pinnedTo("laptop"));
        for (int i = 0; i < 100; i++) {
            play.arrives("waits" + i);
        }
        play.arrives(ticket("last").pinnedTo("laptop"));
        assertThat(play.waiting()).hasSize(101).last().isEqualTo("last");

        play.after(0.1).ends("slow");

        assertThat(play.granted).containsKey("last");
    }

    @Test
    void doesNotWaitForEverForAFastMachineWhoseWorkNeverEnds() {
        Play play = new Play(
                        aFleet().node("fast").has("m").node("slow").has("m").build())
                .takes("fast", "m", 5)
                .takes("slow", "m", 20)
                .arrives("endless");

        play.arrives("next").after(8);
        assertThat(play.waiting()).as("about ten seconds rather than twenty").containsExactly("next");

        play.after(12);
        assertThat(play.node("next")).isEqualTo("slow");
    }

    @Test
    void keepsNoAccountOfTenantsWhoHaveNothingToWaitFor() {
        FairQueue queue = new FairQueue();
        for (int i = 0; i < 5000; i++) {
            Waiting stays = new Waiting(
                    ticket("stays" + i).of("always").at(Play.START), 2L * i, Play.START, Duration.ofMinutes(10));
            queue.place(stays);
            queue.add(stays, 0.1);
            Waiting passes = new Waiting(
                    ticket("passes" + i).of("tenant " + i).at(Play.START),
                    2L * i + 1,
                    Play.START,
                    Duration.ofMinutes(10));
            queue.place(passes);
            queue.add(passes, 1);
            queue.remove(passes);
            if (i > 0) {
                queue.served(queue.inOrder().iterator().next(), 0.1);
            }
        }

        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.flows()).isLessThanOrEqualTo(1025);
    }

    @Test
    void refusesAllWhoWaitAndAllWhoComeWhenItStops() {
        Play play = oneSlot(10).arrives("runs").arrives("waits");

        play.stops().arrives("comes");

        assertThat(play.refusal("waits").reason()).isEqualTo(Refusal.Reason.STOPPING);
        assertThat(play.refusal("comes").reason()).isEqualTo(Refusal.Reason.STOPPING);
        play.ends("runs", new Outcome.Abandoned());
        assertThat(play.granted.keySet()).containsExactly("runs");
        assertThat(play.view().running()).isZero();
    }
}
