package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.placement.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where a request goes whose prompt does not fit everywhere.
class ContextFitTest {
    /// `m` as a server has it that was trained for so much and loaded with so much.
    private static HostedModel trained(int longest, int window) {
        HostedModel model = model("m");
        return new HostedModel(
                model.name(),
                model.ref(),
                "",
                model.sizeBytes(),
                "",
                "{}",
                "llama",
                model.capabilities(),
                longest,
                1,
                window == 0 ? null : new Residency(window, 0, 0, null));
    }

    private static FleetSnapshot two(int windowOfA, int windowOfB) {
        return aFleet().node("a")
                .has(trained(131_072, windowOfA))
                .node("b")
                .has(trained(131_072, windowOfB))
                .build();
    }

    private static Play play(FleetSnapshot fleet) {
        return new Play(fleet)
                .rates("a", "m", 1000, 50, 200)
                .rates("b", "m", 900, 45, 200)
                .loads("a", "m", 20)
                .loads("b", "m", 20);
    }

    private static List<Objection.Code> objections(Refusal refusal) {
        return refusal.candidates().stream()
                .map(Candidate::objection)
                .map(Objection::code)
                .toList();
    }

    @Test
    void aLargeRequestGoesToTheLargeWindowAndASmallOneToTheCheapest() {
        Play play = play(two(32_768, 131_072));

        play.arrives(ticket("small").whole(4000).window(4096)).ends("small");
        play.arrives(ticket("asked").whole(200_000).window(65_536)).ends("asked");
        play.arrives(ticket("needed").whole(200_000)).ends("needed");

        assertThat(play.node("small")).isEqualTo("a");
        assertThat(play.node("asked")).isEqualTo("b");
        assertThat(play.chosen("asked").context()).isZero();
        assertThat(play.node("needed")).as("though it names no window").isEqualTo("b");
        assertThat(play.chosen("needed").context()).isZero();
        assertThat(play.lease("needed").footprint().must()).isEqualTo(50_200);
    }

    @Test
    void aPromptThatDoesNotFitCostsALoad() {
        Play play = play(aFleet().node("a").has(trained(131_072, 8192)).build());

        play.arrives(ticket("fits").whole(31_000)).ends("fits");
        play.arrives(ticket("grows").whole(40_000));

        assertThat(play.chosen("fits").context()).isZero();
        assertThat(play.chosen("grows").context()).isEqualTo(20);
    }

    @Test
    void aWindowThatCannotGrowCostsNoLoad() {
        Play play = play(aFleet().node("a").has(trained(8192, 8192)).build());

        play.arrives(ticket("asks").whole(4000).window(100_000));

        assertThat(play.chosen("asks").context()).isZero();
    }

    @Test
    void whatProbablyDoesNotFitGoesWhereItDoes() {
        Play play = play(aFleet().node("a")
                .has(trained(8192, 8192))
                .node("b")
                .has(trained(131_072, 32_768))
                .build());
        play.rates("a", "m", 2000, 100, 200).rates("b", "m", 1500, 80, 200);

        play.arrives(ticket("short").whole(20_000)).ends("short");
        play.arrives(ticket("long").whole(40_000));

        assertThat(play.node("short")).isEqualTo("a");
        assertThat(play.node("long")).isEqualTo("b");
        assertThat(play.lease("long").decision().candidates())
                .as("it may fit: 4.9 characters a token")
                .allMatch(Candidate::eligible);
    }

    @Test
    void whatCertainlyDoesNotFitIsNoCandidate() {
        Play play = play(aFleet().node("a")
                .has(trained(8192, 8192))
                .node("b")
                .has(trained(131_072, 32_768))
                .build());

        play.arrives(ticket("long").whole(100_000));

        assertThat(play.node("long")).isEqualTo("b");
        Candidate small = play.lease("long").decision().candidates().getFirst();
        assertThat(small.objection())
                .isEqualTo(new Objection(
                        Objection.Code.CONTEXT_TOO_SMALL,
                        "the prompt has at least 12500 tokens, the longest window there holds 8192"));
    }

    @Test
    void whatFitsNowhereIsRefusedAtOnceWhateverStateMachinesAreIn() {
        for (UpstreamKind kind : UpstreamKind.values()) {
            Play play = play(aFleet().node("a")
                    .speaks(kind)
                    .has(trained(8192, 8192))
                    .node("b")
                    .is(dev.herd.engine.fleet.UpstreamState.DOWN)
                    .has(trained(4096, 0))
                    .build());

            play.arrives(ticket("long").whole(100_000));

            Refusal refusal = play.refusal("long");
            assertThat(refusal.reason()).isEqualTo(Refusal.Reason.PROMPT_TOO_LONG);
            assertThat(refusal.detail()).contains("maximum context length is 8192 tokens");
            assertThat(objections(refusal)).containsOnly(Objection.Code.CONTEXT_TOO_SMALL);
        }
    }

    @Test
    void whereNobodyKnowsTheLongestWindowNothingIsRefused() {
        Play play = play(aFleet().node("a").has(trained(0, 4096)).build());

        play.arrives(ticket("long").whole(10_000_000));

        assertThat(play.node("long")).isEqualTo("a");
    }

    @Test
    void anotherServersWindowIsTheOneItRunsWith() {
        Play play = play(aFleet().node("a")
                .speaks(UpstreamKind.OPENAI)
                .has(trained(131_072, 8192))
                .build());

        play.arrives(ticket("long").whole(100_000));

        assertThat(play.refusal("long").reason()).isEqualTo(Refusal.Reason.PROMPT_TOO_LONG);
    }

    @Test
    void whatAServerRefusedGoesToALargerWindow() {
        Play play = play(two(8192, 16_384));
        play.arrives(ticket("x").whole(30_000));
        assertThat(play.node("x")).isEqualTo("a");

        var refused = play.lease("x").ticket();
        play.ends("x", new Outcome.RequestRefused());
        play.granted.remove("x");
        play.tell(new Event.Arrived(refused.beyond(8192), play.now()));

        assertThat(play.node("x")).isEqualTo("b");
        assertThat(play.lease("x").footprint().must()).isGreaterThan(8192);
    }

    @Test
    void aPromptThatMayBeCutGoesAnywhere() {
        Play play = play(aFleet().node("a").has(trained(2048, 2048)).build());

        play.arrives(ticket("long").prompt(1_000_000));

        assertThat(play.node("long")).isEqualTo("a");
        assertThat(play.chosen("long").context()).isZero();
    }
}
