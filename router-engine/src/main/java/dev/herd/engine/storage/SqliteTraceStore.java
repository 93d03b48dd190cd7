package dev.herd.engine.storage;

import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestSummary;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.TraceQuery;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.fleet.TraceJson;
import dev.herd.engine.protocol.fleet.TraceReader;
import dev.herd.engine.trace.TraceStore;
import dev.herd.engine.trace.TrendStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The history in SQLite: write-ahead log, one connection that writes and one that reads. Thread-safe.
public final class SqliteTraceStore implements TraceStore {
    private static final String INSERT = "INSERT OR REPLACE INTO requests"
            + " (id, received_at, outcome, asked_model, served_model, node, tags, summary, trace)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    static final String PAGE = "SELECT sequence, summary FROM requests WHERE sequence < ?1"
            + " AND (?2 IS NULL OR asked_model IN (?2, ?3) OR served_model IN (?2, ?3))"
            + " AND (?4 IS NULL OR node = ?4) AND (?5 IS NULL OR outcome = ?5)"
            + " AND (?6 IS NULL OR instr(tags, ?6) > 0) ORDER BY sequence DESC LIMIT ?7";

    private static final String PASSES = " FROM requests WHERE (?1 IS NULL OR received_at >= ?1)"
            + " AND (?2 IS NULL OR node = ?2) AND (?3 IS NULL OR outcome = ?3)"
            + " AND (?4 IS NULL OR instr(lower(summary), ?4) > 0)";
    private static final String HISTORY = "SELECT summary" + PASSES + " ORDER BY sequence DESC LIMIT ?5 OFFSET ?6";

    /// SQLite's own result codes.
    static final int SQLITE_CORRUPT = 11;

    static final int SQLITE_NOTADB = 26;

    private static final int BUSY_MILLIS = 2000;
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final Set<Integer> LOCKED = Set.of(SQLITE_BUSY, SQLITE_LOCKED);
    private static final Set<Integer> UNSOUND = Set.of(SQLITE_CORRUPT, SQLITE_NOTADB);

    /// Separates tags in their column; no tag holds it.
    private static final String SEPARATOR = "\u001f";

    private final Connection writer;
    private final Connection reader;
    private final ReentrantLock reading = new ReentrantLock();
    private final SqliteTrendStore trends;

    private SqliteTraceStore(Connection writer, Connection reader) {
        this.writer = writer;
        this.reader = reader;
        trends = new SqliteTrendStore(writer, reader, reading);
    }

    /// A store, and where a file that could not be read was put.
    public record Opened(SqliteTraceStore store, Optional<Path> setAside) {}

    /// Opens the file, or a new one in its place when it is no sound database.
    ///
    /// @throws IOException when it cannot be opened now, which says nothing of the file: it is locked, say
    public static Opened open(Path file, InstantSource clock) throws IOException {
        return open(file, clock, BUSY_MILLIS);
    }

    /// @param busyMillis how long each statement waits for another process that has the database locked
    static Opened open(Path file, InstantSource clock, int busyMillis) throws IOException {
        PrivateFile.create(file);
        try {
            return new Opened(connect(file, busyMillis), Optional.empty());
        } catch (SQLException failed) {
            if (!isUnsound(failed)) {
                throw new IOException(
                        isLocked(failed)
                                ? "another program has it locked"
                                : "it cannot be opened: " + failed.getMessage(),
                        failed);
            }
        }
        Path aside = file.resolveSibling(
                file.getFileName() + ".unreadable-" + clock.instant().toEpochMilli());
        setAside(file, aside);
        PrivateFile.create(file);
        try {
            return new Opened(connect(file, busyMillis), Optional.of(aside));
        } catch (SQLException again) {
            throw new IOException("it cannot be made anew: " + again.getMessage(), again);
        }
    }

    /// Whether the file itself is to blame.
    static boolean isUnsound(SQLException failed) {
        return UNSOUND.contains(failed.getErrorCode() & 0xff);
    }

    private static boolean isLocked(SQLException failed) {
        return LOCKED.contains(failed.getErrorCode() & 0xff);
    }

    /// With what the database wrote beside it, so that nothing is lost that could be rescued.
    private static void setAside(Path file, Path aside) throws IOException {
        Files.move(file, aside);
        Path wal = file.resolveSibling(file.getFileName() + "-wal");
        if (Files.exists(wal)) {
            Files.move(wal, aside.resolveSibling(aside.getFileName() + "-wal"));
        }
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
    }

    private static SqliteTraceStore connect(Path file, int busyMillis) throws SQLException {
        Connection writer = connection(file, busyMillis);
        try {
            TraceSchema.migrate(writer);
            check(writer);
            return new SqliteTraceStore(writer, connection(file, busyMillis));
        } catch (SQLException broken) {
            writer.close();
            throw broken;
        }
    }

