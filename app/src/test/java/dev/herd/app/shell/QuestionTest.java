package dev.herd.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.bridge.StopMode;
import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Moments;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTest {
    private static EngineSnapshot moment(int running, int waiting, EngineState state) {
        Node own = Moments.own(NodeState.UP, null);
        return Moments.of(own)
                .load(Moments.instance(own), running, waiting, 0)
                .state(state)
                .now();
    }

    @Test
    void quittingAnIdleHerdNeedsNoQuestion() {
        assertThat(Question.quitting(moment(0, 0, EngineState.IDLE))).isEmpty();
        assertThat(Question.quitting(moment(0, 0, EngineState.STOPPING))).isEmpty();
        assertThat(Question.quitting(Fleets.empty())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 1 request runs.",
        "2, 0, 2 requests run.",
        "2, 1, 2 requests run and 1 waits.",
        "1, 3, 1 request runs and 3 wait.",
        "0, 1, 1 request waits."
    })
    void saysWhatQuittingWouldCut(int running, int waiting, String start) {
        Question<StopMode> question =
                Question.quitting(moment(running, waiting, EngineState.SERVING)).orElseThrow();

        assertThat(question.text()).startsWith(start);
    }

    @Test
    void quittingWhenIdleComesFirstAndLeavingThingsAsTheyAreLast() {
        List<Question.Choice<StopMode>> choices = Question.quitting(moment(1, 0, EngineState.SERVING))
                .orElseThrow()
                .choices();

        assertThat(choices)
                .containsExactly(
                        new Question.Choice<>("Quit when idle", Optional.of(StopMode.WHEN_IDLE)),
                        new Question.Choice<>("Quit now", Optional.of(StopMode.NOW)),
                        new Question.Choice<>("Cancel", Optional.empty()));
    }

    @Test
    void whoeverQuitsAgainWhileHerdWaitsMayQuitNow() {
        List<Question.Choice<StopMode>> choices = Question.quitting(moment(1, 0, EngineState.STOPPING))
                .orElseThrow()
                .choices();

        assertThat(choices)
                .containsExactly(
                        new Question.Choice<>("Keep waiting", Optional.empty()),
                        new Question.Choice<>("Quit now", Optional.of(StopMode.NOW)));
    }

    @Test
    void closingIsExplainedByWhereHerdIsFoundAfterwards() {
        assertThat(Question.closing(Face.TRAY, "Ctrl+Q").text())
                .contains("icon in the tray")
                .endsWith("quit it with Ctrl+Q.");
        assertThat(Question.closing(Face.WINDOW, "Ctrl+Q").text())
                .contains("no tray icon")
                .contains("task bar");
    }
}
