package dev.herd.app.queues;

import dev.herd.app.text.Units;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What runs and waits now.
final class LiveCard extends VBox {
    /// Header, column titles, hairlines and what is free beneath the last row.
    private static final double AROUND = 40 + 1 + 28 + 6 + 2;

    private final LiveList list = new LiveList();
    private final RowRoom room = new RowRoom();
    private final TableView<Slot<LiveRow>> table = Columns.table("live");
    private final Label count = new Label();
    private boolean showing;

    /// @param cancel is asked to stop a request
    /// @param selected hears which row the person chose
    LiveCard(Consumer<LiveRow> cancel, Consumer<String> selected) {
        getStyleClass().add("card");
        Label title = new Label("Now");
        title.getStyleClass().add("card-title");
        count.getStyleClass().add("quiet");
        HBox header = new HBox(8, title, count);
        header.getStyleClass().add("card-header");
        table.setItems(list.slots());
        table.setAccessibleText("Requests that run or wait");
        table.setPlaceholder(nothing());
        addColumns(cancel);
        table.getSelectionModel().selectedItemProperty().addListener((observable, before, after) -> {
            LiveRow row = after == null ? null : after.row();
            if (!showing && row != null) {
                selected.accept(row.id());
            }
        });
        getChildren().addAll(header, table);
    }

    private static Label nothing() {
        Label label = new Label("Nothing runs or waits");
        label.getStyleClass().add("quiet");
        return label;
    }

    private void addColumns(Consumer<LiveRow> cancel) {
        table.getColumns().add(Columns.quiet("Age", 72, LiveRow::age));
        table.getColumns().add(Columns.names("App", 92, LiveRow::app));
        table.getColumns().add(Columns.words("Model", 140, LiveRow::model));
        table.getColumns().add(Columns.column("Machine", MachineCell::new));
        table.getColumns().add(Columns.column("State", StateCell::new));
        table.getColumns().add(Columns.figure("Tokens", 70, LiveRow::tokens));
        table.getColumns().add(Columns.figure("Speed", 86, LiveRow::speed));
        table.getColumns().add(Columns.fixed(Columns.column("", () -> new CancelCell(cancel)), 40));
        table.getColumns().getFirst().getStyleClass().add("first");
        table.getColumns().get(3).setPrefWidth(104);
        table.getColumns().get(3).setMinWidth(92);
        table.getColumns().get(4).setPrefWidth(210);
        table.getColumns().get(4).setMinWidth(176);
    }

    TableView<Slot<LiveRow>> table() {
        return table;
    }

    /// @param selected id of the request that is inspected
    void show(List<LiveRow> rows, @Nullable String selected) {
        showing = true;
        list.show(rows, table.isHover() ? LiveList.Ended.KEEP : LiveList.Ended.REMOVE);
        select(selected);
        showing = false;
        count.setText(Units.count(rows.size()));
    }

    /// Marks the row of that request, or none.
    void select(@Nullable String id) {
        boolean before = showing;
        showing = true;
        int index = id == null ? -1 : list.indexOf(id);
        if (index < 0) {
            table.getSelectionModel().clearSelection();
        } else if (table.getSelectionModel().getSelectedIndex() != index) {
            table.getSelectionModel().clearAndSelect(index);
        }
        showing = before;
    }

    @Nullable
    LiveRow selected() {
        Slot<LiveRow> slot = table.getSelectionModel().getSelectedItem();
        return slot == null ? null : slot.row();
    }

    /// Takes as much height as its rows need.
    ///
    /// @param height of the page
    void fit(Instant now, double height) {
        int most = Math.max(3, (int) ((height * 0.42 - AROUND) / Columns.ROW));
        double wanted = AROUND + room.at(now, list.slots().size(), most) * Columns.ROW;
        if (getPrefHeight() != wanted) {
            setMinHeight(wanted);
            setPrefHeight(wanted);
            setMaxHeight(wanted);
        }
    }

    /// Where it runs, quiet while it only will.
    private static final class MachineCell extends TableCell<Slot<LiveRow>, LiveRow> {
        MachineCell() {
            getStyleClass().add("words");
            Columns.wholeWhenCut(this);
        }

        @Override
        protected void updateItem(LiveRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? null : row.machine());
            pseudoClassStateChanged(PseudoClass.getPseudoClass("planned"), row != null && row.planned());
        }
    }

    /// A dot where tokens come, and the state in words.
    private static final class StateCell extends TableCell<Slot<LiveRow>, LiveRow> {
        private final Region dot = new Region();

        StateCell() {
            getStyleClass().add("state");
            Columns.wholeWhenCut(this);
            dot.getStyleClass().add("dot");
        }

        @Override
        protected void updateItem(LiveRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty || row == null ? null : row.state());
            setGraphic(row != null && row.stage() == LiveRow.Stage.GENERATING ? dot : null);
            for (LiveRow.Stage stage : LiveRow.Stage.values()) {
                pseudoClassStateChanged(
                        PseudoClass.getPseudoClass(stage.name().toLowerCase(Locale.ROOT)),
                        row != null && row.stage() == stage);
            }
        }
    }

    private static final class CancelCell extends TableCell<Slot<LiveRow>, LiveRow> {
        private final Button button = new Button();

        CancelCell(Consumer<LiveRow> cancel) {
            getStyleClass().add("cancel");
            button.setGraphic(new FontIcon(Feather.X));
            button.getStyleClass().addAll("flat", "icon-button", "cancel-button");
            button.setOnAction(event -> {
                LiveRow row = getItem();
                if (row != null) {
                    cancel.accept(row);
                }
            });
        }

        @Override
        protected void updateItem(LiveRow row, boolean empty) {
            super.updateItem(row, empty);
            boolean shown = !empty && row != null && row.canBeCancelled();
            setGraphic(shown ? button : null);
            if (shown && row != null) {
                button.setAccessibleText("Cancel " + row.described());
            }
        }
    }
}