    private static Connection connection(Path file, int busyMillis) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + busyMillis);
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
            return connection;
        } catch (SQLException broken) {
            connection.close();
            throw broken;
        }
    }

    private static void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            String verdict = rows.getString(1);
            if (!verdict.equals("ok")) {
                throw new SQLException("the history is damaged: " + verdict, "", SQLITE_CORRUPT);
            }
        }
    }

    @Override
    public void append(List<RequestTrace> traces) throws IOException {
        try {
            writer.setAutoCommit(false);
            try (PreparedStatement insert = writer.prepareStatement(INSERT)) {
                for (RequestTrace trace : traces) {
                    bind(insert, trace);
                    insert.addBatch();
                }
                insert.executeBatch();
                writer.commit();
            } catch (SQLException broken) {
                writer.rollback();
                throw broken;
            } finally {
                writer.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            String reason = "traces cannot be written: " + broken.getMessage();
            throw isUnsound(broken) ? new DamagedException(reason, broken) : new IOException(reason, broken);
        }
    }

    private static void bind(PreparedStatement insert, RequestTrace trace) throws SQLException {
        insert.setString(1, trace.id());
        insert.setLong(2, trace.receivedAt().toEpochMilli());
        insert.setString(3, TraceJson.outcome(trace));
        insert.setString(4, ref(trace.askedModel()));
        insert.setString(5, ref(trace.servedModel()));
        insert.setString(6, trace.node());
        insert.setString(7, SEPARATOR + String.join(SEPARATOR, trace.tags()) + SEPARATOR);
        insert.setString(8, TraceJson.summary(trace));
        insert.setString(9, TraceJson.whole(trace));
    }

    private static String ref(String model) {
        return model.isBlank() ? "" : ModelRef.of(model).name();
    }

    @Override
    public List<Row> page(TraceQuery query) throws IOException {
        reading.lock();
        try (PreparedStatement select = reader.prepareStatement(PAGE)) {
            select.setLong(1, query.before());
            String model = query.model();
            select.setString(2, model);
            select.setString(3, model == null ? null : ref(model));
            select.setString(4, query.node());
            select.setString(5, query.outcome());
            select.setString(6, query.tag() == null ? null : SEPARATOR + query.tag() + SEPARATOR);
            select.setInt(7, query.limit());
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(found.getLong(1), found.getString(2)));
                }
            }
            return rows;
        } catch (SQLException broken) {
            throw new IOException("the history cannot be read: " + broken.getMessage(), broken);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public HistoryPage history(HistoryQuery query) throws IOException {
        reading.lock();
        try (PreparedStatement count = reader.prepareStatement("SELECT count(*)" + PASSES);
                PreparedStatement select = reader.prepareStatement(HISTORY)) {
            bind(count, query);
            bind(select, query);
            select.setInt(5, query.limit());
            select.setInt(6, query.offset());
            List<RequestSummary> rows = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(TraceReader.summary(found.getString(1)));
                }
            }
            try (ResultSet total = count.executeQuery()) {
                return new HistoryPage(total.getInt(1), rows);
            }
        } catch (SQLException broken) {
            throw new IOException("the history cannot be read: " + broken.getMessage(), broken);
        } catch (BadRequestException unreadable) {
            throw new IOException("the history holds an unreadable row: " + unreadable.reason(), unreadable);
        } finally {
            reading.unlock();
        }
    }

    private static void bind(PreparedStatement statement, HistoryQuery query) throws SQLException {
        Instant since = query.since();
        RequestOutcome outcome = query.outcome();
        String text = query.text();
        statement.setObject(1, since == null ? null : since.toEpochMilli());
        statement.setString(2, query.node());
        statement.setString(3, outcome == null ? null : outcome.label());
        statement.setString(4, text == null ? null : text.toLowerCase(Locale.ROOT));
    }

    @Override
    public Optional<Instant> oldest() throws IOException {
        reading.lock();
        try (Statement statement = reader.createStatement();
                ResultSet row = statement.executeQuery("SELECT min(received_at) FROM requests")) {
            long millis = row.getLong(1);
            return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
        } catch (SQLException broken) {
            throw new IOException("the history cannot be read: " + broken.getMessage(), broken);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public Optional<String> find(String id) throws IOException {
        reading.lock();
        try (PreparedStatement select = reader.prepareStatement("SELECT trace FROM requests WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet found = select.executeQuery()) {
                @Nullable String trace = found.next() ? found.getString(1) : null;
                return Optional.ofNullable(trace);
            }
        } catch (SQLException broken) {
            throw new IOException("the history cannot be read: " + broken.getMessage(), broken);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public int deleteBefore(Instant moment) throws IOException {
        try (PreparedStatement delete = writer.prepareStatement("DELETE FROM requests WHERE received_at < ?")) {
            delete.setLong(1, moment.toEpochMilli());
            return delete.executeUpdate();
        } catch (SQLException broken) {
            throw new IOException("old traces cannot be deleted: " + broken.getMessage(), broken);
        }
    }

    @Override
    public TrendStore trends() {
        return trends;
    }

    @Override
    public void close() throws IOException {
        reading.lock();
        try {
            reader.close();
            writer.close();
        } catch (SQLException broken) {
            throw new IOException("the history cannot be closed: " + broken.getMessage(), broken);
        } finally {
            reading.unlock();
        }
    }
}
