package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.embedder;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.testing.TicketBuilder;
import org.junit.jupiter.api.Test;

/// One name, two models: vectors of one alone, texts of both.
class NamesakeChoiceTest {
    private static final Variant ONE = new Variant(ModelRef.of("e"), "1".repeat(64));
    private static final Variant TWO = new Variant(ModelRef.of("e"), "2".repeat(64));
    private static final FleetSnapshot FLEET = aFleet().node("a")
            .has(embedder("e", ONE.digest()))
            .node("b")
            .has(embedder("e", TWO.digest()))
            .build();

    private static TicketBuilder embedding(String id, Variant... only) {
        return ticket(id).forModels("e").as(RequestClass.NORMAL).prompt(100).embeds(only);
    }

    @Test
    void vectorsComeFromOneAloneHoweverLongThatTakes() {
        Play play = new Play(FLEET).rates("a", "e", 100, 1, 0).rates("b", "e", 10_000, 1, 0);

        play.arrives(embedding("first", ONE)).arrives(embedding("second", ONE));

        assertThat(play.node("first")).isEqualTo("a");
        assertThat(play.waiting("second").plannedNode()).isEqualTo("a");
        Candidate other = play.lease("first").decision().candidates().getLast();
        assertThat(other.objection().code()).isEqualTo(Objection.Code.OTHER_MODEL);
        assertThat(other.objection().code().label()).isEqualTo("other_model");
    }

    @Test
    void neitherFailureNorAbsenceMakesItTheOther() {
        Play play = new Play(FLEET);
        play.arrives(embedding("a", ONE)).ends("a", Play.failed()).retries("a");

        assertThat(play.refusal("a").candidates())
                .extracting(candidate -> candidate.objection().code())
                .containsExactly(Objection.Code.FAILED_IT, Objection.Code.OTHER_MODEL);
    }

    @Test
    void whoNamesAMachineGetsItsOwn() {
        Play play = new Play(FLEET).arrives(embedding("a").pinnedTo("b"));

        assertThat(play.node("a")).isEqualTo("b");
    }

    @Test
    void textsComeFromBoth() {
        Play play = new Play(
                aFleet().node("a").has(model("m")).node("b").has(model("m")).build());

        play.arrives("first").arrives("second");

        assertThat(play.node("first")).isNotEqualTo(play.node("second"));
    }

    @Test
    void anEmbeddingOfAModelThatWritesTooIsExpectedToWriteNothing() {
        Play play = new Play(aFleet().node("a").has(model("m")).build()).rates("a", "m", 1000, 10, 500);

        play.arrives(ticket("a").prompt(1000).embeds());

        assertThat(play.lease("a").decision().predictedSeconds()).isLessThan(1.1);
    }
}
