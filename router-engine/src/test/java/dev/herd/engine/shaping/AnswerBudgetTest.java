package dev.herd.engine.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerBudgetTest {
    /// The client's limit, what the model thinks, what the window has left, and what is sent: 0 for the client's own.
    @ParameterizedTest
    @CsvSource({
        "  100, 1024, 100000, 1124",
        "    1, 1024, 100000, 1025",
        " 3071, 1024, 100000, 4095",
        " 3072, 1024, 100000, 4096",
        " 4000, 1024, 100000, 4096",
        // Enough for both.
        " 4096, 1024, 100000,    0",
        "30000, 1024, 100000,    0",
        "  100, 5000, 100000, 5100",
        "  100,  256, 100000,  356",
        // The window bounds it, and never takes from what the client asked for.
        "  100, 1024,    600,  600",
        "  100, 1024,    100,    0",
        "  100, 1024,    -50,    0",
        "2147483647, 8192, 9223372036854775807, 0"
    })
    void keepsRoomForTheAnswer(int limit, int thoughts, long left, int sent) {
        AnswerBudget budget = AnswerBudget.decide(limit, thoughts, left);

        assertThat(budget.length()).isEqualTo(sent == 0 ? OptionalInt.empty() : OptionalInt.of(sent));
        assertThat(budget.note()).isEqualTo(sent == 0 ? "" : "num_predict " + limit + "->" + sent);
    }

    @Test
    void aLargerLimitNeverGetsLess() {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            int limit = 1 + random.nextInt(40_000);
            int thoughts = 256 + random.nextInt(8000);
            long left = random.nextInt(60_000);
            int sent = AnswerBudget.decide(limit, thoughts, left).length().orElse(limit);
            int larger = AnswerBudget.decide(limit + 1, thoughts, left).length().orElse(limit + 1);

            assertThat(sent).isBetween(limit, limit + thoughts).isLessThanOrEqualTo(larger);
            assertThat((long) sent).isLessThanOrEqualTo(Math.max(limit, left));
        }
    }
}
