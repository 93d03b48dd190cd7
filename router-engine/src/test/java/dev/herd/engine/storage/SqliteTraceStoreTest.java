package dev.herd.engine.storage;

import static dev.herd.engine.testing.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.TraceQuery;
import dev.herd.engine.protocol.fleet.TraceJson;
import dev.herd.engine.testing.FakeClock;
import dev.herd.engine.trace.TraceStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTraceStoreTest {
    private static final TraceQuery EVERYTHING = new TraceQuery(1000, Long.MAX_VALUE, null, null, null, null);

    @TempDir
    Path home;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = home.resolve("traces.db");
    }

    private SqliteTraceStore open() throws IOException {
        SqliteTraceStore.Opened opened = SqliteTraceStore.open(file, new FakeClock());
        assertThat(opened.setAside()).isEmpty();
        return opened.store();
    }

    private Connection raw() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static List<String> ids(List<TraceStore.Row> rows) {
        return rows.stream()
                .map(TraceStore.Row::summaryJson)
                .map(json -> json.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private static List<RequestTrace> traces(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> trace("r" + i).build()).toList();
    }

    private static TraceQuery filter(
            @Nullable String model, @Nullable String node, @Nullable String outcome, @Nullable String tag) {
        return new TraceQuery(100, Long.MAX_VALUE, model, node, outcome, tag);
    }

    @Test
    void givesBackWhatItStoredAlsoAfterARestart() throws IOException {
        RequestTrace trace = trace("r-1").tags("one", "two").build();
        try (SqliteTraceStore store = open()) {
            store.append(List.of(trace));
        }

        try (SqliteTraceStore store = open()) {
            assertThat(store.find("r-1")).contains(TraceJson.whole(trace));
            assertThat(store.find("r-2")).isEmpty();
            assertThat(store.page(EVERYTHING))
                    .extracting(TraceStore.Row::summaryJson)
                    .containsExactly(TraceJson.summary(trace));
        }
    }

    @Test
    void keepsAWriteAheadLogAndItsVersion() throws IOException, SQLException {
        try (SqliteTraceStore store = open();
                Connection raw = raw();
                Statement statement = raw.createStatement()) {
            store.append(traces(0, 1));
            try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
                assertThat(mode.getString(1)).isEqualTo("wal");
            }
            try (ResultSet version = statement.executeQuery("PRAGMA user_version")) {
                assertThat(version.getInt(1)).isEqualTo(2);
            }
        }
    }

    @Test
    void letsOnlyItsOwnerRead() throws IOException {
        try (SqliteTraceStore store = open()) {
            store.append(traces(0, 1));
            for (String name : List.of("traces.db", "traces.db-wal", "traces.db-shm")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void pagesFromTheNewestToTheOldest() throws IOException {
        try (SqliteTraceStore store = open()) {
            store.append(traces(0, 25));
            List<String> all = new ArrayList<>();
            long before = Long.MAX_VALUE;
            for (int page = 0; page < 3; page++) {
                List<TraceStore.Row> rows = store.page(new TraceQuery(10, before, null, null, null, null));
                all.addAll(ids(rows));
                before = rows.getLast().sequence();
                store.append(traces(100 + page, 101 + page));
            }

            assertThat(all)
                    .as("what comes meanwhile moves nothing")
                    .isEqualTo(
                            IntStream.range(0, 25).mapToObj(i -> "r" + (24 - i)).toList());
            assertThat(store.page(new TraceQuery(10, before, null, null, null, null)))
                    .isEmpty();
        }
    }

    @Test
    void filtersByModelNodeOutcomeAndTag() throws IOException {
        try (SqliteTraceStore store = open()) {
            store.append(List.of(
                    trace("llama").model("llama3:latest").node("Studio").build(),
                    trace("qwen").model("qwen3:32b").node("mini").tags("work").build(),
                    trace("failed")
                            .model("qwen3:32b")
                            .node("mini")
                            .ended(RequestOutcome.FAILED)
                            .tags("work", "night")
                            .build()));

            assertThat(ids(store.page(filter("llama3", null, null, null)))).containsExactly("llama");
            assertThat(ids(store.page(filter("LLAMA3:latest", null, null, null))))
                    .containsExactly("llama");
            assertThat(ids(store.page(filter("qwen3", null, null, null)))).isEmpty();
            assertThat(ids(store.page(filter(null, "studio", null, null)))).containsExactly("llama");
            assertThat(ids(store.page(filter(null, null, "failed", null)))).containsExactly("failed");
            assertThat(ids(store.page(filter(null, null, null, "work")))).containsExactly("failed", "qwen");
            assertThat(ids(store.page(filter(null, null, null, "wor")))).isEmpty();
            assertThat(ids(store.page(filter("qwen3:32b", "mini", "completed", "work"))))
                    .containsExactly("qwen");
            assertThat(ids(store.page(filter(null, null, null, "' OR 1=1 --")))).isEmpty();
        }
    }

    @Test
    void forgetsWhatIsOld() throws IOException {
        try (SqliteTraceStore store = open()) {
            store.append(List.of(
                    trace("old").at(FakeClock.START.minus(Duration.ofDays(31))).build(),
                    trace("new").at(FakeClock.START).build()));

            int forgotten = store.deleteBefore(FakeClock.START.minus(Duration.ofDays(30)));

            assertThat(forgotten).isEqualTo(1);
            assertThat(ids(store.page(EVERYTHING))).containsExactly("new");
        }
    }

    @Test
    void pagesAHundredThousandRowsWithoutReadingThemAll() throws IOException, SQLException {
        try (SqliteTraceStore store = open();
                Connection raw = raw();
                Statement statement = raw.createStatement()) {
            statement.executeUpdate("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                    + " INSERT INTO requests"
                    + " SELECT i, 'r' || i, i, 'completed', 'm:latest', 'm:latest', 'a', '', '{\"id\":\"r' || i"
                    + " || '\"}', '{}' FROM n");
            assertThat(ids(store.page(new TraceQuery(3, 50_001, null, null, null, null))))
                    .containsExactly("r50000", "r49999", "r49998");

            try (ResultSet plan = statement.executeQuery("EXPLAIN QUERY PLAN " + SqliteTraceStore.PAGE)) {
                List<String> steps = new ArrayList<>();
                while (plan.next()) {
                    steps.add(plan.getString("detail"));
                }
                assertThat(steps).containsExactly("SEARCH requests USING INTEGER PRIMARY KEY (rowid<?)");
            }
        }
    }

    @Test
    void setsAFileAsideThatIsNoDatabase() throws IOException {
        byte[] nonsense =
                "this is no database, whatever its name says".repeat(100).getBytes(StandardCharsets.UTF_8);
        Files.write(file, nonsense);

        SqliteTraceStore.Opened opened = SqliteTraceStore.open(file, new FakeClock());

        try (SqliteTraceStore store = opened.store()) {
            store.append(traces(0, 1));
            assertThat(store.page(EVERYTHING)).hasSize(1);
        }
        assertThat(opened.setAside().orElseThrow()).hasBinaryContent(nonsense);
    }

    @Test
    void setsADamagedDatabaseAside() throws IOException {
        try (SqliteTraceStore store = open()) {
            store.append(traces(0, 500));
        }
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 8192, 40_960, (byte) 0x5a);
        Files.write(file, bytes);

        SqliteTraceStore.Opened opened = SqliteTraceStore.open(file, new FakeClock());

        opened.store().close();
        assertThat(opened.setAside().orElseThrow()).hasBinaryContent(bytes);
    }

    @Test
    void setsADatabaseOfANewerHerdAside() throws IOException, SQLException {
        open().close();
        try (Connection raw = raw();
                Statement statement = raw.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }

        SqliteTraceStore.Opened opened = SqliteTraceStore.open(file, new FakeClock());

        opened.store().close();
        assertThat(opened.setAside()).isPresent();
    }

    @Test
    void leavesALockedDatabaseWhereItIs() throws IOException, SQLException {
        try (SqliteTraceStore store = open()) {
            store.append(traces(0, 3));
        }
        try (Connection other = raw();
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");

            assertThatThrownBy(() -> SqliteTraceStore.open(file, new FakeClock(), 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("locked");
        }

        try (SqliteTraceStore store = open()) {
            assertThat(store.page(EVERYTHING)).hasSize(3);
        }
    }

    @Test
    void readsOnWhileAnotherProcessWrites() throws IOException, SQLException {
        try (SqliteTraceStore store =
                        SqliteTraceStore.open(file, new FakeClock(), 1).store();
                Connection other = raw();
                Statement statement = other.createStatement()) {
            store.append(traces(0, 3));
            statement.execute("BEGIN IMMEDIATE");

            assertThatThrownBy(() -> store.append(traces(3, 4)))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(TraceStore.DamagedException.class);
            assertThat(store.page(EVERYTHING)).hasSize(3);
            statement.execute("ROLLBACK");
            store.append(traces(3, 4));

            assertThat(store.page(EVERYTHING)).hasSize(4);
        }
    }

    @Test
    void storesABatchWhollyOrNotAtAll() throws IOException, SQLException {
        try (SqliteTraceStore store = open();
                Connection raw = raw();
                Statement statement = raw.createStatement()) {
            statement.execute("CREATE TRIGGER full BEFORE INSERT ON requests WHEN NEW.id = 'r2'"
                    + " BEGIN SELECT RAISE(FAIL, 'no space'); END");

            assertThatThrownBy(() -> store.append(traces(0, 5))).hasMessageContaining("no space");

            assertThat(store.page(EVERYTHING)).isEmpty();
            statement.execute("DROP TRIGGER full");
            store.append(traces(0, 5));
            assertThat(store.page(EVERYTHING)).hasSize(5);
        }
    }

    @Test
    void saysWhenTheFileWasDamagedWhileItWasOpen() throws IOException {
        try (SqliteTraceStore store = open()) {
            store.append(traces(0, 200));
        }
        SqliteTraceStore store = open();
        Files.write(file, new byte[65_536], StandardOpenOption.TRUNCATE_EXISTING);

        assertThatThrownBy(() -> store.append(traces(200, 400))).isInstanceOf(TraceStore.DamagedException.class);

        try {
            store.close();
        } catch (IOException broken) {
            assertThat(broken).hasMessageContaining("closed");
        }
        assertThat(SqliteTraceStore.open(file, new FakeClock()).setAside()).isPresent();
    }

    @Test
    void saysWhenThereIsNoPlaceForIt() {
        file = home.resolve("missing").resolve("traces.db");

        assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    }
}
