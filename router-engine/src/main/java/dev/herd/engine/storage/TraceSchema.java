package dev.herd.engine.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The tables of the history and how they came to be. A step, once released, is never changed.
final class TraceSchema {
    private static final List<String> STEPS = List.of("""
            CREATE TABLE requests (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                received_at INTEGER NOT NULL,
                outcome TEXT NOT NULL,
                asked_model TEXT NOT NULL COLLATE NOCASE,
                served_model TEXT NOT NULL COLLATE NOCASE,
                node TEXT NOT NULL COLLATE NOCASE,
                tags TEXT NOT NULL,
                summary TEXT NOT NULL,
                trace TEXT NOT NULL
            );
            CREATE INDEX requests_by_time ON requests (received_at);
            """, """
            CREATE TABLE trend_nodes (
                number INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL
            );
            CREATE TABLE trend_points (at INTEGER PRIMARY KEY, points BLOB NOT NULL);
            CREATE TABLE trend_minutes (at INTEGER PRIMARY KEY, points BLOB NOT NULL);
            CREATE TABLE trend_hours (at INTEGER PRIMARY KEY, points BLOB NOT NULL);
            CREATE TABLE trend_events (
                node INTEGER NOT NULL REFERENCES trend_nodes (number),
                kind TEXT NOT NULL,
                started INTEGER NOT NULL,
                detail TEXT NOT NULL,
                ended INTEGER,
                PRIMARY KEY (node, kind, started)
            );
            CREATE INDEX trend_events_by_time ON trend_events (started);
            """);

    private TraceSchema() {}

    /// Brings a database to the newest version.
    ///
    /// @throws SQLException when it is from a newer Herd, or none at all
    static void migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version;
            try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
                version = row.getInt(1);
            }
            if (version > STEPS.size()) {
                throw new SQLException(
                        "the history is from a newer Herd: version " + version, "", SqliteTraceStore.SQLITE_NOTADB);
            }
            for (int step = version; step < STEPS.size(); step++) {
                statement.executeUpdate("BEGIN");
                statement.executeUpdate(STEPS.get(step));
                statement.executeUpdate("PRAGMA user_version = " + (step + 1));
                statement.executeUpdate("COMMIT");
            }
        }
    }
}
