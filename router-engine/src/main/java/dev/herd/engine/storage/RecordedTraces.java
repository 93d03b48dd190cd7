package dev.herd.engine.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The history of a home, for who only reads it: an engine may run there and write meanwhile.
public final class RecordedTraces {
    private static final String LAST = "SELECT summary FROM requests ORDER BY sequence DESC LIMIT ?1";

    private RecordedTraces() {}

    /// The last requests, oldest first, each in the shape of a line of `GET /fleet/requests`.
    ///
    /// @param most how many at most
    /// @throws IOException when there is no history, or it cannot be read
    public static List<String> last(HomeDirectory home, int most) throws IOException {
        if (!Files.isRegularFile(home.traces())) {
            throw new IOException("there is no history in " + home.path());
        }
        if (Files.isDirectory(home.nativeLibraries())) {
            System.setProperty("org.sqlite.tmpdir", home.nativeLibraries().toString());
        }
        List<String> rows = new ArrayList<>();
        String url = "jdbc:sqlite:" + home.traces().toUri() + "?mode=ro";
        try (Connection connection = DriverManager.getConnection(url)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 2000");
            }
            try (PreparedStatement select = connection.prepareStatement(LAST)) {
                select.setInt(1, most);
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        rows.add(found.getString(1));
                    }
                }
            }
        } catch (SQLException broken) {
            throw new IOException("the history cannot be read: " + broken.getMessage(), broken);
        }
        Collections.reverse(rows);
        return rows;
    }
}
