package dev.herd.engine.sensing;

import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Front;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// What known programs do, on every system: the table `programs.txt`, whose head says how its lines are read. A program
/// may go by several names (bundle id, name of its process, path of its file, class of its window); the surest comes
/// first, and the first that the table knows counts. Immutable.
public final class Programs {
    /// Linux gives names of processes cut to this many characters (`TASK_COMM_LEN` less the closing zero).
    private static final int CUT = 15;

    private static final String NOTHING = "-";

    /// What a line says of a program; unknown where it says nothing, which keeps a longer name from being taken for a
    /// shorter one.
    private record Line(CaptureUse.Kind capture, Front.Kind front) {}

    private final NavigableMap<String, Line> names;
    private final Map<String, Line> pieces;

    private Programs(NavigableMap<String, Line> names, Map<String, Line> pieces) {
        this.names = names;
        this.pieces = pieces;
    }

    /// The table that comes with Herd.
    public static Programs shipped() {
        try (InputStream table = Objects.requireNonNull(Programs.class.getResourceAsStream("programs.txt"))) {
            return parse(new String(table.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// @throws IllegalArgumentException naming the line that is none, or the name that stands there twice
    public static Programs parse(String table) {
        NavigableMap<String, Line> names = new TreeMap<>();
        Map<String, Line> pieces = new HashMap<>();
        for (String text : table.lines().toList()) {
            String line = text.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\\s+", 3);
            if (columns.length < 3) {
                throw new IllegalArgumentException("not two kinds and a name: " + line);
            }
            String name = columns[2].toLowerCase(Locale.ROOT);
            Line meaning = new Line(
                    kind(columns[0], CaptureUse.Kind.class, CaptureUse.Kind.UNKNOWN),
                    kind(columns[1], Front.Kind.class, Front.Kind.UNKNOWN));
            if ((name.startsWith("/") ? pieces : names).put(name, meaning) != null) {
                throw new IllegalArgumentException("twice: " + name);
            }
        }
        return new Programs(names, pieces);
    }

    private static <K extends Enum<K>> K kind(String word, Class<K> kinds, K nothing) {
        return word.equals(NOTHING) ? nothing : Enum.valueOf(kinds, word.toUpperCase(Locale.ROOT));
    }

    /// What the program most likely does with a microphone or camera that it uses.
    ///
    /// @param names what it goes by, the surest first; empty ones are passed over
    public CaptureUse.Kind capture(List<String> names) {
        return look(names, CaptureUse.Kind.UNKNOWN, Line::capture);
    }

    /// What the program in front is.
    ///
    /// @param names what it goes by, the surest first; empty ones are passed over
    public Front.Kind front(List<String> names) {
        return look(names, Front.Kind.UNKNOWN, Line::front);
    }

    private <K> K look(List<String> known, K unknown, Function<Line, K> column) {
        return known.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT).replace('\\', '/'))
                .flatMap(name -> line(name).stream())
                .map(column)
                .filter(kind -> !kind.equals(unknown))
                .findFirst()
                .orElse(unknown);
    }

    private Optional<Line> line(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        String name = file.endsWith(".exe") ? file.substring(0, file.length() - ".exe".length()) : file;
        Optional<Line> named = longest(name);
        if (named.isPresent()) {
            return named;
        }
        return name.length() == CUT ? cut(name).or(() -> piece(path)) : piece(path);
    }

    private Optional<Line> longest(String name) {
        for (int length = name.length(); length > 0; length--) {
            String beginning = name.substring(0, length);
            Line line = names.get(beginning);
            if (line != null && (beginning.indexOf('.') >= 0 || endsAWord(name, length))) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private static boolean endsAWord(String name, int length) {
        return length == name.length() || !Character.isLetter(name.charAt(length));
    }

    private Optional<Line> cut(String name) {
        return Optional.ofNullable(names.ceilingEntry(name))
                .filter(next -> next.getKey().startsWith(name))
                .map(Map.Entry::getValue);
    }

    private Optional<Line> piece(String path) {
        return pieces.keySet().stream()
                .filter(path::contains)
                .max(Comparator.comparingInt(String::length))
                .map(pieces::get);
    }
}
