package dev.herd.app.queues;

import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestSummary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/// The rows of one query, newest first, as many as there are, of which only those in memory that were looked at lately.
/// Needs no toolkit; belongs to one thread, on which the answers of its source arrive too.
///
/// Rows that are added while it is looked at do not move it: they are counted as [#newer] until [#fold] takes them in.
/// Rows are kept in pages by their distance from the oldest, which new ones do not change. One question is under way at
/// a time; of pages that are wanted meanwhile, the last ones asked for go first and the oldest are forgotten.
final class History extends ObservableListBase<Slot<HistoryRow>> {
    static final int PAGE = 100;

    /// About 4,000 rows, a few megabytes.
    static final int MOST_PAGES = 40;

    /// Pages that wait to be read: what a screen shows is on two at most.
    private static final int MOST_WANTED = 6;

    private static final int NONE = -1;

    /// More rows than a page, for those that came since the last look.
    private static final int SLACK = 50;

    /// Up to that many new rows are read with every look, so that they are at hand when they are taken in.
    private static final int MOST_AT_HAND = 200;

    private final Source source;
    private final HistoryQuery query;
    private final Function<RequestSummary, HistoryRow> rows;
    private final Watcher watcher;
    private final Map<Integer, List<Slot<HistoryRow>>> pages = new LinkedHashMap<>(MOST_PAGES, 0.75f, true);
    private final Deque<Integer> wanted = new ArrayDeque<>();

    /// The new rows, newest first, followed by others; empty when they are not at hand.
    private List<RequestSummary> top = List.of();

    private @Nullable String headId;
    private int size;
    private int newer;
    private boolean asking;

    /// The page that the question under way is about, [#NONE] when it is about another matter.
    private int reading = NONE;

    private boolean opened;
    private boolean closed;

    /// Where rows come from. Answers arrive later or at once.
    interface Source {
        void read(HistoryQuery query, Consumer<HistoryPage> read, Consumer<String> failed);
    }

    /// Hears how the reading goes.
    interface Watcher {
        /// The answer of [#look]; the first time, the list is ready to be shown.
        void looked();

        /// Rows were read that were missing.
        void filled();

        void failed(String reason);
    }

    History(Source source, HistoryQuery query, Function<RequestSummary, HistoryRow> rows, Watcher watcher) {
        this.source = source;
        this.query = query;
        this.rows = rows;
        this.watcher = watcher;
    }

    /// Looks for new rows, or for the first ones. Nothing while a question is under way.
    void look() {
        if (!asking && !closed) {
            // Beginning at the newest one, or at the last of the new ones, behind which the list's first row is found.
            int offset = newer <= MOST_AT_HAND ? 0 : newer - 1;
            ask(offset, newer - offset + PAGE + SLACK, this::looked);
        }
    }

    /// Ends it: no further answer is listened to.
    void close() {
        closed = true;
    }

    boolean isOpened() {
        return opened;
    }

    /// Rows that came since, and are not in the list.
    int newer() {
        return newer;
    }

    /// Takes the new rows in, at the top.
    void fold() {
        int added = newer;
        if (added == 0) {
            return;
        }
        size += added;
        newer = 0;
        headId = null;
        fill(0, top);
        beginChange();
        nextAdd(0, added);
        endChange();
    }

    /// Where a request stands, if its row is in memory.
    Optional<Integer> find(String id) {
        for (Map.Entry<Integer, List<Slot<HistoryRow>>> page : List.copyOf(pages.entrySet())) {
            for (int i = 0; i < page.getValue().size(); i++) {
                HistoryRow row = page.getValue().get(i).row();
                int index = size - 1 - (page.getKey() * PAGE + i);
                if (row != null && row.id().equals(id) && index >= 0) {
                    return Optional.of(index);
                }
            }
        }
        return Optional.empty();
    }

    /// Reads what is still missing of these rows, which are being looked at.
    void want(int first, int last) {
        for (int index = Math.max(0, first); index <= Math.min(last, size - 1); index++) {
            get(index);
        }
    }

    @Override
    public int size() {
        return size;
    }

    /// The row's place, filled or to be filled soon.
    @Override
    public Slot<HistoryRow> get(int index) {
        Objects.checkIndex(index, size);
        int ordinal = size - 1 - index;
        Slot<HistoryRow> slot = page(ordinal / PAGE).get(ordinal % PAGE);
        if (slot.row() == null) {
            want(ordinal / PAGE);
        }
        return slot;
    }

