package dev.herd.engine.realserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The table under "Accepted differences" in `docs/protocols.md`: which request may be answered otherwise than by
/// Ollama
/// itself, and how. In names and differences `*` stands for anything.
final class AcceptedDifferences {
    private static final Path DOCUMENT = Path.of("..", "docs", "protocols.md");
    private static final String HEADING = "## Accepted differences";

    /// What stands between back quotes.
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private final List<Row> rows;
    private final Set<String> met = new LinkedHashSet<>();

    /// One line of the table: any of the requests may differ in any of the ways.
    private record Row(List<String> requests, List<String> differences) {}

    private AcceptedDifferences(List<Row> rows) {
        this.rows = rows;
    }

    static AcceptedDifferences read() {
        List<Row> rows = new ArrayList<>();
        try {
            String text = Files.readString(DOCUMENT);
            String section = text.substring(text.indexOf(HEADING) + HEADING.length());
            int next = section.indexOf("\n## ");
            section.substring(0, next < 0 ? section.length() : next)
                    .lines()
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> line.split("(?<!\\\\)\\|"))
                    .forEach(cells -> rows.add(new Row(quoted(cells[1]), quoted(cells[2]))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new AcceptedDifferences(rows);
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map((MatchResult result) -> result.group(1).replace("\\|", "|"))
                .toList();
    }

    /// Whether the document allows a difference. It counts as met then.
    boolean allows(String request, String difference) {
        boolean allowed = false;
        for (int i = 0; i < rows.size(); i++) {
            for (String name : rows.get(i).requests()) {
                for (String way : rows.get(i).differences()) {
                    if (matches(name, request) && matches(way, difference)) {
                        met.add(i + name);
                        met.add(i + way);
                        allowed = true;
                    }
                }
            }
        }
        return allowed;
    }

    private static boolean matches(String pattern, String text) {
        String expression = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        return Pattern.compile(expression, Pattern.DOTALL).matcher(text).matches();
    }

    /// Names and differences of the document that were never met: they have vanished and are to be struck out.
    List<String> vanished() {
        List<String> vanished = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int row = i;
            List<String> all = new ArrayList<>(rows.get(i).requests());
            all.addAll(rows.get(i).differences());
            all.stream().filter(each -> !met.contains(row + each)).forEach(vanished::add);
        }
        return vanished;
    }
}
