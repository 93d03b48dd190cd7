package dev.herd.app.queues;

import static dev.herd.app.queues.QueueMoments.QWEN;
import static dev.herd.app.testing.Requests.candidate;
import static dev.herd.app.testing.Requests.cost;
import static dev.herd.app.testing.Requests.decision;
import static dev.herd.app.testing.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.herd.app.testing.Requests;
import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimelineTest {
    private static Timeline timeline(Requests request) {
        return timeline(request.trace());
    }

    private static Timeline timeline(RequestTrace request) {
        return Timeline.of(request, QueueMoments.quiet());
    }

    private static List<String> phases(Timeline timeline) {
        return timeline.phases().stream()
                .map(phase -> phase.label() + " " + phase.figure())
                .toList();
    }

    private static Requests completed(RequestTimes times, boolean stream) {
        return request("r-1")
                .through("ollama", "/api/chat", stream)
                .ended(RequestOutcome.COMPLETED, "")
                .took(times)
                .attempt(new AttemptTrace("Studio", times.hold() + times.queue(), times.total(), "served", 200, ""))
                .because(decision(candidate("Studio", QWEN, cost(0, 10, 0))));
    }

    @Test
    void theDrawnRequestIsFourPhasesOneAfterTheOther() {
        Timeline timeline = timeline(QueueMoments.served());

        assertThat(phases(timeline)).containsExactly("Queue 0.9 s", "Load resident", "Prompt 2.1 s", "Generate 15.4 s");
        assertThat(timeline.totalMs()).isEqualTo(18_400);
        assertThat(timeline.attempts()).isEmpty();
    }

    @Test
    void aColdStartInAWholeAnswerIsSplitAsItsServerMeasuredIt() {
        Timeline timeline = timeline(completed(new RequestTimes(1_000, 500, 6_000, 700, 20_000, 0, 20_000), false));

        assertThat(phases(timeline))
                .containsExactly("Hold 1.0 s", "Queue 0.5 s", "Load 6.0 s", "Prompt 0.7 s", "Generate 11.8 s");
    }

    @Test
    void whereTheServerMeasuresNothingPromptAndAnswerAreToldApartByTheFirstToken() {
        Timeline timeline = timeline(completed(new RequestTimes(0, 0, 0, 0, 2_000, 3_000, 5_000), true));

        assertThat(phases(timeline)).containsExactly("Queue none", "Prompt 2.0 s", "Generate 3.0 s");
    }

    @Test
    void andInAWholeAnswerNotAtAll() {
        Timeline timeline = timeline(completed(new RequestTimes(0, 0, 0, 0, 5_000, 0, 5_000), false));

        assertThat(phases(timeline)).containsExactly("Queue none", "Answer 5.0 s");
    }

    @Test
    void aLoadThatWasExpectedAndNotMeasuredIsPartOfThePrompt() {
        Timeline timeline = timeline(completed(new RequestTimes(0, 0, 0, 0, 8_000, 3_000, 11_000), true)
                .because(decision(candidate("Studio", QWEN, cost(0, 10, 6)))));

        assertThat(phases(timeline)).containsExactly("Queue none", "Load, prompt 8.0 s", "Generate 3.0 s");
    }

    @Test
    void whatAFailedTryLostIsAPhaseAndTriesAreRows() {
        Timeline timeline = timeline(QueueMoments.retried());

        assertThat(phases(timeline))
                .containsExactly("Queue 0.3 s", "Earlier tries 2.6 s", "Load 6.4 s", "Prompt 0.9 s", "Generate 6.2 s");
        assertThat(timeline.attempts())
                .extracting(attempt -> attempt.phase().label(), Timeline.Try::words)
                .containsExactly(
                        tuple("Studio", "failed, HTTP 500: llama runner process has terminated"),
                        tuple("Tower", "answered"));
    }

    @Test
    void aRefusalIsItsWaitAlone() {
        assertThat(phases(timeline(QueueMoments.refused()))).containsExactly("Hold 10.0 s", "Queue none");
    }

    @Test
    void anAnswerThatNeverCameIsSaidSo() {
        Timeline timeline = timeline(request("r-1")
                .ended(RequestOutcome.CLIENT_DISCONNECTED, "")
                .took(new RequestTimes(0, 6_200, 0, 0, 0, 0, 7_000))
                .attempt(new AttemptTrace("Tower", 6_200, 7_000, "abandoned", 0, "")));

        assertThat(phases(timeline)).containsExactly("Queue 6.2 s", "No answer 0.8 s");
    }

    @Test
    void whatGoesOnReachesToNow() {
        assertThat(phases(timeline(request("r-1")
                        .state(RequestState.QUEUED)
                        .on("")
                        .took(new RequestTimes(500, 0, 0, 0, 0, 0, 2_500)))))
                .containsExactly("Hold 0.5 s", "Queue 2.0 s");
        assertThat(phases(timeline(request("r-1")
                        .state(RequestState.HELD)
                        .on("")
                        .took(new RequestTimes(0, 0, 0, 0, 0, 0, 2_500)))))
                .containsExactly("Hold 2.5 s", "Queue none");
        assertThat(phases(timeline(QueueMoments.reading()))).containsExactly("Queue none", "Prompt 3.0 s");
        assertThat(phases(timeline(QueueMoments.generating("r-1", 21))))
                .containsExactly("Queue 0.9 s", "Prompt 0.4 s", "Generate 19.7 s");
    }

    @Test
    void timeThatNoPhaseExplainsIsNotHidden() {
        Timeline timeline = timeline(completed(new RequestTimes(0, 0, 0, 0, 1_000, 2_000, 9_000), true));

        assertThat(phases(timeline).getLast()).isEqualTo("Until the end 6.0 s");
    }

    @Test
    void aMomentIsToldInMilliseconds() {
        assertThat(Timeline.figure(0.2)).isEqualTo("0 ms");
        assertThat(Timeline.figure(12.4)).isEqualTo("12 ms");
        assertThat(Timeline.figure(95)).isEqualTo("0.1 s");
        assertThat(Timeline.figure(185_000)).isEqualTo("3 min");
    }

    static Stream<RequestTrace> all() {
        return Stream.of(
                QueueMoments.served(),
                QueueMoments.retried(),
                QueueMoments.refused(),
                QueueMoments.reading().trace(),
                QueueMoments.generating("r-1", 21).trace(),
                // Measured by two clocks that disagree.
                completed(new RequestTimes(0, 0, 9_000, 9_000, 2_000, 3_000, 5_000), true)
                        .trace(),
                completed(new RequestTimes(3_000, 3_000, 0, 0, 2_000, 3_000, 4_000), true)
                        .trace(),
                completed(RequestTimes.NONE, false).trace());
    }

    @ParameterizedTest
    @MethodSource("all")
    void phasesFollowEachOtherWithinTheWhole(RequestTrace request) {
        Timeline timeline = timeline(request);
        double end = 0;
        for (Timeline.Phase phase : timeline.phases()) {
            assertThat(phase.fromMs()).isGreaterThanOrEqualTo(end);
            assertThat(phase.toMs()).isBetween(phase.fromMs(), timeline.totalMs());
            end = phase.toMs();
        }
    }
}
