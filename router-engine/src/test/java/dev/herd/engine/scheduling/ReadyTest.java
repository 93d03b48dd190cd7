package dev.herd.engine.scheduling;

import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.embedder;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.testing.TicketBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which machines stand ready for a batch.
class ReadyTest {
    private static final HostedModel E = embedder("e", "1".repeat(64));
    private static final HostedModel OTHER = embedder("e", "2".repeat(64));

    private static List<String> ready(Play play, TicketBuilder batch) {
        Ticket ticket = batch.at(play.now());
        return play.scheduler.ready(ticket, play.now()).stream()
                .map(ready -> ready.holder().node().name())
                .toList();
    }

    private static TicketBuilder batch() {
        return ticket("batch").forModels("e").embeds(new Variant(ModelRef.of("e"), E.digest()));
    }

    @Test
    void onlyThoseThatHaveItLoadedAndNothingElseToDo() {
        Play play = new Play(aFleet().node("idle")
                .has(E)
                .has("m")
                .node("chats")
                .has(E)
                .has("m")
                .node("cold")
                .has(E.withResidency(null))
                .node("other")
                .has(OTHER)
                .node("paused")
                .is(NodeState.PAUSED)
                .has(E)
                .build());
        play.arrives(ticket("chat").pinnedTo("chats"));

        assertThat(ready(play, batch())).containsExactly("idle");
        play.ends("chat");
        assertThat(ready(play, batch())).containsExactlyInAnyOrder("chats", "idle");
    }

    @Test
    void notWhereOthersWait() {
        Play play = new Play(aFleet().node("a").has(E).build());
        play.arrives(batch()).arrives(ticket("next").forModels("e").embeds());

        play.ends("batch");

        assertThat(ready(play, batch())).isEmpty();
    }

    @Test
    void theFirstModelThatCanBeHadDecides() {
        Play play = new Play(aFleet().node("a")
                .has(E)
                .node("b")
                .has(embedder("f", "3".repeat(64)))
                .build());

        assertThat(ready(play, ticket("x").forModels("e", "f").embeds())).containsExactly("a");
        assertThat(ready(play, ticket("x").forModels("gone", "f").embeds())).containsExactly("b");
    }
}
