package dev.herd.app.queues;

import static dev.herd.app.queues.QueueMoments.QWEN;
import static dev.herd.app.testing.Requests.barred;
import static dev.herd.app.testing.Requests.candidate;
import static dev.herd.app.testing.Requests.cost;
import static dev.herd.app.testing.Requests.decision;
import static dev.herd.app.testing.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostTerms;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the inspector says: what it was, and why there.
class StoryTest {
    private static Story story(RequestTrace request) {
        return Story.of(request, QueueMoments.busy(), ZoneOffset.UTC);
    }

    private static List<String> facts(RequestTrace request) {
        return story(request).facts().stream()
                .map(fact -> fact.label() + ": " + fact.strong() + fact.text().replace('\u00a0', ' '))
                .toList();
    }

    private static Why why(RequestTrace request) {
        return story(request).why().orElseThrow();
    }

    @Test
    void theDrawnRequestIsTold() {
        Story story = story(QueueMoments.served());

        assertThat(story.app()).isEqualTo("claude-cli");
        assertThat(story.tags()).containsExactly("repo:herd");
        assertThat(facts(QueueMoments.served()))
                .containsExactly(
                        "Asked for: qwen3-coder:30b",
                        "Answered by: Studio, completed, no retry",
                        "Tokens: 6,800 in (5,120 cached) · 591 out · 39 tok/s",
                        "Path: /v1/chat/completions, streamed",
                        "Arrived: 24 Nov, 14:01:51");
        assertThat(story.live()).isFalse();
        assertThat(story.curl()).startsWith("curl -N http://localhost:11435/v1/chat/completions ");
    }

    @Test
    void whoWasRefusedLearnsWhy() {
        assertThat(facts(QueueMoments.refused()))
                .contains(
                        "Answered by: nobody, refused",
                        "Because: no machine could serve it: no machine can serve the model now: MacBook Pro (paused: in"
                                + " a meeting), Tower (down)",
                        "Path: /api/chat, whole answer");
        assertThat(story(QueueMoments.refused()).why()).isEmpty();
    }

    @Test
    void whatWasNotAnsweredWasSent() {
        assertThat(facts(request("r-1")
                        .ended(RequestOutcome.INCOMPLETE, "answer_cut: connection reset")
                        .trace()))
                .contains(
                        "Sent to: Studio, cut off, no retry", "Because: the model server broke off: connection reset");
    }

    @Test
    void anotherModelThanTheAskedOneIsNamed() {
        assertThat(facts(request("r-1")
                        .asks("qwen3:32b")
                        .serves("qwen3:8b")
                        .ended(RequestOutcome.COMPLETED, "")
                        .trace()))
                .contains("Asked for: qwen3:32b", "Answered by: Studio with qwen3:8b, completed, no retry");
    }

    @Test
    void whatHerdChangedIsTold() {
        assertThat(story(request("r-1")
                                .changed("num_ctx 8192->32768, num_gpu->runner's own")
                                .trace())
                        .changed())
                .contains("num_ctx 8,192 → 32,768, num_gpu → runner's own");
        assertThat(story(request("r-2").trace()).changed()).isEmpty();
    }

    @Test
    void retriesAreCounted() {
        assertThat(facts(QueueMoments.retried())).contains("Answered by: Tower, completed, 1 retry");
    }

    @Test
    void whatRunsSaysWhereItIs() {
        RequestTrace waiting = QueueMoments.busy().live().getLast();

        assertThat(facts(waiting))
                .contains("Asked for: qwen3-coder:30b · batch", "Now: Studio next, waiting · 1st · about 4 s");
        assertThat(story(waiting).live()).isTrue();
    }

    @Test
    void theChosenPlaceIsFirstAndTheOthersFollowByCost() {
        Why why = why(request("r-1")
                .because(decision(
                        candidate("Studio", QWEN, cost(1, 10, 0)),
                        candidate("Tower", QWEN, cost(0, 20, 5)),
                        candidate("Mini", QWEN, cost(0, 15, 0)),
                        candidate("Air", QWEN, cost(0, 10.9, 0))))
                .trace());

        assertThat(why.title()).isEqualTo("Why Studio");
        assertThat(why.costs())
                .extracting(Why.Cost::name, Why.Cost::total, Why.Cost::chosen)
                .containsExactly(
                        tuple("Studio", 11.0, true),
                        tuple("Air", 10.9, false),
                        tuple("Mini", 15.0, false),
                        tuple("Tower", 25.0, false));
        assertThat(why.costs().getLast().parts())
                .extracting(Why.Part::term, Why.Part::seconds)
                .containsExactly(tuple(Why.Term.LOAD, 5.0), tuple(Why.Term.SERVICE, 20.0));
    }

    @Test
    void whatACacheSavesIsNoPartOfTheSum() {
        Why why = why(request("r-1")
                .because(decision(candidate("Studio", QWEN, new CostTerms(0, 10, 0, 0, -4, 0, 0))))
                .trace());

        assertThat(why.costs().getFirst().total()).isEqualTo(6);
        assertThat(why.costs().getFirst().saved()).isEqualTo(4);
        assertThat(why.costs().getFirst().parts()).hasSize(1);
    }

    @Test
    void aPredictionIsHeldAgainstWhatFollowedTheDecision() {
        assertThat(why(QueueMoments.retried()).predicted()).isEqualTo("predicted 13.9 s, was 13.9 s");
        assertThat(why(QueueMoments.reading().trace()).predicted()).isEqualTo("predicted 6.1 s, so far 3.0 s");
    }

    @Test
    void placesBarredAlikeAreToldTogether() {
        Why why = why(request("r-1")
                .because(decision(
                        candidate("Studio", QWEN, cost(0, 10, 0)),
                        barred("A", QWEN, "down"),
                        barred("B", QWEN, "paused: in a meeting"),
                        barred("C", QWEN, "down"),
                        barred("D", QWEN, "down"),
                        barred("E", QWEN, "down"),
                        barred("F", QWEN, "down")))
                .trace());

        assertThat(why.barred())
                .containsExactly(
                        new Why.Reason("A, C, D and 2 more", "down"), new Why.Reason("B", "paused: in a meeting"));
    }

    @Test
    void ofManyPlacesTheCheapestAreDrawnAndTheRestIsCounted() {
        Candidate[] all = IntStream.range(0, 50)
                .mapToObj(i -> candidate("node-" + i, QWEN, cost(0, 10 + i, 0)))
                .toArray(Candidate[]::new);
        Why why = why(request("r-1").because(decision(all)).trace());

        assertThat(why.costs()).hasSize(6);
        assertThat(why.more()).isEqualTo("and 44 machines more, from 16.0 s");
    }

    @Test
    void aRefusalWithKnownCandidatesTellsWhyNowhere() {
        Why why = why(request("r-1")
                .on("")
                .ended(RequestOutcome.REJECTED, "no_node")
                .because(decision(barred("Studio", QWEN, "down")))
                .trace());

        assertThat(why.title()).isEqualTo("Why nowhere");
        assertThat(why.predicted()).isEmpty();
        assertThat(why.costs()).isEmpty();
    }

    @Test
    void speedIsToldOnlyWhereItWasMeasured() {
        RequestTimes whole = new RequestTimes(0, 1_000, 0, 1_000, 12_000, 0, 12_000);

        assertThat(Speed.of(whole, QueueMoments.served().tokens())).isEqualTo(59.1);
        assertThat(Speed.of(
                        new RequestTimes(0, 0, 0, 0, 9_000, 0, 9_000),
                        QueueMoments.served().tokens()))
                .isZero();
    }
}
