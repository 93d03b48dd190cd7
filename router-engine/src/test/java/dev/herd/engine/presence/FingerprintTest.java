package dev.herd.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.Guard;
import dev.herd.engine.signal.Front;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    private static final Guard.State IDLE = Guard.State.IDLE;

    private static <T extends Signal> NodeSignals with(NodeSignals signals, Class<T> kind, T value) {
        return signals.with(kind, new Reading.Known<>(value, Instant.EPOCH, "test"));
    }

    /// Program, window or whole screen, minutes untouched, processor, accelerator; class; sentence.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        BUILD    window 0 0.74 0 | BUILD | builds software: the processor is 74 % busy
        BUILD    window 20 0.74 0 | BUILD | builds software: the processor is 74 % busy
        BUILD    window 20 0.02 0 | IDLE | nobody is at it: untouched for 20 min
        GAME     whole 0 0.2 0.9 | GAME | plays: on the whole screen, the accelerator is 90 % busy
        UNKNOWN  whole 6 0.2 0.7 | GAME | plays: on the whole screen, the accelerator is 70 % busy
        UNKNOWN  whole 40 0.05 0.1 | MEDIA | watches or listens: on the whole screen
        MEDIA    whole 90 0.05 0.1 | MEDIA | watches or listens: on the whole screen
        MEDIA    window 90 0.05 0.1 | IDLE | nobody is at it: untouched for 90 min
        CALL     window 12 0.1 0 | CALL | talks to others
        CALL     window 45 0.1 0 | IDLE | nobody is at it: untouched for 45 min
        OFFICE   window 1 0.1 0 | OFFICE | reads and writes
        OFFICE   window 1 0.9 0 | BUSY | runs something heavy: the processor is 90 % busy
        UNKNOWN  window 1 0.1 0 | OFFICE | reads and writes
        UNKNOWN  window 99 0.1 0.5 | BUSY | runs something heavy: the accelerator is 50 % busy
        CREATIVE window 99 0.6 0.5 | CREATIVE | edits sound or pictures: the processor is 60 % busy
        UNKNOWN  window 600 0.1 0 | IDLE | nobody is at it: untouched for 10 h
        """)
    void aClassAndWhy(String seen, Fingerprint.Kind kind, String reason) {
        String[] words = seen.split(" +");
        var front = new Front(Front.Kind.valueOf(words[0]), words[1].equals("whole"));
        var input = new Input(Duration.ofMinutes(Long.parseLong(words[2])));
        double processor = Double.parseDouble(words[3]);
        double accelerator = Double.parseDouble(words[4]);
        var load = new ForeignLoad(processor, accelerator, Math.max(processor, accelerator) > 0.3);

        assertThat(Fingerprint.of(with(with(NodeSignals.NONE, Front.class, front), Input.class, input), load, IDLE))
                .isEqualTo(new Fingerprint(kind, reason));
    }

    @Test
    void nobodyCanTellWhereNothingIsSensed() {
        assertThat(Fingerprint.of(NodeSignals.NONE, ForeignLoad.UNKNOWN, IDLE))
                .isEqualTo(new Fingerprint(Fingerprint.Kind.UNKNOWN, "not sensed"));
        assertThat(Fingerprint.of(NodeSignals.NONE, new ForeignLoad(0.8, Double.NaN, true), IDLE)
                        .kind())
                .isEqualTo(Fingerprint.Kind.BUSY);
    }

    @Test
    void whoIsInAMeetingTalksWhateverStandsInFront() {
        NodeSignals writing = with(NodeSignals.NONE, Front.class, new Front(Front.Kind.OFFICE, false));

        assertThat(Fingerprint.of(writing, ForeignLoad.UNKNOWN, Guard.State.MEETING))
                .isEqualTo(new Fingerprint(Fingerprint.Kind.CALL, "talks to others"));
    }
}
