package dev.herd.engine.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Runners;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunnersMeterTest {
    private static final long SELF = 1;

    private final FakeTable table = new FakeTable();
    private final RunnersMeter meter = new RunnersMeter(table, SELF);
    private long second;

    /// Two processors that count milliseconds.
    private static final class FakeTable implements ProcessTable {
        record Entry(String name, long started, long spent, long bytes) {}

        final Map<Long, Entry> processes = new HashMap<>(Map.of(SELF, new Entry("java", 0, 0, 100)));
        int namesAsked;

        void put(long process, String name, long spent, long bytes) {
            processes.put(process, new Entry(name, 7, spent, bytes));
        }

        @Override
        public Set<Long> running() {
            return Set.copyOf(processes.keySet());
        }

        @Override
        public Optional<String> name(long process) {
            namesAsked++;
            return Optional.ofNullable(processes.get(process)).map(Entry::name);
        }

        @Override
        public List<String> arguments(long process) {
            return List.of("python3", "-m", "vllm.entrypoints.openai.api_server");
        }

        @Override
        public Optional<Use> use(long process) {
            return Optional.ofNullable(processes.get(process))
                    .map(found -> new Use(found.started(), found.spent(), found.bytes()));
        }

        @Override
        public long offered(Instant now) {
            return 2 * (now.toEpochMilli() - FakeClock.START.toEpochMilli());
        }
    }

    private Optional<Runners> look() throws IOException {
        return meter.until(FakeClock.START.plusSeconds(second++));
    }

    @Test
    void measuresServersAndItselfBetweenTwoLooks() throws IOException {
        table.put(2, "ollama", 5000, 1000);
        table.put(3, "python3.12", 0, 500);
        table.put(4, "firefox", 0, 9999);
        assertThat(look()).isEmpty();

        table.put(2, "ollama", 5500, 2000);
        table.put(3, "python3.12", 400, 500);
        table.put(4, "firefox", 900, 9999);

        assertThat(look()).contains(new Runners(0.45, 2600));
    }

    @Test
    void seesServersThatCameLaterAlsoWhenTheyHadTheirParentsName() throws IOException {
        look();
        table.put(2, "bash", 0, 10);
        look();
        table.put(2, "llama-server", 100, 4000);
        look();
        table.put(2, "llama-server", 1100, 4000);

        assertThat(look()).contains(new Runners(0.5, 4100));
    }

    @Test
    void countsNothingOfAProcessThatHasAnothersNumber() throws IOException {
        table.put(2, "ollama", 100, 10);
        look();
        table.processes.put(2L, new FakeTable.Entry("ollama", 99, 900_000, 10));

        assertThat(look()).contains(new Runners(0, 110));
    }

    @Test
    void forgetsThoseThatEnded() throws IOException {
        table.put(2, "ollama", 100, 10);
        look();
        table.processes.remove(2L);

        assertThat(look()).contains(new Runners(0, 100));
    }

    @Test
    void asksOthersRarely() throws IOException {
        for (long process = 10; process < 110; process++) {
            table.put(process, "firefox", 0, 0);
        }
        for (int i = 0; i < 12; i++) {
            look();
        }
        assertThat(table.namesAsked).isEqualTo(200);
    }

    @Test
    void aLookJustAfterTheLastSaysTheSame() throws IOException {
        table.put(2, "ollama", 0, 0);
        look();
        table.put(2, "ollama", 1000, 0);
        Optional<Runners> first = look();
        table.put(2, "ollama", 1010, 0);

        assertThat(meter.until(FakeClock.START.plusSeconds(1).plusMillis(5))).isEqualTo(first);
    }
}
