package dev.herd.app.queues;

import dev.herd.app.bridge.Actions;
import dev.herd.app.text.Units;
import dev.herd.engine.api.RequestSummary;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.collections.FXCollections;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// What was: all requests that are remembered, of which only those on the screen are read.
final class HistoryCard extends VBox {
    /// Between two looks for new rows.
    private static final Duration BETWEEN_LOOKS = Duration.seconds(1);

    /// Between two tries while it cannot be read.
    private static final Duration BETWEEN_TRIES = Duration.seconds(5);

    private final Actions actions;
    private final ZoneId zone;
    private final Consumer<String> selected;
    private final Runnable read;
    private final TableView<Slot<HistoryRow>> table = Columns.table("history");
    private final Label count = new Label();
    private final Button newer = new Button();
    private final HistoryNotice notice;
    private final FilterBar filters = new FilterBar(this::open);
    private final PauseTransition rest = new PauseTransition(BETWEEN_LOOKS);
    private Instant now = Instant.EPOCH;
    private Instant opened = Instant.EPOCH;
    private @Nullable History history;
    private @Nullable String selectedId;
    private boolean broken;
    private boolean setting;

    /// @param selected hears which row the person chose
    /// @param read hears that rows were read, or could not be
    HistoryCard(Actions actions, ZoneId zone, Consumer<String> selected, Runnable read) {
        this.actions = actions;
        this.zone = zone;
        this.selected = selected;
        this.read = read;
        getStyleClass().add("card");
        notice = new HistoryNotice(
                this::retry, () -> filters.reset(HistoryFilter.DEFAULT.within(HistoryFilter.Span.ALL)));
        newer.setId("newer");
        newer.getStyleClass().addAll("small", "accent", "newer");
        newer.setVisible(false);
        newer.setOnAction(event -> takeIn());
        addColumns();
        table.setItems(FXCollections.emptyObservableList());
        table.setPlaceholder(notice);
        table.setAccessibleText("Requests that have ended, newest first");
        VBox.setVgrow(table, Priority.ALWAYS);
        table.getSelectionModel().selectedItemProperty().addListener((observable, before, after) -> chosen(after));
        getChildren().addAll(header(), notice.banner(), table);
    }

