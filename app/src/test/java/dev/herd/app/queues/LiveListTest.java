package dev.herd.app.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.engine.api.EngineSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

/// Rows that change in place, and the room they get.
class LiveListTest {
    private final LiveList list = new LiveList();

    private static List<LiveRow> rows(double age, String... ids) {
        Fleets fleets = QueueMoments.fleet();
        Stream.of(ids)
                .forEach(id -> fleets.live(QueueMoments.generating(id, age).trace()));
        EngineSnapshot moment = fleets.now();
        return QueuesViewModel.of(moment, Set.of()).live();
    }

    private List<String> shown() {
        return list.slots().stream()
                .map(slot -> Objects.requireNonNull(slot.row()))
                .map(row -> row.id() + " " + row.state())
                .toList();
    }

    @Test
    void aRowThatChangesKeepsItsPlace() {
        list.show(rows(10, "a", "b"), LiveList.Ended.REMOVE);
        Slot<LiveRow> first = list.slots().getFirst();
        List<ListChangeListener.Change<? extends Slot<LiveRow>>> changes = new ArrayList<>();
        list.slots().addListener((ListChangeListener<Slot<LiveRow>>) changes::add);

        list.show(rows(11, "a", "b"), LiveList.Ended.REMOVE);

        assertThat(list.slots().getFirst()).isSameAs(first);
        assertThat(Objects.requireNonNull(first.row()).age()).isEqualTo("0:11");
        assertThat(changes).isEmpty();
    }

    @Test
    void whatEndsGoesAndWhatComesIsLast() {
        list.show(rows(10, "a", "b", "c"), LiveList.Ended.REMOVE);
        list.show(rows(10, "b", "c", "d"), LiveList.Ended.REMOVE);

        assertThat(shown()).containsExactly("b generating", "c generating", "d generating");
        assertThat(list.indexOf("d")).isEqualTo(2);
        assertThat(list.indexOf("a")).isEqualTo(-1);
    }

    @Test
    void underAPointerWhatEndsStaysUntilThePointerIsGone() {
        list.show(rows(10, "a", "b"), LiveList.Ended.KEEP);
        list.show(rows(10, "b", "c"), LiveList.Ended.KEEP);

        assertThat(shown()).containsExactly("a ended", "b generating", "c generating");
        assertThat(Objects.requireNonNull(list.slots().getFirst().row()).canBeCancelled())
                .isFalse();

        list.show(rows(10, "b", "c"), LiveList.Ended.REMOVE);
        assertThat(shown()).containsExactly("b generating", "c generating");
    }

    @Test
    void aPointerThatIsLeftThereKeepsNoEndlessList() {
        for (int i = 0; i < 500; i++) {
            list.show(rows(10, "r-" + i), LiveList.Ended.KEEP);
        }

        assertThat(list.slots()).hasSizeLessThan(60);
    }

    @Test
    void roomGrowsAtOnceAndShrinksLate() {
        RowRoom room = new RowRoom();

        assertThat(room.at(Fleets.NOW, 2, 8)).isEqualTo(2);
        assertThat(room.at(Fleets.NOW, 5, 8)).isEqualTo(5);
        assertThat(room.at(Fleets.NOW.plusSeconds(1), 1, 8)).isEqualTo(5);
        assertThat(room.at(Fleets.NOW.plusSeconds(10), 5, 8)).isEqualTo(5);
        assertThat(room.at(Fleets.NOW.plusSeconds(20), 1, 8)).isEqualTo(5);
        assertThat(room.at(Fleets.NOW.plus(Duration.ofSeconds(36)), 1, 8)).isEqualTo(1);
    }

    @Test
    void roomIsBoundedByTheWindow() {
        RowRoom room = new RowRoom();

        assertThat(room.at(Fleets.NOW, 60, 8)).isEqualTo(8);
        assertThat(room.at(Fleets.NOW, 60, 4)).isEqualTo(4);
        assertThat(room.at(Fleets.NOW, 0, 8)).isEqualTo(4);
    }
}
