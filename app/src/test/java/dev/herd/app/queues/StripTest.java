package dev.herd.app.queues;

import static dev.herd.app.queues.QueueMoments.QWEN;
import static dev.herd.app.queues.QueueMoments.loaded;
import static dev.herd.app.queues.QueueMoments.model;
import static dev.herd.app.queues.QueueMoments.node;
import static dev.herd.app.testing.Requests.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.herd.app.testing.Fleets;
import dev.herd.engine.api.WaitingPlace;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.NodeState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StripTest {
    private static Strip strip(int number, int running, int waiting) {
        String node = "node-%02d".formatted(number);
        return new Strip(instance(node, QWEN), QWEN, node, "", running, 4, waiting);
    }

    private static List<InstanceId> keys(List<Strip> strips) {
        return strips.stream().map(Strip::key).toList();
    }

    private static List<String> nodes(List<Strip> strips) {
        return strips.stream().map(Strip::node).toList();
    }

    @Test
    void thereIsOneForEachModelThatIsLoadedAndSaysItsSlots() {
        List<Strip> strips = Strip.of(QueueMoments.busy());

        assertThat(strips)
                .extracting(Strip::model, Strip::where, Strip::running, Strip::slots)
                .containsExactly(
                        tuple("llama3.1:8b", "Mini", 1, 2),
                        tuple("nomic-embed-text", "Mini", 0, 4),
                        tuple("llama3.3:70b", "Studio", 1, 2),
                        tuple(QWEN, "Studio · 1 waits 4 s", 2, 2));
    }

    @Test
    void theNextOfSeveralSaysWhenItsTurnComes() {
        var moment = new Fleets()
                .node(node("Studio", loaded(QWEN, 1)), QueueMoments.VITALS)
                .load(instance("Studio", QWEN), 1, 2, 60)
                .waits(QueueMoments.waiting("r-1").trace(), new WaitingPlace(1, 11.2, "Studio"))
                .waits(QueueMoments.waiting("r-2").trace(), new WaitingPlace(2, 30, "Studio"))
                .now();

        assertThat(Strip.of(moment).getFirst().where()).isEqualTo("Studio · 2 wait, next 12 s");
    }

    @Test
    void aModelThatRunsAlthoughItsMachinePausesStaysVisible() {
        var moment = new Fleets()
                .node(node("Studio", NodeState.PAUSED, model(QWEN, 1), loaded("llama3.1:8b", 1)), QueueMoments.VITALS)
                .load(instance("Studio", QWEN), 1, 0, 0)
                .now();

        assertThat(Strip.of(moment)).extracting(Strip::where).containsExactly("Studio · paused");
    }

    @Test
    void moreRunningThanSlotsWidenTheStrip() {
        var moment = new Fleets()
                .node(node("Studio", loaded(QWEN, 1)), QueueMoments.VITALS)
                .load(instance("Studio", QWEN), 3, 0, 0)
                .now();

        assertThat(Strip.of(moment).getFirst().slots()).isEqualTo(3);
    }

    @Test
    void whereAllFitTheyStandByMachineWhateverTheyDo() {
        List<Strip> strips = List.of(strip(1, 0, 0), strip(2, 1, 1), strip(3, 0, 0));

        assertThat(nodes(StripOrder.arrange(List.of(), strips, 3))).containsExactly("node-01", "node-02", "node-03");
    }

    @Test
    void whereNotAllFitTheMostUrgentAreShown() {
        List<Strip> strips = List.of(strip(1, 0, 0), strip(2, 1, 0), strip(3, 4, 1), strip(4, 0, 0));

        assertThat(nodes(StripOrder.arrange(List.of(), strips, 2))).containsExactly("node-03", "node-02");
    }

    @Test
    void whatIsShownKeepsItsPlaceWhileNothingIsMoreUrgent() {
        List<Strip> before = StripOrder.arrange(
                List.of(),
                IntStream.range(0, 9).mapToObj(i -> strip(i, i % 2, 0)).toList(),
                3);
        // The first of them goes on, as do others.
        List<Strip> after = StripOrder.arrange(
                keys(before),
                IntStream.range(0, 9).mapToObj(i -> strip(i, 1, 0)).toList(),
                3);

        assertThat(nodes(before)).containsExactly("node-01", "node-03", "node-05");
        assertThat(nodes(after)).isEqualTo(nodes(before));
    }

    @Test
    void onlyThePlaceOfAnIdleOneGoesToABusyOne() {
        List<Strip> before = StripOrder.arrange(List.of(), List.of(strip(1, 1, 0), strip(2, 1, 0), strip(3, 0, 0)), 2);
        List<Strip> after =
                StripOrder.arrange(keys(before), List.of(strip(1, 0, 0), strip(2, 1, 0), strip(3, 1, 0)), 2);

        assertThat(nodes(before)).containsExactly("node-01", "node-02");
        assertThat(nodes(after)).containsExactly("node-03", "node-02");
    }

    @Test
    void aStripThatIsGoneLeavesItsPlaceToAnother() {
        List<Strip> before = StripOrder.arrange(List.of(), List.of(strip(1, 1, 0), strip(2, 1, 0), strip(3, 0, 0)), 2);
        List<Strip> after =
                StripOrder.arrange(keys(before), List.of(strip(2, 1, 0), strip(3, 0, 0), strip(4, 0, 0)), 2);

        assertThat(nodes(after)).containsExactly("node-03", "node-02");
    }
}
