package dev.herd.app.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Requests;
import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestSummary;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final HistoryQuery EVERYTHING = new HistoryQuery(null, null, null, null, 0, 1);

    private final List<HistoryQuery> asked = new ArrayList<>();
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private List<RequestSummary> stored = List.of();
    private @Nullable String broken;
    private final List<String> heard = new ArrayList<>();
    private final History history = new History(
            this::read,
            EVERYTHING,
            summary -> HistoryRow.of(summary, ZoneOffset.UTC, LocalDate.of(2026, 11, 24)),
            new History.Watcher() {
                @Override
                public void looked() {
                    heard.add("looked");
                }

                @Override
                public void filled() {
                    heard.add("filled");
                }

                @Override
                public void failed(String reason) {
                    heard.add(reason);
                }
            });

    private void read(HistoryQuery query, Consumer<HistoryPage> read, Consumer<String> failed) {
        asked.add(query);
        String reason = broken;
        answers.add(() -> {
            if (reason != null) {
                failed.accept(reason);
            } else {
                int from = Math.min(query.offset(), stored.size());
                int to = Math.min(from + query.limit(), stored.size());
                read.accept(new HistoryPage(stored.size(), stored.subList(from, to)));
            }
        });
    }

    private void answer() {
        while (!answers.isEmpty()) {
            answers.remove().run();
        }
    }

    private void opened(int rows) {
        more(0, rows);
        looked();
    }

    private void looked() {
        history.look();
        answer();
    }

    /// That many newer ones in front of the rows of the start.
    private void more(int added, int rows) {
        stored = new AbstractList<>() {
            @Override
            public RequestSummary get(int index) {
                return Requests.past(index - added);
            }

            @Override
            public int size() {
                return added + rows;
            }
        };
    }

    private String id(int index) {
        return Objects.requireNonNull(history.get(index).row(), () -> "no row at " + index)
                .id();
    }

    private static String past(int i) {
        return Requests.past(i).id();
    }

    @Test
    void theFirstLookReadsOnePageAndKnowsHowManyThereAre() {
        opened(100_000);

        assertThat(history).hasSize(100_000);
        assertThat(id(0)).isEqualTo(past(0));
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().limit()).isLessThanOrEqualTo(200);
    }

    @Test
    void aPlaceIsEmptyUntilItsPageIsRead() {
        opened(100_000);

        assertThat(history.get(50_000).row()).isNull();
        answer();

        assertThat(id(50_000)).isEqualTo(past(50_000));
        assertThat(id(50_010)).isEqualTo(past(50_010));
        assertThat(heard).containsExactly("looked", "filled");
    }

    @Test
    void thePlaceItselfIsFilledSoThatWhoShowsItSeesIt() {
        opened(1_000);
        Slot<HistoryRow> slot = history.get(700);
        List<Object> seen = new ArrayList<>();
        slot.property().addListener((observable, before, after) -> seen.add(after));

        answer();

        assertThat(seen).hasSize(1);
    }

    @Test
    void theLastRowIsReadLikeAnyOther() {
        opened(100_000);

        history.want(99_990, 99_999);
        answer();

        assertThat(id(99_999)).isEqualTo(past(99_999));
        assertThat(asked).hasSize(2);
    }

    @Test
    void scrollingThroughAllKeepsFewRowsInMemory() {
        opened(100_000);

        for (int index = 0; index < 100_000; index += 20) {
            history.want(index, index + 30);
            answer();
            assertThat(id(index)).isEqualTo(past(index));
        }

        assertThat(history.pagesInMemory()).isLessThanOrEqualTo(History.MOST_PAGES);
    }

    @Test
    void aFlingAcrossAllReadsOnlyWhereItStops() {
        opened(100_000);

        // As a thumb that is dragged: places are passed faster than answers come.
        for (int index = 0; index < 100_000; index += 500) {
            history.get(index);
        }
        answer();

        assertThat(asked).hasSizeLessThan(12);
        assertThat(id(99_500)).isEqualTo(past(99_500));
    }

    @Test
    void newRowsAreCountedAndMoveNothing() {
        opened(500);
        List<ListChangeListener.Change<? extends Slot<HistoryRow>>> changes = new ArrayList<>();
        history.addListener((ListChangeListener<Slot<HistoryRow>>) changes::add);

        more(7, 500);
        looked();

        assertThat(history.newer()).isEqualTo(7);
        assertThat(history).hasSize(500);
        assertThat(id(0)).isEqualTo(past(0));
        assertThat(changes).isEmpty();
    }

    @Test
    void newRowsAreTakenInAtTheTopWithTheirContent() {
        opened(500);
        more(7, 500);
        looked();

        history.fold();

        assertThat(history).hasSize(507);
        assertThat(history.newer()).isZero();
        assertThat(IntStream.range(0, 9).mapToObj(this::id).toList())
                .containsExactly(
                        past(-7), past(-6), past(-5), past(-4), past(-3), past(-2), past(-1), past(0), past(1));
    }

    @Test
    void countingGoesOnAcrossLooksAndFolds() {
        opened(500);
        more(3, 500);
        looked();
        more(9, 500);
        looked();

        assertThat(history.newer()).isEqualTo(9);
        history.fold();
        more(10, 500);
        looked();

        assertThat(history.newer()).isEqualTo(1);
        history.fold();
        assertThat(id(0)).isEqualTo(past(-10));
        assertThat(id(10)).isEqualTo(past(0));
    }

    @Test
    void moreNewRowsThanAreAtHandAreReadOnceTheyAreShown() {
        opened(500);
        more(900, 500);
        looked();
        more(1_400, 500);
        looked();

        assertThat(history.newer()).isEqualTo(1_400);
        history.fold();
        history.want(0, 30);
        answer();

        assertThat(history).hasSize(1_900);
        assertThat(id(0)).isEqualTo(past(-1_400));
        assertThat(id(30)).isEqualTo(past(-1_370));
    }

    @Test
    void aPageIsReadRightlyAlthoughRowsCameBeforeItsAnswer() {
        opened(5_000);

        more(30, 5_000);
        history.want(3_000, 3_030);
        answer();

        assertThat(id(3_000)).isEqualTo(past(3_000));
        assertThat(id(3_030)).isEqualTo(past(3_030));
        assertThat(history.newer()).isEqualTo(30);
    }

    @Test
    void rowsThatAPageHasCountedAreTakenInWithTheirContentToo() {
        opened(5_000);
        more(7, 5_000);
        looked();
        more(30, 5_000);
        history.want(3_000, 3_030);
        answer();

        history.fold();
        history.want(0, 40);
        answer();

        assertThat(history).hasSize(5_030);
        assertThat(IntStream.range(0, 41).mapToObj(this::id).toList())
                .isEqualTo(IntStream.range(-30, 11).mapToObj(HistoryTest::past).toList());
    }

    @Test
    void afterRowsWereTakenInUnreadNoneIsNewTwice() {
        opened(5_000);
        more(30, 5_000);
        history.want(3_000, 3_030);
        answer();
        history.fold();

        looked();

        assertThat(history.newer()).isZero();
        assertThat(history).hasSize(5_030);
    }

    @Test
    void whatIsNotKeptAnyMoreLeavesAtTheEnd() {
        opened(500);
        history.want(480, 499);
        answer();

        more(4, 450);
        looked();

        assertThat(history.newer()).isEqualTo(4);
        assertThat(history).hasSize(450);
        history.want(440, 449);
        answer();
        assertThat(id(449)).isEqualTo(past(449));
        assertThat(id(440)).isEqualTo(past(440));
    }

    @Test
    void aHistoryThatWasEmptiedIsEmpty() {
        opened(500);
        stored = List.of();
        looked();

        assertThat(history).isEmpty();
    }

    @Test
    void theFirstRequestOfAllIsNew() {
        opened(0);
        more(0, 1);
        looked();

        assertThat(history.newer()).isEqualTo(1);
        history.fold();
        assertThat(id(0)).isEqualTo(past(0));
    }

    @Test
    void aFailureIsToldAndTheNextLookReadsOn() {
        opened(5_000);
        broken = "the disk is full";
        assertThat(history.get(3_000).row()).isNull();
        answer();

        assertThat(heard).containsExactly("looked", "the disk is full");
        assertThat(id(0)).isEqualTo(past(0));

        broken = null;
        looked();
        history.want(3_000, 3_010);
        answer();
        assertThat(id(3_000)).isEqualTo(past(3_000));
    }

    @Test
    void anAnswerAfterTheEndIsNotHeard() {
        more(0, 10);
        history.look();
        history.close();
        answer();

        assertThat(heard).isEmpty();
        assertThat(history.isOpened()).isFalse();
    }

    @Test
    void rowsAreFoundByTheirRequestWhereTheyStandNow() {
        opened(500);
        assertThat(history.find(past(12))).contains(12);
        more(3, 500);
        looked();
        history.fold();

        assertThat(history.find(past(12))).contains(15);
        assertThat(history.find("r-none")).isEmpty();
    }

    @Test
    void lookingForAnObjectReadsNothing() {
        opened(100_000);

        assertThat(history.indexOf(new Object())).isEqualTo(-1);
        assertThat(history.indexOf(history.get(42))).isEqualTo(42);
        assertThat(asked).hasSize(1);
    }
}
