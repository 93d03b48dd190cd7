package dev.herd.engine.scheduling;

import static dev.herd.engine.placement.RequestClass.BATCH;
import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.able;
import static dev.herd.engine.testing.FleetBuilder.caching;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static dev.herd.engine.testing.FleetBuilder.sized;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.placement.Objection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The decisions about memory that a person would expect, with the numbers that make them.
class LoadAcceptanceTest {
    private static final long GB = 1_000_000_000L;

    private static MachineCondition memory(double gigabytes) {
        return new MachineCondition(Math.round(gigabytes * GB), 1, false, 0, false);
    }

    @Test
    void knowsRealSizesAndRefusesWhatDoesNotFitWithTheSum() {
        Play play = new Play(aFleet().node("air")
                .has(sized("m", 65 * GB))
                .node("p")
                .has(sized("m", 65 * GB))
                .node("s")
                .has(sized("m", 65 * GB))
                .build());
        play.condition("air", memory(32)).condition("p", memory(70)).condition("s", memory(300));
        play.loads("p", "m", 34).loads("s", "m", 14.5);

        play.arrives("r");

        assertThat(play.node("r")).isEqualTo("s");
        var air = play.lease("r").decision().candidates().stream()
                .filter(candidate -> candidate.nodeName().equals("air"))
                .findFirst()
                .orElseThrow();
        assertThat(air.objection().code()).isEqualTo(Objection.Code.MEMORY);
        assertThat(air.reason()).contains("60.5 GiB").contains("29.8 GiB");
    }

    @Test
    void refusesWhatFitsNowhereAndSaysTheSumForEachMachine() {
        Play play = new Play(aFleet().node("air").has(sized("m", 65 * GB)).build());
        play.condition("air", memory(32)).arrives("r");

        play.after(11);

        assertThat(play.refusal("r").candidates().getFirst().reason()).contains("60.5 GiB");
    }

    @Test
    void neverRefusesForMemoryThatIsUnknown() {
        assertThat(new Play(aFleet().node("a").has(sized("m", 650 * GB)).build())
                        .arrives("r")
                        .node("r"))
                .isEqualTo("a");
    }

    @Test
    void aLoadThatGoesOnIsWaitedForOnceByAllWhoWait() {
        Play play = new Play(
                aFleet().node("a").has(sized("m", 4 * GB)).build(),
                new QueueConfig(Duration.ofSeconds(90), Duration.ofSeconds(10)));
        play.takes("a", "m", 1).loads("a", "m", 60).arrives("first").after(1);

        for (int i = 0; i < 20; i++) {
            play.arrives("later" + i);
        }

        assertThat(play.refused).isEmpty();
    }

    /// Another model has to go on x, whose reload takes 8 s; y has room.
    private static Play evictionOnX() {
        Play play = new Play(aFleet().node("x")
                .has(sized("m", 40 * GB))
                .has(loaded("v", 20))
                .node("y")
                .has(sized("m", 40 * GB))
                .build());
        play.condition("x", memory(50)).condition("y", memory(50));
        play.takes("x", "m", 10).takes("y", "m", 13.5).takes("x", "v", 1);
        return play.loads("x", "m", 9.5).loads("y", "m", 12).loads("x", "v", 8);
    }

    private static HostedModel loaded(String name, double gigabytes) {
        long bytes = Math.round(gigabytes * GB);
        return sized(name, bytes).withResidency(new Residency(8192, bytes, bytes, null));
    }

    @Test
    void sparesAModelThatIsSoonNeededAgain() {
        Play busy = evictionOnX();
        for (int i = 0; i < 20; i++) {
            busy.arrives(ticket("v" + i).forModels("v")).after(1).ends("v" + i).after(29);
        }

        assertThat(busy.arrives("r").node("r")).as("25.5 s rather than 27.5").isEqualTo("y");
        assertThat(busy.unloaded).isEmpty();
    }

    @Test
    void evictsAModelThatIsRarelyNeeded() {
        Play idle = evictionOnX();
        idle.arrives(ticket("v").forModels("v")).after(1).ends("v").after(86_400);

        assertThat(idle.arrives("r").node("r")).isEqualTo("x");
        assertThat(idle.unloaded).containsExactly("v@x");
    }

    @Test
    void startsNoLoadThatWouldHaveToPushABusyModelOut() {
        Play play = new Play(aFleet().node("x")
                .has(loaded("hot", 6))
                .has(loaded("v", 40))
                .has(sized("big", 45 * GB))
                .node("y")
                .has(loaded("hot", 6))
                .build());
        play.condition("x", memory(60)).condition("y", memory(60));
        play.rates("x", "hot", 3000, 60, 300).rates("y", "hot", 1500, 40, 300).takes("x", "v", 25);
        play.loads("x", "big", 5).takes("x", "big", 3);
        play.arrives(ticket("long").forModels("v"));

        play.arrives(ticket("waits").forModels("big"))
                .arrives(ticket("chat").forModels("hot").prompt(2000));

        assertThat(play.granted).containsKeys("long", "chat").doesNotContainKey("waits");
        assertThat(play.unloaded).isEmpty();
        play.after(25).ends("long").after(6).ends("chat");
        assertThat(play.granted).containsKey("waits");
        assertThat(play.unloaded).containsExactly("v@x");
    }

