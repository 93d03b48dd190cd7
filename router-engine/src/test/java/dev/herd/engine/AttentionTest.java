package dev.herd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final Attention attention = new Attention(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void lastsForAWhileAfterTheStartAndAfterEachWhoComes() {
        pass(Attention.OF_A_REQUEST.minusSeconds(1));
        assertThat(attention.isPaid()).isTrue();
        assertThat(attention.comes(Attention.OF_A_REQUEST)).isFalse();

        pass(Attention.OF_A_REQUEST.minusSeconds(1));
        assertThat(attention.isPaid()).isTrue();

        pass(Duration.ofSeconds(1));
        assertThat(attention.isPaid()).isFalse();
    }

    @Test
    void theFirstAfterARestIsToldSo() {
        pass(Attention.OF_A_REQUEST);

        assertThat(attention.comes(Attention.OF_A_REQUEST)).isTrue();
        assertThat(attention.comes(Attention.OF_A_REQUEST)).isFalse();
        assertThat(attention.isPaid()).isTrue();
    }

    @Test
    void aWindowThatIsShownKeepsItAndOneThatIsHiddenDoesNot() {
        pass(Attention.OF_A_REQUEST);
        for (int i = 0; i < 40; i++) {
            boolean first = attention.comes(Attention.OF_A_WINDOW);
            assertThat(first).isEqualTo(i == 0);
            pass(Duration.ofMillis(250));
            assertThat(attention.isPaid()).isTrue();
        }

        pass(Attention.OF_A_WINDOW);
        assertThat(attention.isPaid()).isFalse();
    }

    @Test
    void aWindowTakesNothingFromARequestsTime() {
        attention.comes(Attention.OF_A_WINDOW);

        pass(Attention.OF_A_REQUEST.minusSeconds(1));
        assertThat(attention.isPaid()).isTrue();
    }
}
