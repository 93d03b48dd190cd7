package dev.herd.app.queues;

import static dev.herd.app.queues.QueueMoments.QWEN;
import static dev.herd.app.queues.QueueMoments.loaded;
import static dev.herd.app.queues.QueueMoments.model;
import static dev.herd.app.queues.QueueMoments.node;
import static dev.herd.app.testing.Requests.candidate;
import static dev.herd.app.testing.Requests.cost;
import static dev.herd.app.testing.Requests.decision;
import static dev.herd.app.testing.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Requests;
import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.WaitingPlace;
import dev.herd.engine.fleet.HostedModel;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueuesViewModelTest {
    private static LiveRow row(EngineSnapshot moment) {
        return QueuesViewModel.of(moment, Set.of()).live().getFirst();
    }

    private static LiveRow row(Requests request) {
        return row(QueueMoments.fleet().live(request.trace()).now());
    }

    @Test
    void theDrawnMomentIsFourRowsAndFourStrips() {
        QueuesViewModel model = QueuesViewModel.of(QueueMoments.busy(), Set.of());

        assertThat(model.live())
                .extracting(LiveRow::age, LiveRow::app, LiveRow::machine, LiveRow::state, LiveRow::speed)
                .containsExactly(
                        tuple("0:21", "claude-cli", "Studio", "generating", "31 tok/s"),
                        tuple("0:09", "open-webui", "Studio", "generating", "12 tok/s"),
                        tuple("0:03", "continue", "Mini", "reading prompt", "–"),
                        tuple("0:02", "batch-eval", "Studio next", "waiting · 1st · about 4 s", "–"));
        assertThat(model.strips()).hasSize(4);
        assertThat(model.machines()).containsExactly("MacBook Pro", "Mini", "Studio", "Tower");
        assertThat(QueuesViewModel.waiting(QueueMoments.busy())).isEqualTo(1);
    }

    @Test
    void whoWaitsIsPlannedAndWhoRunsIsThere() {
        List<LiveRow> rows = QueuesViewModel.of(QueueMoments.busy(), Set.of()).live();

        assertThat(rows).extracting(LiveRow::planned).containsExactly(false, false, false, true);
    }

    @Test
    void heldMeansThatNoMachineCanServeItYet() {
        LiveRow row = row(request("r-1").state(RequestState.HELD).on(""));

        assertThat(row.state()).isEqualTo("holding · no machine yet");
        assertThat(row.machine()).isEqualTo("–");
        assertThat(row.stage()).isEqualTo(LiveRow.Stage.WAITING);
    }

    @Test
    void whoseTurnIsAboutToComeIsToldSo() {
        EngineSnapshot moment = QueueMoments.fleet()
                .waits(QueueMoments.waiting("r-1").trace(), new WaitingPlace(3, 0.4, ""))
                .now();

        assertThat(row(moment).state()).isEqualTo("waiting · 3rd · any moment");
        assertThat(row(moment).machine()).isEqualTo("–");
    }

    @Test
    void aColdModelIsLoadingUntilItIsThere() {
        Requests request = request("r-1")
                .on("Studio")
                .took(new RequestTimes(0, 0, 0, 0, 0, 0, 9_000))
                .attempt(new AttemptTrace("Studio", 0, -1, "running", 0, ""))
                .because(decision(candidate("Studio", QWEN, cost(0, 10, 6))));

        assertThat(stateWith(request, model(QWEN, 1))).isEqualTo("loading the model");
        assertThat(stateWith(request, loaded(QWEN, 1))).isEqualTo("reading prompt");
    }

    @Test
    void aModelThatIsLoadedAnewIsLoadingForAsLongAsThatTakes() {
        Requests request = request("r-1")
                .on("Studio")
                .took(new RequestTimes(0, 0, 0, 0, 0, 0, 4_000))
                .attempt(new AttemptTrace("Studio", 0, -1, "running", 0, ""))
                .because(decision(candidate("Studio", QWEN, cost(0, 10, 6))));

        assertThat(stateWith(request, loaded(QWEN, 1))).isEqualTo("loading the model");
    }

    private static String stateWith(Requests request, HostedModel model) {
        return row(new Fleets()
                        .node(node("Studio", model), QueueMoments.VITALS)
                        .live(request.trace())
                        .now())
                .state();
    }

    @Test
    void embeddingsReadNoPrompt() {
        assertThat(row(request("r-1").through("ollama", "/api/embed", false)).state())
                .isEqualTo("embedding");
    }

    @Test
    void whatThePersonStopsIsCancellingAndCannotBeStoppedTwice() {
        EngineSnapshot moment = QueueMoments.busy();
        String id = moment.live().getFirst().id();

        LiveRow row = QueuesViewModel.of(moment, Set.of(id)).live().getFirst();

        assertThat(row.state()).isEqualTo("cancelling");
        assertThat(row.canBeCancelled()).isFalse();
        assertThat(row(moment).canBeCancelled()).isTrue();
    }

    @Test
    void whatHasEndedRunsNoMore() {
        EngineSnapshot moment = QueueMoments.fleet()
                .live(request("r-1").ended(RequestOutcome.COMPLETED, "").trace())
                .now();

        assertThat(QueuesViewModel.of(moment, Set.of()).live()).isEmpty();
    }

    @Test
    void blankMeansThatNothingRunsAndNothingIsRemembered() {
        Fleets forgetful = QueueMoments.fleet().withoutHistory();

        assertThat(QueuesViewModel.isBlank(forgetful.now())).isTrue();
        assertThat(QueuesViewModel.isBlank(QueueMoments.quiet())).isFalse();
        assertThat(QueuesViewModel.isBlank(
                        forgetful.live(request("r-1").trace()).now()))
                .isFalse();
    }
}
