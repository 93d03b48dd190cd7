package dev.herd.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// What a program of another system printed, from `src/test/resources/sensing`, and what may become of it.
public record CapturedText(String text) {
    private static final List<String> FOREIGN = List.of(
            "",
            "\n\n",
            "Befehl nicht gefunden\n",
            "エラー: 値が見つかりません\n",
            "{\"a\": [1, 2]}",
            "\0\1\2\u00ff".repeat(100),
            "12345678901234567890 = \"99999999999999999999\"\n".repeat(3));

    public static CapturedText of(String path) {
        try (InputStream stream =
                Objects.requireNonNull(CapturedText.class.getResourceAsStream("/sensing/" + path + ".txt"), path)) {
            return new CapturedText(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Holds what every parser keeps: lines may end as on Windows, any part of the text is read without a failure, and
    /// what says nothing of it is unknown.
    public <T> void holdsFor(Function<String, Optional<T>> parser) {
        Optional<T> whole = parser.apply(text);
        assertThat(parser.apply(text.replace("\n", "\r\n"))).as("with CRLF").isEqualTo(whole);
        for (int end = 0; end < text.length(); end++) {
            assertThat(parser.apply(text.substring(0, end))).as("first " + end).isNotNull();
            assertThat(parser.apply(text.substring(end))).as("from " + end).isNotNull();
        }
        for (String other : FOREIGN) {
            assertThat(parser.apply(other)).as(other).isEmpty();
        }
    }

    /// The same, and no beginning of the text says anything else than the whole.
    public <T> void holdsWhollyFor(Function<String, Optional<T>> parser) {
        holdsFor(parser);
        Optional<T> whole = parser.apply(text);
        for (int end = 0; end < text.length(); end++) {
            Optional<T> part = parser.apply(text.substring(0, end));
            assertThat(part.isEmpty() || part.equals(whole))
                    .as("first " + end + ": " + part)
                    .isTrue();
        }
    }
}
