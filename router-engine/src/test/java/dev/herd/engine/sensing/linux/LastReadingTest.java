package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.Reading;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastReadingTest {
    private static final Instant BEGUN = Instant.parse("2026-11-30T10:00:00Z");
    private static final Optional<Instant> LISTENING = Optional.of(BEGUN);

    private final LastReading<Microphone> last = new LastReading<>();

    private void readAt(int second) {
        last.begin();
        last.keep(new Reading.Known<>(Microphone.IDLE, BEGUN.plusSeconds(second), "test"));
    }

    private Optional<Reading<Microphone>> vouchedAt(int second) {
        return last.vouched(LISTENING, BEGUN.plusSeconds(second));
    }

    @Test
    void itHoldsAsOfNowForAMinute() {
        readAt(5);

        assertThat(vouchedAt(64)).contains(new Reading.Known<>(Microphone.IDLE, BEGUN.plusSeconds(64), "test"));
        assertThat(vouchedAt(65)).isEmpty();
    }

    @Test
    void itDoesNotHoldWhileTheListenerMayHaveMissedSomething() {
        readAt(4);

        assertThat(vouchedAt(10)).isEmpty();
        assertThat(last.vouched(Optional.empty(), BEGUN.plusSeconds(10))).isEmpty();
    }

    @Test
    void itDoesNotHoldAfterAChangeNorBeforeItsTime() {
        readAt(20);
        assertThat(vouchedAt(19)).isEmpty();
        last.change();
        assertThat(vouchedAt(21)).isEmpty();
        readAt(22);
        assertThat(vouchedAt(23)).isPresent();
        last.forget();
        assertThat(vouchedAt(23)).isEmpty();
    }

    /// One that comes while it is read may or may not be in it.
    @Test
    void aChangeDuringTheReadingIsKept() {
        last.begin();
        last.change();
        last.keep(new Reading.Known<>(Microphone.IDLE, BEGUN.plusSeconds(20), "test"));

        assertThat(vouchedAt(21)).isEmpty();
    }
}
