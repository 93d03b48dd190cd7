package dev.herd.engine.scheduling;

import static dev.herd.engine.placement.RequestClass.BATCH;
import static dev.herd.engine.placement.RequestClass.NORMAL;
import static dev.herd.engine.testing.FleetBuilder.aFleet;
import static dev.herd.engine.testing.FleetBuilder.able;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static dev.herd.engine.testing.FleetBuilder.sized;
import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.placement.MachineCondition;
import dev.herd.engine.testing.TicketBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Embeddings in a lane of their own: what chats load, and wait for, keeps none of them.
class EmbeddingLaneTest {
    private static final long GB = 1_000_000_000L;
    private static final HostedModel EMBEDDER = able("e", Set.of("embedding"));

    private static final QueueConfig PATIENT = new QueueConfig(Duration.ofDays(1), Duration.ofSeconds(10));

    private static TicketBuilder embedding(String id) {
        return ticket(id).forModels("e").as(NORMAL).of("indexer").prompt(400);
    }

    private static TicketBuilder chat(String id) {
        return ticket(id).forModels("chat").of("person");
    }

    private static MachineCondition memory(long gigabytes) {
        return new MachineCondition(gigabytes * GB, 1, false, 0, false);
    }

    private static HostedModel loaded(String name, long gigabytes) {
        return sized(name, gigabytes * GB).withResidency(new Residency(8192, gigabytes * GB, gigabytes * GB, null));
    }

    /// One machine with the embedder in memory and a chat model that loads for a minute.
    private static Play loading() {
        Play play = new Play(
                aFleet().node("studio")
                        .has(EMBEDDER)
                        .has(onDisk("chat"))
                        .has(onDisk("other"))
                        .build(),
                PATIENT);
        play.takes("studio", "chat", 1).takes("studio", "other", 1).rates("studio", "e", 4000, 100, 0);
        play.loads("studio", "chat", 60).loads("studio", "other", 60).knowledge.contention(0.5);
        return play.arrives(chat("loads"));
    }

    @Test
    void startsBesideAChatsLoad() {
        Play play = loading().after(1).arrives(embedding("a"));

        assertThat(play.node("a")).isEqualTo("studio");
        assertThat(play.grant("a").queued()).isZero();
        assertThat(play.chosen("a").load()).isZero();
    }

    @Test
    void batchWorkThatEndsBeforeTheLoadDoesStartsToo() {
        Play play = loading().after(1).arrives(embedding("a").as(BATCH));

        assertThat(play.node("a")).isEqualTo("studio");
    }

    @Test
    void batchWorkThatWouldRunIntoThePersonsAnswerWaits() {
        Play play = loading().after(1).arrives(embedding("a").as(BATCH).prompt(400_000));

        assertThat(play.waiting()).containsExactly("a");
    }

    @Test
    void passesAHundredChatsThatWaitForAnotherModel() {
        Play play = loading();
        IntStream.range(0, 100).forEach(i -> play.arrives(chat("chat" + i)));
        assertThat(play.waiting()).hasSize(100);

        play.arrives(embedding("a"));

        assertThat(play.node("a")).isEqualTo("studio");
    }

    @Test
    void eachFollowsTheOneBeforeAtOnceThoughChatsInFrontWaitForALoad() {
        Play play = loading();
        // They wait for the load that goes on, each with a free slot of its own model.
        IntStream.range(0, 20).forEach(i -> play.arrives(ticket("chat" + i).forModels("other")));
        IntStream.range(0, 20).forEach(i -> play.arrives(embedding("e" + i)));
        assertThat(play.waiting()).hasSize(39);

        for (int i = 0; i < 19; i++) {
            play.ends("e" + i);
            assertThat(play.node("e" + (i + 1))).as("without a tick").isEqualTo("studio");
        }
        assertThat(play.granted).doesNotContainKeys("chat0", "chat19");
    }

    @Test
    void goesWhereItIsLoadedRatherThanBehindALoad() {
        Play play = new Play(aFleet().node("mini")
                .has(EMBEDDER)
                .node("studio")
                .has(onDisk("chat"))
                .has(EMBEDDER.withResidency(null))
                .build());
        play.rates("mini", "e", 1000, 100, 0).rates("studio", "e", 4000, 100, 0);
        play.loads("studio", "chat", 60).arrives(chat("loads").pinnedTo("studio"));

        play.arrives(embedding("a"));

        assertThat(play.node("a")).isEqualTo("mini");
    }

    @Test
    void isNotThrownOutWithALargeModelWhoseMemorySuffices() {
        Play play = new Play(aFleet().node("studio")
                .has(sized("chat", 20 * GB))
                .has(loaded("idle", 24))
                .has(loaded("e", 1))
                .build());
        // Nobody has asked for it lately, so that it costs nothing to throw out.
        play.condition("studio", memory(26)).arrives(chat("a"));

        assertThat(play.node("a")).isEqualTo("studio");
        assertThat(play.unloaded).containsExactly("idle@studio");
    }

    @Test
    void oneAtWorkIsNotThrownOutForALoad() {
        Play play = new Play(aFleet().node("studio")
                .has(sized("chat", 20 * GB))
                .has(loaded("idle", 24))
                .has(loaded("e", 10))
                .build());
        play.rates("studio", "e", 100, 100, 0).condition("studio", memory(40));
        play.arrives(embedding("works")).arrives(chat("a"));

        assertThat(play.unloaded).containsExactly("idle@studio");
        assertThat(List.of(play.node("works"), play.node("a"))).containsOnly("studio");
    }
}
