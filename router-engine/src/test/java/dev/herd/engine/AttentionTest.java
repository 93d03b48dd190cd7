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
        pass(Attention.LASTS.minusSeconds(1));
        assertThat(attention.isPaid()).isTrue();
        assertThat(attention.comes()).isFalse();

        pass(Attention.LASTS.minusSeconds(1));
        assertThat(attention.isPaid()).isTrue();

        pass(Duration.ofSeconds(1));
        assertThat(attention.isPaid()).isFalse();
    }

    @Test
    void theFirstAfterARestIsToldSo() {
        pass(Attention.LASTS);

        assertThat(attention.comes()).isTrue();
        assertThat(attention.comes()).isFalse();
        assertThat(attention.isPaid()).isTrue();
    }
}
