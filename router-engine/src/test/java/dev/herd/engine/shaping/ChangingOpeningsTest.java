package dev.herd.engine.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.shaping.ChangingOpenings.Client;
import dev.herd.engine.shaping.ChangingOpenings.Opening;
import dev.herd.engine.shaping.ChangingOpenings.Verdict;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChangingOpeningsTest {
    private static final Client CLIENT = new Client("agent", "m");
    private static final long[] INSTRUCTIONS = LongStream.range(1000, 1030).toArray();

    private final ChangingOpenings openings = new ChangingOpenings();

    /// Some lines of their own, then the same instructions.
    private static Opening dated(long... lines) {
        return of(LongStream.concat(Arrays.stream(lines), Arrays.stream(INSTRUCTIONS))
                .toArray());
    }

    private static Opening of(long... lines) {
        int[] sizes = new int[lines.length];
        Arrays.fill(sizes, 50);
        return new Opening(lines, sizes);
    }

    private Verdict seen(Opening opening) {
        return openings.seen(CLIENT, opening);
    }

    @Test
    void saysOnceThatTheFirstLineChangesEachTime() {
        assertThat(seen(dated(1))).isEqualTo(Verdict.SAME);
        assertThat(seen(dated(2))).isEqualTo(Verdict.SAME);
        assertThat(seen(dated(3))).isEqualTo(Verdict.SAME);
        assertThat(seen(dated(4))).isEqualTo(Verdict.BEGINS);
        assertThat(seen(dated(5))).isEqualTo(Verdict.SAME);
    }

    @Test
    void seesItWhereMoreOrFewerLinesChange() {
        seen(dated(1));
        seen(dated(2, 3));
        seen(dated(4, 5, 6));

        assertThat(seen(dated(7))).isEqualTo(Verdict.BEGINS);
    }

    @Test
    void takesItBackOnceTheBeginningStays() {
        for (int i = 0; i < 4; i++) {
            seen(dated(i));
        }

        assertThat(seen(dated(3))).isEqualTo(Verdict.SAME);
        assertThat(seen(dated(3))).isEqualTo(Verdict.SAME);
        assertThat(seen(dated(3))).isEqualTo(Verdict.ENDS);
    }

    @Test
    void aBeginningThatChangesNowAndThenIsNoHabit() {
        for (int i = 0; i < 50; i++) {
            assertThat(seen(dated(i / 2))).isEqualTo(Verdict.SAME);
        }
    }

    @Test
    void questionsThatHaveNothingInCommonAreNone() {
        for (int i = 0; i < 50; i++) {
            assertThat(seen(of(3L * i, 3L * i + 1, 3L * i + 2))).isEqualTo(Verdict.SAME);
        }
    }

    @Test
    void sameInstructionsBehindALongDocumentAreNone() {
        for (int i = 0; i < 50; i++) {
            long first = 10_000L + 100L * i;
            long[] document = LongStream.range(first, first + 20).toArray();
            assertThat(seen(dated(document))).isEqualTo(Verdict.SAME);
        }
    }

    @Test
    void conversationsBehindOneSystemTextAreNone() {
        for (int i = 0; i < 50; i++) {
            long[] lines = Arrays.copyOf(INSTRUCTIONS, INSTRUCTIONS.length + 1);
            lines[lines.length - 1] = i;
            assertThat(seen(of(lines))).isEqualTo(Verdict.SAME);
        }
    }

    @Test
    void forgetsWhoWasSeenLongAgo() {
        for (int i = 0; i < 3; i++) {
            seen(dated(i));
        }
        for (int i = 0; i < ChangingOpenings.MOST; i++) {
            openings.seen(new Client("other" + i, "m"), dated(1));
        }

        assertThat(seen(dated(4))).isEqualTo(Verdict.SAME);
    }
}