    /// Only among the rows in memory: looking through all would read all.
    @Override
    public int indexOf(@Nullable Object object) {
        for (Map.Entry<Integer, List<Slot<HistoryRow>>> page : pages.entrySet()) {
            int place = page.getValue().indexOf(object);
            int index = size - 1 - (page.getKey() * PAGE + place);
            if (place >= 0 && index >= 0) {
                return index;
            }
        }
        return -1;
    }

    @Override
    public int lastIndexOf(@Nullable Object object) {
        return indexOf(object);
    }

    @Override
    public boolean contains(@Nullable Object object) {
        return indexOf(object) >= 0;
    }

    /// Itself alone: comparing rows would read all.
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    int pagesInMemory() {
        return pages.size();
    }

    private List<Slot<HistoryRow>> page(int number) {
        List<Slot<HistoryRow>> page = pages.get(number);
        if (page == null) {
            page = new ArrayList<>(PAGE);
            for (int i = 0; i < PAGE; i++) {
                page.add(new Slot<>());
            }
            pages.put(number, page);
            if (pages.size() > MOST_PAGES) {
                pages.remove(pages.keySet().iterator().next());
            }
        }
        return page;
    }

    private void want(int page) {
        if (page == reading) {
            return;
        }
        wanted.remove(page);
        wanted.push(page);
        if (wanted.size() > MOST_WANTED) {
            wanted.removeLast();
        }
        readWanted();
    }

    private void readWanted() {
        if (asking || closed || wanted.isEmpty()) {
            return;
        }
        int page = wanted.pop();
        reading = page;
        int first = Math.max(0, size - (page + 1) * PAGE);
        int last = size - 1 - page * PAGE;
        if (last < 0) {
            reading = NONE;
            readWanted();
            return;
        }
        ask(newer + first, last - first + 1 + SLACK, (offset, answer) -> {
            counted(answer.total());
            fill(offset - newer, answer.rows());
            watcher.filled();
        });
    }

    private void ask(int offset, int limit, OffsetAnswer then) {
        asking = true;
        source.read(
                query.at(offset, limit),
                page -> {
                    asking = false;
                    reading = NONE;
                    if (!closed) {
                        then.accept(offset, page);
                        readWanted();
                    }
                },
                reason -> {
                    asking = false;
                    reading = NONE;
                    wanted.clear();
                    if (!closed) {
                        watcher.failed(reason);
                    }
                });
    }

    private interface OffsetAnswer {
        void accept(int offset, HistoryPage page);
    }

    private void looked(int offset, HistoryPage page) {
        int head = headAt(page.rows());
        if (!opened) {
            opened = true;
            size = page.total();
        } else if (head >= 0) {
            newer = offset + head;
            trim(size + newer - page.total());
        } else {
            counted(page.total());
        }
        top = offset == 0 ? page.rows() : List.of();
        fill(offset - newer, page.rows());
        watcher.looked();
    }

    private int headAt(List<RequestSummary> found) {
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).id().equals(headId)) {
                return i;
            }
        }
        return -1;
    }

    /// What the total alone says: more rows are newer ones, fewer are old ones that are not kept any more.
    private void counted(int total) {
        int more = total - size - newer;
        if (more > 0) {
            newer += more;
            top = List.of();
        }
        trim(-more);
    }

    /// Lets go of the oldest rows. Distances from the oldest change with that, so that all pages are read again.
    private void trim(int gone) {
        int count = Math.min(gone, size);
        if (count <= 0) {
            return;
        }
        pages.clear();
        wanted.clear();
        size -= count;
        beginChange();
        nextRemove(size, Collections.nCopies(count, new Slot<>()));
        endChange();
    }

    /// Fills the places from an index on, which may begin above the list's top. Of pages that are not in memory only
    /// the first is made.
    private void fill(int from, List<RequestSummary> found) {
        for (int index = Math.max(0, from); index < Math.min(size, from + found.size()); index++) {
            RequestSummary summary = found.get(index - from);
            int ordinal = size - 1 - index;
            List<Slot<HistoryRow>> page = index < PAGE ? page(ordinal / PAGE) : pages.get(ordinal / PAGE);
            if (page != null) {
                page.get(ordinal % PAGE).fill(rows.apply(summary));
            }
            if (index == 0) {
                headId = summary.id();
            }
        }
    }
}
