package dev.herd.engine.sensing.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.signal.Input;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DesktopAnswersTest {
    @Test
    void timesWithoutInputAreMilliseconds() {
        Input idle = new Input(Duration.ofMillis(482_913));

        assertThat(DesktopAnswers.idle("(uint64 482913,)\n")).contains(idle);
        assertThat(DesktopAnswers.idle("(uint32 482913,)\r\n")).contains(idle);
        assertThat(DesktopAnswers.plainIdle("482913\n")).contains(idle);
    }

    @Test
    void truthIsWritten() {
        assertThat(DesktopAnswers.truth("(true,)\n")).contains(true);
        assertThat(DesktopAnswers.truth("(false,)\r\n")).contains(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "(uint64 4829",
                "(uint64 -1,)",
                "(uint64 99999999999999999999,)",
                "Fehler: Zeitüberschreitung",
                "(wahr,)",
                "('true',)"
            })
    void anythingElseIsNoAnswer(String text) {
        assertThat(DesktopAnswers.idle(text)).isEmpty();
        assertThat(DesktopAnswers.plainIdle(text)).isEmpty();
        assertThat(DesktopAnswers.truth(text)).isEmpty();
    }
}
