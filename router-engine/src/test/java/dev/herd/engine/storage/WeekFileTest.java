package dev.herd.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.presence.LearnedWeek;
import dev.herd.engine.presence.Stretch;
import dev.herd.engine.presence.WeekLearner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeekFileTest {
    private static final NodeId NODE = new NodeId("studio");

    @TempDir
    Path directory;

    private HomeDirectory home;

    @BeforeEach
    void home() {
        home = new HomeDirectory(directory);
    }

    private static LearnedWeek learned() {
        var learner = new WeekLearner(ZoneOffset.UTC);
        var random = new Random(5);
        Instant at = Instant.parse("2026-03-02T00:00:00Z");
        for (int half = 0; half < 5 * 336; half++) {
            Stretch.Use use = List.of(Stretch.Use.values()).get(random.nextInt(3));
            learner.observe(new Stretch(at, Duration.ofMinutes(17 + random.nextInt(13)), use));
            at = at.plus(Duration.ofMinutes(30));
        }
        learner.mark(DayOfWeek.FRIDAY, 15, WeekMap.Mark.BUSY);
        return learner.learned();
    }

    private WeekFile.Loaded saved(LearnedWeek week) throws IOException {
        new WeekFile(home).save(Map.of(NODE, week));
        return new WeekFile(home).load();
    }

    @Test
    void keepsWhatWasLearned() throws IOException {
        LearnedWeek before = learned();

        WeekFile.Loaded loaded = saved(before);

        assertThat(loaded.damage()).isEmpty();
        LearnedWeek after = Objects.requireNonNull(loaded.weeks().get(NODE));
        assertThat(after.at()).isEqualTo(before.at());
        assertThat(after.marks()).isEqualTo(before.marks());
        for (int slot = 0; slot < 336; slot++) {
            assertThat(after.active().get(slot)).isCloseTo(before.active().get(slot), Offset.offset(6e-5));
            assertThat(after.seen().get(slot)).isCloseTo(before.seen().get(slot), Offset.offset(6e-5));
        }
        assertThat(after.open().returns()).isCloseTo(before.open().returns(), Offset.offset(1e-4));
        assertThat(saved(after).weeks()).containsEntry(NODE, after);
    }

    @Test
    void isSmall() throws IOException {
        saved(learned());

        assertThat(Files.size(home.week())).isLessThan(10_240);
    }

    @Test
    void writesNothingThatIsThereAlready() throws IOException {
        var file = new WeekFile(home);
        Map<NodeId, LearnedWeek> weeks = Map.of(NODE, learned());
        file.save(weeks);
        Files.delete(home.week());
        file.save(weeks);

        assertThat(home.week()).doesNotExist();
    }

    @Test
    void isEmptyBeforeTheFirstTime() {
        assertThat(new WeekFile(home).load()).isEqualTo(new WeekFile.Loaded(Map.of(), ""));
    }

    /// What stands in a good file, and what instead.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"weeks"             | {"week
        "node":"studio"      | "node":""
        "node":"studio",     | "name":"studio",
        "at":"2026           | "at":"in 2026
        "active":[           | "active":["1",
        "active":[           | "active":[0,
        "active":[           | "active":[1e9,
        "active":[           | "actives":[
        "seen":[             | "seen":[-1,
        "marks":"l           | "marks":"x
        "marks":"l           | "marks":"ll
        "open":[             | "open":[1,
        "locked":            | "locked":[],"was":
        """)
    void aDamagedFileIsSetAside(String good, String bad) throws IOException {
        saved(learned());
        String text = Files.readString(home.week());
        assertThat(text).contains(good);
        Files.writeString(home.week(), text.replace(good, bad));

        WeekFile.Loaded loaded = new WeekFile(home).load();

        assertThat(loaded.weeks()).isEmpty();
        assertThat(loaded.damage())
                .startsWith("the learned weeks could not be read and were set aside as week.json.damaged: ");
        assertThat(home.week()).doesNotExist();
        assertThat(directory.resolve("week.json.damaged")).exists();
    }

    @Test
    void aFileThatEndsEarlyIsSetAside() throws IOException {
        saved(learned());
        byte[] whole = Files.readAllBytes(home.week());
        for (int length = 0; length < whole.length; length += 487) {
            Files.write(home.week(), Arrays.copyOf(whole, length));

            assertThat(new WeekFile(home).load().damage())
                    .as("of " + length + " bytes")
                    .isNotEmpty();
        }
    }
}
