package dev.herd.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBufferTest {
    private static final String TEXT = "one\n\n  two \r\n\r\ndrei größe ✓ 😀\n\n\nlast";

    private final LineBuffer buffer = new LineBuffer();
    private final List<String> lines = new ArrayList<>();

    private void take(byte[] bytes, int start, int end) {
        lines.add(new String(bytes, start, end - start, UTF_8));
    }

    @Test
    void linesAreTheSameHoweverTheyAreCut() {
        byte[] bytes = TEXT.getBytes(UTF_8);
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            lines.clear();
            for (int at = 0; at < bytes.length; ) {
                int count = seed == 0 ? 1 : Math.min(bytes.length - at, random.nextInt(12));
                assertThat(buffer.feed(bytes, at, count, this::take)).isTrue();
                at += count;
            }
            buffer.end(this::take);

            assertThat(lines).as("seed %d", seed).containsExactly("one", "two", "drei größe ✓ 😀", "last");
        }
    }

    @Test
    void aLineThatComesWholeIsNotCopied() {
        byte[] bytes = "a\nb\n".getBytes(UTF_8);

        buffer.feed(
                bytes, 0, bytes.length, (line, start, end) -> assertThat(line).isSameAs(bytes));
    }

    @Test
    void nothingIsLeftBehindTheEnd() {
        buffer.feed("a".getBytes(UTF_8), 0, 1, this::take);
        buffer.end(this::take);
        buffer.end(this::take);

        assertThat(lines).containsExactly("a");
    }

    @Test
    void aLineBeyondAllMeasureIsSaidToBe() {
        byte[] half = new byte[LineBuffer.LONGEST - 10];
        byte[] more = "01234567890123456789\nnext\n".getBytes(UTF_8);

        assertThat(buffer.feed(half, 0, half.length, this::take)).isTrue();
        assertThat(buffer.feed(more, 0, more.length, this::take)).isFalse();
        assertThat(lines).isEmpty();
    }
}
