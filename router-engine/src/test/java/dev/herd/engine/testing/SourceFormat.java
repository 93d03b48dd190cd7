package dev.herd.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How sources look. Reads the sources of the module that the tests run in.
public final class SourceFormat {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    private SourceFormat() {}

    /// Fails when a source looks otherwise than the formatter wants it; with the property `format.update` set, changes
    /// the source instead.
    public static void check() throws IOException {
        boolean update = System.getProperty("format.update") != null;
        List<Path> strange = new ArrayList<>();
        for (Path file : sources()) {
            String source = Files.readString(file);
            String formatted = formatted(file, source);
            if (!formatted.equals(source)) {
                strange.add(file);
                if (update) {
                    Files.writeString(file, formatted);
                }
            }
        }
        assertThat(update ? List.of() : strange)
                .as("run ./mvnw test -Dtest=FormatTest -Dformat.update -Dsurefire.failIfNoSpecifiedTests=false")
                .isEmpty();
    }

    private static String formatted(Path file, String source) throws IOException {
        try {
            // Not formatSourceAndFixImports: that one also re-wraps long strings, by a parser older than the language.
            return FORMATTER.formatSource(RemoveUnusedImports.removeUnusedImports(source));
        } catch (FormatterException e) {
            throw new IOException("cannot read " + file, e);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