    private HBox header() {
        Label title = new Label("History");
        title.getStyleClass().add("card-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        count.setId("history-count");
        count.getStyleClass().add("quiet");
        count.setMinWidth(Region.USE_PREF_SIZE);
        newer.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox header = new HBox(8, title, count, newer, space, filters);
        header.getStyleClass().add("card-header");
        return header;
    }

    private void addColumns() {
        table.getColumns().add(Columns.quiet("Ended", 96, HistoryRow::time));
        table.getColumns().add(Columns.names("App", 100, HistoryRow::app));
        table.getColumns().add(Columns.words("Model", 150, HistoryRow::model));
        table.getColumns().add(Columns.names("Machine", 104, HistoryRow::machine));
        table.getColumns().add(Columns.column("Outcome", OutcomeCell::new));
        table.getColumns().get(4).setPrefWidth(134);
        table.getColumns().get(4).setMinWidth(132);
        table.getColumns().add(Columns.optional(Columns.figure("Waited", 60, HistoryRow::waited), table));
        table.getColumns().add(Columns.optional(Columns.figure("First token", 78, HistoryRow::firstToken), table));
        table.getColumns().add(Columns.figure("Total", 62, HistoryRow::total));
        table.getColumns().add(Columns.optional(Columns.figure("tok/s", 50, HistoryRow::speed), table));
        table.getColumns().add(Columns.figure("In · out", 100, HistoryRow::tokens));
        table.getColumns().getFirst().getStyleClass().add("first");
    }

    TableView<Slot<HistoryRow>> table() {
        return table;
    }

    FilterBar filters() {
        return filters;
    }

    /// Whether it is known that there is nothing at all.
    boolean isKnownEmpty() {
        History shown = history;
        return shown != null
                && shown.isOpened()
                && !broken
                && shown.isEmpty()
                && shown.newer() == 0
                && !filters.filter().isNarrow();
    }

    /// Looks for what is new.
    void show(Instant at, List<String> machines) {
        now = at;
        filters.machines(machines);
        if (history == null || (follows() && filters.filter().isStale(opened, now, zone))) {
            open(filters.filter());
        } else if (rest.getStatus() != PauseTransition.Status.RUNNING) {
            look(history);
        }
    }

    /// Marks the row of that request, or none; also later, when the row is read.
    void select(@Nullable String id) {
        selectedId = id;
        markSelected();
    }

    private void chosen(@Nullable Slot<HistoryRow> slot) {
        HistoryRow row = slot == null ? null : slot.row();
        if (!setting && row != null) {
            selectedId = row.id();
            selected.accept(row.id());
        }
    }

    private void markSelected() {
        History shown = history;
        String id = selectedId;
        if (shown == null || !shown.equals(table.getItems())) {
            return;
        }
        setting = true;
        int index = id == null ? -1 : shown.find(id).orElse(-1);
        if (index >= 0 && table.getSelectionModel().getSelectedIndex() != index) {
            table.getSelectionModel().clearAndSelect(index);
        } else if (index < 0 && !isSelected(id)) {
            table.getSelectionModel().clearSelection();
        }
        setting = false;
    }

    private boolean isSelected(@Nullable String id) {
        Slot<HistoryRow> slot = table.getSelectionModel().getSelectedItem();
        HistoryRow row = slot == null ? null : slot.row();
        return row != null && row.id().equals(id);
    }

    private void open(HistoryFilter filter) {
        if (now.equals(Instant.EPOCH)) {
            return;
        }
        History before = history;
        if (before != null) {
            before.close();
        }
        opened = now;
        History next = new History(actions::history, filter.query(now), this::row, new Reading());
        history = next;
        notice.reading();
        look(next);
    }

    private HistoryRow row(RequestSummary summary) {
        return HistoryRow.of(summary, zone, now.atZone(zone).toLocalDate());
    }

    private void retry() {
        History shown = history;
        if (shown != null) {
            look(shown);
        }
    }

    private void look(History shown) {
        rest.setDuration(broken ? BETWEEN_TRIES : BETWEEN_LOOKS);
        rest.playFromStart();
        shown.look();
    }

    /// Takes the new rows in because the person wants to see them.
    private void takeIn() {
        History shown = history;
        if (shown != null) {
            fold(shown);
            table.scrollTo(0);
        }
    }

    private void fold(History shown) {
        setting = true;
        shown.fold();
        setting = false;
        markSelected();
        describe(shown);
    }

    /// Whether new rows may come in by themselves: the newest are on the screen, and nobody points at or chose one.
    private boolean follows() {
        return selectedId == null && !table.isHover() && firstVisible() <= 0;
    }

    private int firstVisible() {
        return flow() == null || flow().getFirstVisibleCell() == null
                ? 0
                : flow().getFirstVisibleCell().getIndex();
    }

    private void describe(History shown) {
        HistoryFilter filter = filters.filter();
        int rows = shown.size() + shown.newer();
        count.setText(Units.count(rows)
                + (filter.isNarrow() ? rows == 1 ? " matches " : " match " : " ")
                + filter.span().words());
        newer.setText(Units.count(shown.newer()) + " new");
        newer.setAccessibleText("Show " + Units.plural(shown.newer(), "new request", "new requests"));
        newer.setVisible(shown.newer() > 0);
        notice.read(filter);
    }

    @SuppressWarnings("unchecked")
    private @Nullable VirtualFlow<IndexedCell<?>> flow() {
        return (VirtualFlow<IndexedCell<?>>) table.lookup(".virtual-flow");
    }

    /// What comes of reading the list that is shown now.
    private final class Reading implements History.Watcher {
        @Override
        public void looked() {
            History shown = history;
            if (shown == null) {
                return;
            }
            broken = false;
            if (!shown.equals(table.getItems())) {
                setting = true;
                table.setItems(shown);
                table.scrollTo(0);
                setting = false;
            } else if (shown.newer() > 0 && follows()) {
                fold(shown);
            }
            VirtualFlow<IndexedCell<?>> flow = flow();
            if (flow != null && flow.getFirstVisibleCell() != null && flow.getLastVisibleCell() != null) {
                shown.want(
                        flow.getFirstVisibleCell().getIndex(),
                        flow.getLastVisibleCell().getIndex());
            }
            markSelected();
            describe(shown);
            read.run();
        }

        @Override
        public void filled() {
            History shown = history;
            if (shown != null) {
                markSelected();
                describe(shown);
            }
        }

        @Override
        public void failed(String reason) {
            broken = true;
            notice.failed(reason, table.getItems().isEmpty());
            read.run();
        }
    }

    private static final class OutcomeCell extends TableCell<Slot<HistoryRow>, HistoryRow> {
        OutcomeCell() {
            getStyleClass().add("outcome");
            Columns.wholeWhenCut(this);
        }

        @Override
        protected void updateItem(HistoryRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? null : row.outcome());
            pseudoClassStateChanged(
                    PseudoClass.getPseudoClass("good"), row != null && row.tone() == Outcomes.Tone.GOOD);
            pseudoClassStateChanged(PseudoClass.getPseudoClass("bad"), row != null && row.tone() == Outcomes.Tone.BAD);
            pseudoClassStateChanged(
                    PseudoClass.getPseudoClass("calm"), row != null && row.tone() == Outcomes.Tone.CALM);
        }
    }
}
