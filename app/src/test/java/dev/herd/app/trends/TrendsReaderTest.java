package dev.herd.app.trends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.Trends;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TrendsReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-24T14:00:00Z");

    private final List<TrendQuery> asked = new ArrayList<>();
    private final List<Consumer<Trends>> reads = new ArrayList<>();
    private final List<Consumer<String>> fails = new ArrayList<>();
    private final List<Object> heard = new ArrayList<>();
    private final TrendsReader reader = new TrendsReader(
            (query, read, failed) -> {
                asked.add(query);
                reads.add(read);
                fails.add(failed);
            },
            new TrendsReader.Watcher() {
                @Override
                public void read(Trends trends) {
                    heard.add(trends);
                }

                @Override
                public void failed(String reason) {
                    heard.add(reason);
                }
            });

    private static Span hour(Instant now) {
        return Span.last(Span.Preset.HOUR, now);
    }

    private void look(int seconds) {
        Instant now = NOW.plusSeconds(seconds);
        reader.look(hour(now), 800, now);
    }

    private Trends answer(int step) {
        var trends = new Trends(NOW, Duration.ofSeconds(step), 0, NOW, List.of(), List.of());
        reads.getLast().accept(trends);
        return trends;
    }

    @Test
    void asksAgainAsOftenAsThereMayBeSomethingNew() {
        look(0);
        look(1);
        assertThat(asked).as("one question at a time").hasSize(1);
        answer(10);
        look(4);
        assertThat(asked).hasSize(1);
        look(5);
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast().to()).isEqualTo(NOW.plusSeconds(5));
        answer(3600);
        look(34);
        assertThat(asked).hasSize(2);
        look(35);
        assertThat(asked).hasSize(3);
    }

    @Test
    void aStretchOfThePastIsAskedForOnce() {
        Span past = Span.between(NOW.minusSeconds(900), NOW.minusSeconds(300), NOW);
        reader.look(past, 800, NOW);
        answer(10);
        reader.look(past, 820, NOW.plusSeconds(600));
        assertThat(asked).hasSize(1);
        reader.look(past, 1600, NOW.plusSeconds(601));
        assertThat(asked).as("a larger window").hasSize(2);
        assertThat(asked.getLast().points()).isEqualTo(1000);
    }

    @Test
    void anotherStretchIsAskedForOnceTheQuestionUnderWayIsAnswered() {
        look(0);
        Span past = Span.between(NOW.minusSeconds(900), NOW.minusSeconds(300), NOW);
        reader.look(past, 800, NOW);
        assertThat(asked).hasSize(1);
        answer(10);
        reader.look(past, 800, NOW);
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast().to()).isEqualTo(past.to());
    }

    @Test
    void triesAgainByItselfAndWhenThePersonWantsIt() {
        Span past = Span.between(NOW.minusSeconds(900), NOW.minusSeconds(300), NOW);
        reader.look(past, 800, NOW);
        fails.getLast().accept("locked");
        assertThat(heard).containsExactly("locked");
        reader.look(past, 800, NOW.plusSeconds(4));
        assertThat(asked).hasSize(1);
        reader.look(past, 800, NOW.plusSeconds(5));
        assertThat(asked).hasSize(2);
        fails.getLast().accept("locked");
        reader.again();
        reader.look(past, 800, NOW.plusSeconds(6));
        assertThat(asked).hasSize(3);
        Trends read = answer(10);
        assertThat(heard).last().isEqualTo(read);
    }
}