    @Test
    void groupsWorkForModelsThatCannotBeLoadedTogether() {
        Play play = new Play(
                aFleet().node("n").has(loaded("a", 40)).has(sized("b", 40 * GB)).build());
        play.condition("n", memory(48))
                .takes("n", "a", 5)
                .takes("n", "b", 5)
                .loads("n", "a", 12)
                .loads("n", "b", 12);
        for (int i = 0; i < 10; i++) {
            play.arrives(ticket("a" + i).forModels("a").as(BATCH))
                    .arrives(ticket("b" + i).forModels("b").as(BATCH));
        }

        double seconds = 0;
        int switches = 0;
        String loaded = "a";
        List<String> ended = new ArrayList<>();
        while (ended.size() < 20) {
            String next = play.granted.keySet().stream()
                    .filter(id -> !ended.contains(id))
                    .findFirst()
                    .orElseThrow();
            boolean switched = !next.startsWith(loaded);
            if (switched) {
                switches++;
                loaded = next.substring(0, 1);
                play.fleet(aFleet().node("n")
                        .has(loaded.equals("a") ? loaded("a", 40) : sized("a", 40 * GB))
                        .has(loaded.equals("b") ? loaded("b", 40) : sized("b", 40 * GB))
                        .build(switches + 1));
            }
            double takes = switched ? 17 : 5;
            seconds += takes;
            ended.add(next);
            play.after(takes).ends(next);
        }
        assertThat(switches).isLessThanOrEqualTo(2);
        assertThat(seconds).isLessThanOrEqualTo(130);
    }

    @Test
    void loadsWhatWasAskedForAndSubstitutesNothing() {
        Play play = new Play(aFleet().node("a")
                .has("text")
                .has(able("embedder", Set.of("embedding")))
                .has(able("eyes", Set.of("completion", "vision")).withResidency(null))
                .has(onDisk("other"))
                .build());

        play.arrives(ticket("image").forModels("eyes").withImages())
                .arrives(ticket("chat").forModels("other"));

        play.after(10);

        assertThat(play.lease("image").holder().model().name()).isEqualTo("eyes");
        assertThat(play.lease("chat").holder().model().name()).isEqualTo("other");
    }

    @Test
    void takesTheWindowThatIsLoadedRatherThanLoadAnew() {
        Play play = new Play(aFleet().node("a")
                .has(loaded("m", 4).withResidency(new Residency(32_768, 4 * GB, 4 * GB, null)))
                .node("b")
                .has(loaded("m", 4).withResidency(new Residency(131_072, 4 * GB, 4 * GB, null)))
                .build());
        play.takes("a", "m", 5).takes("b", "m", 6).loads("a", "m", 8).loads("b", "m", 8);

        play.arrives(ticket("small").window(4096)).ends("small");
        play.arrives(ticket("large").window(65_536));

        assertThat(play.node("small")).isEqualTo("a");
        assertThat(play.node("large")).isEqualTo("b");
        assertThat(play.chosen("large").context()).isZero();
    }

    private static HostedModel withWindow(String name, double gigabytes, int window) {
        long bytes = Math.round(gigabytes * GB);
        return sized(name, 18 * GB).withResidency(new Residency(window, bytes, bytes, null));
    }

    @Test
    void countsTheMemoryOfALargerWindowAndRefusesItWithTheSum() {
        Play play = new Play(aFleet().node("n")
                .has(withWindow("m", 20, 8192))
                .has(loaded("v", 6))
                .build());
        play.condition("n", memory(30));

        play.arrives(ticket("fits").window(16_384)).ends("fits");
        play.arrives(ticket("vast").window(65_536)).after(11);

        assertThat(play.unloaded).as("22 GB beside 6 fit into 30").isEmpty();
        assertThat(play.refusal("vast").candidates().getFirst().reason())
                .as("18 + 2 x 8 GB")
                .contains("needs 31.7 GiB")
                .contains("27.9 GiB");
    }

    @Test
    void makesRoomForALargerWindow() {
        Play play = new Play(aFleet().node("n")
                .has(withWindow("m", 20, 8192))
                .has(loaded("v", 6))
                .build());
        play.condition("n", memory(27)).arrives(ticket("r").window(16_384));

        assertThat(play.node("r")).isEqualTo("n");
        assertThat(play.unloaded).containsExactly("v@n");
    }

    @Test
    void foreseesTheCacheOfAModelThatNobodyHasLoadedYet() {
        Play play = new Play(aFleet().node("n")
                .has(caching(sized("m", 18 * GB), 131_072))
                .has(loaded("v", 6))
                .build());
        play.condition("n", memory(27)).arrives(ticket("small").window(8192)).ends("small");
        assertThat(play.unloaded).as("1 GiB beside 24 GB").isEmpty();

        play.arrives(ticket("large").window(32_768));

        assertThat(play.node("large")).isEqualTo("n");
        assertThat(play.unloaded).as("4 GiB do not fit beside it").containsExactly("v@n");
    }

    @Test
    void refusesForACacheOnlyWhatItTakesAtTheLeast() {
        Play play = new Play(
                aFleet().node("n").has(caching(sized("m", 18 * GB), 131_072)).build());
        play.condition("n", memory(27));

        play.arrives(ticket("compressed").window(131_072)).ends("compressed");
        play.condition("n", memory(22)).arrives(ticket("never").window(131_072)).after(11);

        assertThat(play.node("compressed"))
                .as("4.5 GiB of 16, should its server keep so")
                .isEqualTo("n");
        assertThat(play.refusal("never").candidates().getFirst().reason()).contains("needs 21.3 GiB");
    }

    @Test
    void remembersWhatAModelTookWhenItWasLoaded() {
        Play play = new Play(aFleet().node("n").has(withWindow("m", 40, 8192)).build());
        play.fleet(aFleet().node("n").has(sized("m", 18 * GB)).build(2)).condition("n", memory(30));

        play.arrives("r").after(11);

        assertThat(play.refusal("r").candidates().getFirst().reason()).contains("needs 37.3 GiB");
    }
}
