package dev.herd.engine.storage;

import static dev.herd.engine.testing.TicketBuilder.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.inference.Timings;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.learning.Learned;
import dev.herd.engine.learning.Observation;
import dev.herd.engine.learning.RateBook;
import dev.herd.engine.placement.Expectation;
import dev.herd.engine.placement.Outcome;
import dev.herd.engine.testing.FleetBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedFileTest {
    @TempDir
    Path directory;

    private HomeDirectory home;

    @BeforeEach
    void home() {
        home = new HomeDirectory(directory);
    }

    private static Holder holder(String node) {
        return FleetBuilder.aFleet()
                .node(node)
                .has("m")
                .build()
                .holders(ModelRef.of("m"))
                .getFirst();
    }

    /// As files name the model of [#holder].
    private static String model() {
        return "\"model\":\"m\",\"digest\":\"%s\""
                .formatted(holder("a").variant().digest());
    }

    private static void teach(RateBook book, String node, double seconds, double beside) {
        long nanos = Math.round(seconds * 1e9);
        var served = new Outcome.Served(
                new TokenUsage(1000, 0, 100, 40),
                new Timings(3 * nanos, nanos, nanos, nanos),
                Duration.ofNanos(2 * nanos),
                Duration.ofNanos(3 * nanos));
        book.learn(new Observation(
                ticket("x").of("me").prompt(9000).at(Instant.EPOCH),
                holder(node),
                served,
                beside,
                1,
                0,
                Instant.EPOCH,
                new Expectation(0, 1, 2, 3, 100, true)));
    }

    @Test
    void keepsWhatWasLearned() throws IOException {
        var before = new RateBook();
        teach(before, "a", 1, 0);
        teach(before, "a", 1.5, 2);
        teach(before, "b", 4, 0);
        Residency resident = new Residency(8192, 5_000_000_000L, 5_000_000_000L, null);
        Holder plain = holder("a");
        before.loaded(new Holder(plain.node(), plain.upstream(), plain.model().withResidency(resident)));
        new LearnedFile(home).save(before.learned());

        var after = new RateBook(new LearnedFile(home).load());

        assertThat(after.learned()).isEqualTo(before.learned());
        assertThat(after.rates(holder("a"), 9000)).isEqualTo(before.rates(holder("a"), 9000));
        assertThat(after.rates(holder("a"), 0)).isEqualTo(before.rates(holder("a"), 0));
        var asked = ticket("y").of("me").at(Instant.EPOCH);
        assertThat(after.answerTokens(asked, holder("a"))).isEqualTo(before.answerTokens(asked, holder("a")));
        assertThat(after.rates(holder("a"), 0).samples()).isEqualTo(2);
        assertThat(before.learned().memory()).hasSize(1);
        assertThat(after.memoryBytes(holder("b"), 8192)).isEqualTo(5_000_000_000L);
    }

    @Test
    void keepsWhatRequestsTakeOfWindows() throws IOException {
        var before = new RateBook();
        for (int i = 0; i < 25; i++) {
            teach(before, "a", 1, 0);
        }
        new LearnedFile(home).save(before.learned());

        var after = new RateBook(new LearnedFile(home).load());

        assertThat(after.recommendedWindows(Instant.EPOCH)).containsEntry(ModelRef.of("m"), 4096);
        var asked = ticket("y").of("me").whole(40_000).at(Instant.EPOCH);
        assertThat(after.footprint(asked, holder("a"), Instant.EPOCH))
                .isEqualTo(before.footprint(asked, holder("a"), Instant.EPOCH));
        assertThat(after.footprint(asked, holder("a"), Instant.EPOCH).thoughts())
                .isEqualTo(256);
    }

    @Test
    void aFileOfAnOlderHerdTellsNothingOfWindows() throws IOException {
        Files.writeString(home.learned(), "{\"models\":[{" + model() + ",\"answer\":[300,7]}]}");

        var book = new RateBook(new LearnedFile(home).load());

        assertThat(book.answerTokens(ticket("y").at(Instant.EPOCH), holder("a")))
                .isEqualTo(300);
        assertThat(book.recommendedWindows(Instant.EPOCH)).isEmpty();
    }

    @Test
    void keepsHowGoodPredictionsWere() throws IOException {
        var before = new RateBook();
        teach(before, "a", 1, 0);
        teach(before, "a", 1, 0);
        new LearnedFile(home).save(before.learned());

        var after = new RateBook(new LearnedFile(home).load());

        assertThat(after.insight()).isEqualTo(before.insight());
        assertThat(after.insight().accuracies().get(holder("a").instance()))
                .isNotNull()
                .satisfies(accuracy -> assertThat(accuracy.total().count()).isEqualTo(2));
    }

    @Test
    void readsWhatOlderVersionsKept() throws IOException {
        Files.writeString(
                home.learned(),
                "{\"instances\":[{\"url\":\"http://a:11434\"," + model() + ",\"prefill\":[7,3],\"decode\":[4,3],"
                        + "\"decodes\":[[4,3],[0,0],[0,0],[0,0]],\"load\":[0,0],\"trust\":[1,0]}],\"machines\":[],"
                        + "\"models\":[],\"answers\":[]}");

        var book = new RateBook(new LearnedFile(home).load());

        assertThat(book.rates(holder("a"), 0).samples()).isEqualTo(3);
        assertThat(book.insight().accuracies()).isEmpty();
    }

    @Test
    void knowsNothingWithoutAFile() {
        assertThat(new LearnedFile(home).load()).isEqualTo(Learned.NOTHING);
    }

    @Test
    void leavesAFileAsideThatItCannotRead() throws IOException {
        for (String broken : new String[] {
            "",
            "{",
            "[]",
            "{\"machines\":[{\"node\":\"a\",\"decode\":[1]}]}",
            "{\"models\":7}",
            "{\"contexts\":[{\"model\":\"m\",\"days\":[[1,2]]}]}",
            "{\"contexts\":[{\"model\":\"m\",\"hours\":[[1,-2]]}]}"
        }) {
            Files.writeString(home.learned(), broken);

            assertThat(new LearnedFile(home).load()).as(broken).isEqualTo(Learned.NOTHING);
        }
    }

    @Test
    void writesOnlyWhatIsNew() throws IOException {
        var book = new RateBook();
        teach(book, "a", 1, 0);
        var file = new LearnedFile(home);
        file.save(book.learned());
        Files.delete(home.learned());

        file.save(book.learned());
        assertThat(home.learned()).doesNotExist();
        teach(book, "a", 2, 0);
        file.save(book.learned());
        assertThat(home.learned()).exists();
    }
}
