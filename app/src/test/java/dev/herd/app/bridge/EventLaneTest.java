package dev.herd.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.HandExecutor;
import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.EngineListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLaneTest {
    private final HandExecutor toolkit = new HandExecutor();
    private final List<String> heard = new ArrayList<>();
    private final EventLane lane = new EventLane(toolkit, new Recording(), 3);

    private final class Recording implements EngineListener {
        @Override
        public void happened(EngineEvent event) {
            heard.add(((EngineEvent.NodeChanged) event).name());
        }

        @Override
        public void gap(long lost) {
            heard.add("gap " + lost);
        }
    }

    private void happens(String... names) {
        for (String name : names) {
            lane.happened(new EngineEvent.NodeChanged(name, name, "up", ""));
        }
    }

    @Test
    void bringsEverythingInOrder() {
        happens("a", "b", "c");
        toolkit.runAll();
        happens("d");
        toolkit.runAll();

        assertThat(heard).containsExactly("a", "b", "c", "d");
    }

    @Test
    void wakesTheToolkitOnceForAllThatGathered() {
        happens("a", "b", "c");

        assertThat(toolkit.waiting()).isEqualTo(1);
    }

    @Test
    void announcesWhatDidNotFitWhereItIsMissing() {
        happens("a", "b", "c", "d", "e");
        toolkit.runAll();
        happens("f");
        toolkit.runAll();

        assertThat(heard).containsExactly("a", "b", "c", "gap 2", "f");
    }

    @Test
    void passesOnTheEnginesOwnGapsInTheirPlace() {
        happens("a");
        lane.gap(7);
        happens("b");
        toolkit.runAll();

        assertThat(heard).containsExactly("a", "gap 7", "b");
    }

    @Test
    void countsALostGapWithAllThatWasLostInIt() {
        happens("a", "b", "c");
        lane.gap(7);
        happens("d");
        toolkit.runAll();

        assertThat(heard).containsExactly("a", "b", "c", "gap 8");
    }
}
