package dev.herd.engine.storage;

import dev.herd.engine.api.TrendEvent;
import dev.herd.engine.api.TrendPoint;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.trace.TraceStore;
import dev.herd.engine.trace.TrendCell;
import dev.herd.engine.trace.TrendStep;
import dev.herd.engine.trace.TrendStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Trends in SQLite: a row for each step, with all machines' values in it, so that a month is a few thousand rows.
/// Thread-safe, with one thread that writes.
final class SqliteTrendStore implements TrendStore {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteTrendStore.class);
    private static final Map<TrendStep, String> TABLES = new EnumMap<>(
            Map.of(TrendStep.POINT, "trend_points", TrendStep.MINUTE, "trend_minutes", TrendStep.HOUR, "trend_hours"));
    private static final String EVENTS = "SELECT id, name, kind, detail, started, ended FROM trend_events"
            + " JOIN trend_nodes ON trend_nodes.number = trend_events.node"
            + " WHERE started <= ?2 AND (ended IS NULL OR ended >= ?1) ORDER BY started";
    private static final String LAST = "SELECT max(at) FROM trend_points WHERE at <= ?";

    private final Connection writer;
    private final Connection reader;
    private final ReentrantLock reading;

    /// @param reading held while the reader is used
    SqliteTrendStore(Connection writer, Connection reader, ReentrantLock reading) {
        this.writer = writer;
        this.reader = reader;
        this.reading = reading;
    }

    @Override
    public void append(List<TrendPoint> points, List<TrendEvent> events) throws IOException {
        change("trends cannot be written", () -> {
            Map<NodeId, Integer> numbers = new HashMap<>();
            appendPoints(points, numbers);
            appendEvents(events, numbers);
        });
    }

    private void appendPoints(List<TrendPoint> points, Map<NodeId, Integer> numbers) throws SQLException {
        Map<Long, Map<Integer, TrendCell>> steps = new TreeMap<>();
        for (TrendPoint point : points) {
            int number = number(point.node(), point.name(), numbers);
            TrendCell cell = steps.computeIfAbsent(point.at().getEpochSecond(), second -> new TreeMap<>())
                    .computeIfAbsent(number, each -> new TrendCell());
            point.values().forEach((measure, value) -> cell.add(measure, value, TrendStep.POINT.seconds()));
        }
        for (Map.Entry<Long, Map<Integer, TrendCell>> step : steps.entrySet()) {
            put(TrendStep.POINT, step.getKey(), step.getValue());
        }
        rollUp(TrendStep.POINT, TrendStep.MINUTE, steps.keySet());
        rollUp(TrendStep.MINUTE, TrendStep.HOUR, steps.keySet());
    }

    /// Makes the longer steps that these seconds lie in anew, of all shorter ones that there are.
    private void rollUp(TrendStep from, TrendStep to, Iterable<Long> seconds) throws SQLException {
        var starts = new TreeSet<Long>();
        seconds.forEach(second -> starts.add(to.startOf(second)));
        for (long start : starts) {
            Map<Integer, TrendCell> cells = new TreeMap<>();
            read(
                    writer,
                    from,
                    start,
                    start + to.seconds(),
                    second -> number -> cells.computeIfAbsent(number, each -> new TrendCell()));
            put(to, start, cells);
        }
    }

    private void put(TrendStep step, long second, Map<Integer, TrendCell> cells) throws SQLException {
        String insert = "INSERT OR REPLACE INTO " + TABLES.get(step) + " (at, points) VALUES (?, ?)";
        try (PreparedStatement put = writer.prepareStatement(insert)) {
            put.setLong(1, second);
            put.setBytes(2, TrendBlob.encode(cells));
            put.executeUpdate();
        }
    }

    private int number(NodeId node, String name, Map<NodeId, Integer> numbers) throws SQLException {
        Integer known = numbers.get(node);
        if (known != null) {
            return known;
        }
        try (PreparedStatement put = writer.prepareStatement("INSERT INTO trend_nodes (id, name) VALUES (?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET name = excluded.name RETURNING number")) {
            put.setString(1, node.value());
            put.setString(2, name);
            try (ResultSet row = put.executeQuery()) {
                int number = row.getInt(1);
                numbers.put(node, number);
                return number;
            }
        }
    }

    private void appendEvents(List<TrendEvent> events, Map<NodeId, Integer> numbers) throws SQLException {
        try (PreparedStatement put = writer.prepareStatement(
                "INSERT OR REPLACE INTO trend_events (node, kind, started, detail, ended) VALUES (?, ?, ?, ?, ?)")) {
            for (TrendEvent event : events) {
                Instant end = event.end();
                put.setInt(1, number(event.node(), event.name(), numbers));
                put.setString(2, event.kind().label());
                put.setLong(3, event.start().toEpochMilli());
                put.setString(4, event.detail());
                put.setObject(5, end == null ? null : end.toEpochMilli());
                put.addBatch();
            }
            put.executeBatch();
        }
    }

    @Override
    public void read(TrendStep step, long from, long to, Sink sink) throws IOException {
        ask(() -> {
            Map<Integer, NodeId> nodes = new HashMap<>();
            try (Statement select = reader.createStatement();
                    ResultSet rows = select.executeQuery("SELECT number, id FROM trend_nodes")) {
                while (rows.next()) {
                    nodes.put(rows.getInt(1), new NodeId(rows.getString(2)));
                }
            }
            read(reader, step, from, to, second -> number -> cell(sink, nodes.get(number), second));
            return sink;
        });
    }

    private static @Nullable TrendCell cell(Sink sink, @Nullable NodeId node, long second) {
        if (node == null) {
            throw new IllegalArgumentException("a point is of a machine that nobody knows");
        }
        return sink.cell(node, second);
    }

    /// Says of each row where its machines' values go.
    private interface Rows {
        IntFunction<@Nullable TrendCell> at(long second);
    }

    private static void read(Connection connection, TrendStep step, long from, long to, Rows sink) throws SQLException {
        String sql = "SELECT at, points FROM " + TABLES.get(step) + " WHERE at >= ? AND at < ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, from);
            select.setLong(2, to);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    decode(step, rows.getLong(1), rows.getBytes(2), sink);
                }
            }
        }
    }

    /// What cannot be read any more is not known: one bad row is no reason to show none.
    private static void decode(TrendStep step, long second, byte[] points, Rows sink) {
        try {
            TrendBlob.decode(points, sink.at(second));
        } catch (IllegalArgumentException unreadable) {
            LOG.warn("the {} from {} is left out: {}", step, Instant.ofEpochSecond(second), unreadable.getMessage());
        }
    }

    @Override
    public Map<NodeId, String> names() throws IOException {
        return ask(() -> {
            Map<NodeId, String> names = new HashMap<>();
            try (Statement select = reader.createStatement();
                    ResultSet rows = select.executeQuery("SELECT id, name FROM trend_nodes")) {
                while (rows.next()) {
                    names.put(new NodeId(rows.getString(1)), rows.getString(2));
                }
            }
            return names;
        });
    }

    @Override
    public List<TrendEvent> events(Instant from, Instant to) throws IOException {
        return ask(() -> {
            List<TrendEvent> events = new ArrayList<>();
            try (PreparedStatement select = reader.prepareStatement(EVENTS)) {
                select.setLong(1, from.toEpochMilli());
                select.setLong(2, to.toEpochMilli());
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        events.add(event(rows));
                    }
                }
            }
            return events;
        });
    }

    private static TrendEvent event(ResultSet row) throws SQLException {
        long end = row.getLong(6);
        boolean open = row.wasNull();
        return new TrendEvent(
                new NodeId(row.getString(1)),
                row.getString(2),
                TrendEvent.Kind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                open ? null : Instant.ofEpochMilli(end));
    }

    @Override
    public Optional<Instant> oldest() throws IOException {
        return ask(() -> {
            OptionalLong found = OptionalLong.empty();
            for (TrendStep step : List.of(TrendStep.HOUR, TrendStep.MINUTE, TrendStep.POINT)) {
                found = older(found, step);
            }
            return found.isPresent() ? Optional.of(Instant.ofEpochSecond(found.getAsLong())) : Optional.empty();
        });
    }

    /// The start of the oldest step, or the longer one found before; where that is made of this one, this says more
    /// closely when it began.
    private OptionalLong older(OptionalLong longer, TrendStep step) throws SQLException {
        String sql = "SELECT min(at) FROM " + TABLES.get(step);
        try (Statement select = reader.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            long second = row.getLong(1);
            if (row.wasNull()) {
                return longer;
            }
            boolean within = longer.isEmpty()
                    || second < longer.getAsLong()
                    || TrendStep.HOUR.startOf(second) == TrendStep.HOUR.startOf(longer.getAsLong());
            return within ? OptionalLong.of(second) : longer;
        }
    }

    @Override
    public void endEvents(Instant now) throws IOException {
        change("the events of the last run cannot be ended", () -> {
            String sql = "UPDATE trend_events SET ended = max(started, coalesce((" + LAST + "), 0) * 1000)"
                    + " WHERE ended IS NULL";
            try (PreparedStatement update = writer.prepareStatement(sql)) {
                update.setLong(1, now.getEpochSecond());
                update.executeUpdate();
            }
        });
    }

    @Override
    public void forget(Instant now) throws IOException {
        change("old trends cannot be deleted", () -> {
            for (TrendStep step : TrendStep.values()) {
                Instant before = now.minus(step.kept());
                delete("DELETE FROM " + TABLES.get(step) + " WHERE at < ?", step.startOf(before.getEpochSecond()));
            }
            delete(
                    "DELETE FROM trend_events WHERE ended < ?",
                    now.minus(TrendStep.HOUR.kept()).toEpochMilli());
        });
    }

    private void delete(String sql, long before) throws SQLException {
        try (PreparedStatement delete = writer.prepareStatement(sql)) {
            delete.setLong(1, before);
            delete.executeUpdate();
        }
    }

    private interface Change {
        void run() throws SQLException;
    }

    private void change(String failure, Change change) throws IOException {
        try {
            writer.setAutoCommit(false);
            try {
                change.run();
                writer.commit();
            } catch (SQLException broken) {
                writer.rollback();
                throw broken;
            } finally {
                writer.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            String reason = failure + ": " + broken.getMessage();
            throw SqliteTraceStore.isUnsound(broken)
                    ? new TraceStore.DamagedException(reason, broken)
                    : new IOException(reason, broken);
        }
    }

    private interface Question<T> {
        T answer() throws SQLException;
    }

    private <T> T ask(Question<T> question) throws IOException {
        reading.lock();
        try {
            return question.answer();
        } catch (SQLException broken) {
            throw new IOException("the history cannot be read: " + broken.getMessage(), broken);
        } finally {
            reading.unlock();
        }
    }
}
