package dev.herd.engine.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowUseTest {
    private static final Instant START = Instant.parse("2026-11-30T10:20:00Z");

    /// What nearly all of a week's requests took, the last day's largest, and the window that follows.
    @ParameterizedTest
    @CsvSource({
        "5409, 34721, 65536",
        "5461,     0,  8192",
        "5462,     0, 16384",
        "   0,     0,  4096",
        "2730,     0,  4096",
        "2731,     0,  8192",
        "2000000000, 0, 1073741824"
    })
    void recommendsHalfAsMuchAgainAsAPowerOfTwo(int usual, int largest, int window) {
        assertThat(WindowUse.recommended(usual, largest)).isEqualTo(window);
    }

    private static void add(WindowUse use, int count, int tokens, Instant at) {
        for (int i = 0; i < count; i++) {
            use.add(tokens, at);
        }
    }

    @Test
    void saysNothingOfAFewAnswers() {
        var use = new WindowUse();
        add(use, 19, 6000, START);
        assertThat(use.recommended(START)).isZero();

        use.add(6000, START);
        assertThat(use.recommended(START)).isEqualTo(16_384);
    }

    @Test
    void theLargestOfADayCountsForThatDayAndNearlyAllOfAWeekForTheWeek() {
        var use = new WindowUse();
        add(use, 200, 3000, START);
        use.add(40_000, START);

        assertThat(use.recommended(START)).isEqualTo(65_536);
        assertThat(use.recommended(START.plus(Duration.ofHours(23)))).isEqualTo(65_536);
        assertThat(use.recommended(START.plus(Duration.ofHours(25))))
                .as("one in two hundred")
                .isEqualTo(8192);
        assertThat(use.recommended(START.plus(Duration.ofDays(8))))
                .as("forgotten")
                .isZero();
    }

    @Test
    void isKeptAsItIsAndStaysSmall() {
        var use = new WindowUse();
        var random = new Random(5);
        Instant at = START;
        for (int i = 0; i < 50_000; i++) {
            at = at.plusSeconds(random.nextInt(60));
            use.add(1 + random.nextInt(200_000), at);
        }
        var again = new WindowUse(use.days(), use.hours());

        assertThat(again.recommended(at)).isEqualTo(use.recommended(at));
        assertThat(again.days()).isEqualTo(use.days());
        assertThat(use.days())
                .hasSizeLessThanOrEqualTo(7)
                .allSatisfy(day -> assertThat(day.counts()).hasSizeLessThan(600));
        assertThat(use.hours()).hasSizeLessThanOrEqualTo(24);
    }

    /// Against the same rule over all that happened, kept as it was.
    @Test
    void agreesWithTheExactRuleUpToItsRounding() {
        record Answer(int tokens, Instant at) {}
        for (int seed = 0; seed < 30; seed++) {
            var random = new Random(seed);
            var use = new WindowUse();
            List<Answer> all = new ArrayList<>();
            Instant at = START;
            int scale = 1 << (8 + random.nextInt(9));
            for (int i = 0; i < 400; i++) {
                at = at.plusSeconds(random.nextInt(4000));
                int tokens = 1 + random.nextInt(scale);
                use.add(tokens, at);
                all.add(new Answer(tokens, at));
            }
            long day = at.getEpochSecond() / 86_400;
            long hour = at.getEpochSecond() / 3600;
            List<Integer> week = all.stream()
                    .filter(each -> each.at().getEpochSecond() / 86_400 > day - 7)
                    .map(Answer::tokens)
                    .sorted()
                    .toList();
            int usual = week.get((int) Math.ceil(0.99 * week.size()) - 1);
            int largest = all.stream()
                    .filter(each -> each.at().getEpochSecond() / 3600 > hour - 24)
                    .mapToInt(Answer::tokens)
                    .max()
                    .orElse(0);

            assertThat(use.recommended(at))
                    .as("seed %d", seed)
                    .isIn(
                            WindowUse.recommended(usual, largest),
                            WindowUse.recommended(usual + usual / 32 + 1, largest));
        }
    }
}
