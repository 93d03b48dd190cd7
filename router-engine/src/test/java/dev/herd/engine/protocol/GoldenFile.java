package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One exchange as `src/test/resources/protocol/README.md` describes it: a line of prose, then sections. What a section
/// should say and what it does say are compared; with `-Dgolden.update` the file is written anew instead.
final class GoldenFile {
    static final Path FOLDER = Path.of("src/test/resources/protocol");
    private static final String MARK = "=== ";
    private static final boolean UPDATE = System.getProperty("golden.update") != null;

    private final Path path;
    private final String prose;
    private final List<Section> sections = new ArrayList<>();

    /// @param index its place in the file
    /// @param title behind the mark
    record Section(int index, String title, String text) {
        boolean is(String start) {
            return title.equals(start) || title.startsWith(start + " ");
        }

        /// A word of the title.
        String word(int index) {
            String[] words = title.split(" ");
            return index < words.length ? words[index] : "";
        }

        byte[] bytes() {
            String sent = title.endsWith(" crlf") ? text.replace("\n", "\r\n") : text;
            return sent.getBytes(UTF_8);
        }
    }

    private GoldenFile(Path path, String prose) {
        this.path = path;
        this.prose = prose;
    }

    static Stream<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".golden")).sorted().toList().stream();
        }
    }

    static GoldenFile read(Path path) throws IOException {
        String[] parts = Files.readString(path).split("(?m)^" + MARK, -1);
        GoldenFile file = new GoldenFile(path, parts[0]);
        for (int i = 1; i < parts.length; i++) {
            int lineEnd = parts[i].indexOf('\n');
            String body = parts[i].substring(lineEnd + 1);
            // The line break before the next mark, and the file's last one, are not the text's.
            String text = body.isEmpty() ? body : body.substring(0, body.length() - 1);
            file.sections.add(new Section(i - 1, parts[i].substring(0, lineEnd), text));
        }
        return file;
    }

    /// Who the client is: the folder's name.
    String dialect() {
        return FOLDER.relativize(path).getName(0).toString();
    }

    List<Section> sections() {
        return sections;
    }

    Section first(String title) {
        return sections.stream()
                .filter(section -> section.is(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no section " + title + " in " + path));
    }

    Stream<Section> every(String title) {
        return sections.stream().filter(section -> section.is(title));
    }

    /// What stands behind `section` and before the next that begins a new exchange with an upstream.
    List<Section> behind(Section section) {
        return sections.stream()
                .skip(section.index() + 1L)
                .takeWhile(next -> !next.is("to ollama") && !next.is("to openai") && !next.is("refused for"))
                .toList();
    }

    /// Says what a section is found to be.
    ///
    /// @return what it should be
    String compare(Section section, String found) throws IOException {
        if (!UPDATE || section.text().equals(found)) {
            return section.text();
        }
        sections.set(section.index(), new Section(section.index(), section.title(), found));
        StringBuilder text = new StringBuilder(prose);
        for (Section each : sections) {
            text.append(MARK).append(each.title()).append('\n');
            text.append(each.text()).append('\n');
        }
        Files.writeString(path, text);
        return found;
    }
}
