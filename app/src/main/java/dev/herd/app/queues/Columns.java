package dev.herd.app.queues;

import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Labeled;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;

/// Columns of the tables of requests.
final class Columns {
    /// What stands where a row is still to be read.
    private static final String UNREAD = "…";

    private Columns() {}

    /// Words, from the left; what is too long loses its middle, since the ends tell models apart.
    static <R> TableColumn<Slot<R>, R> words(String title, double width, Function<R, String> text) {
        return words(title, width, () -> new Cell<>(text, "words", OverrunStyle.CENTER_ELLIPSIS));
    }

    /// Names, from the left; what is too long loses its end.
    static <R> TableColumn<Slot<R>, R> names(String title, double width, Function<R, String> text) {
        return words(title, width, () -> new Cell<>(text, "words", OverrunStyle.ELLIPSIS));
    }

    private static <R> TableColumn<Slot<R>, R> words(
            String title, double width, Supplier<TableCell<Slot<R>, R>> cells) {
        TableColumn<Slot<R>, R> column = column(title, cells);
        column.setMinWidth(width * 0.9);
        column.setPrefWidth(width);
        return column;
    }

    /// Quiet words of one width.
    static <R> TableColumn<Slot<R>, R> quiet(String title, double width, Function<R, String> text) {
        return fixed(column(title, () -> new Cell<>(text, "quiet", OverrunStyle.ELLIPSIS)), width);
    }

    /// Figures, from the right.
    static <R> TableColumn<Slot<R>, R> figure(String title, double width, Function<R, String> text) {
        TableColumn<Slot<R>, R> column =
                fixed(column(title, () -> new Cell<>(text, "figure", OverrunStyle.ELLIPSIS)), width);
        column.getStyleClass().add("figure");
        return column;
    }

    static <R> TableColumn<Slot<R>, R> column(String title, Supplier<TableCell<Slot<R>, R>> cells) {
        TableColumn<Slot<R>, R> column = new TableColumn<>(title);
        column.setCellValueFactory(features -> features.getValue().property());
        column.setCellFactory(ignored -> cells.get());
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    static <R> TableColumn<Slot<R>, R> fixed(TableColumn<Slot<R>, R> column, double width) {
        column.setMinWidth(width);
        column.setPrefWidth(width);
        column.setMaxWidth(width);
        return column;
    }

    /// A column that is left out of narrow tables.
    static <R> TableColumn<Slot<R>, R> optional(TableColumn<Slot<R>, R> column, TableView<Slot<R>> table) {
        column.visibleProperty().bind(table.widthProperty().greaterThan(ROOMY));
        return column;
    }

    /// A table as both are.
    static <R> TableView<Slot<R>> table(String id) {
        TableView<Slot<R>> table = new TableView<>();
        table.setId(id);
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getStyleClass().add("requests");
        return table;
    }

    /// Lets a pointer read the whole of what is cut off.
    static void wholeWhenCut(Labeled cell) {
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(cell.textProperty());
        cell.textTruncatedProperty().subscribe(cut -> cell.setTooltip(cut ? whole : null));
    }

    /// From this width on a table shows all its columns.
    private static final double ROOMY = 840;

    /// Height of a row, and of the line above the first.
    static final double ROW = 27;

    /// A cell that is text.
    private static final class Cell<R> extends TableCell<Slot<R>, R> {
        private final Function<R, String> text;

        Cell(Function<R, String> text, String styleClass, OverrunStyle overrun) {
            this.text = text;
            getStyleClass().add(styleClass);
            setTextOverrun(overrun);
            wholeWhenCut(this);
            setAlignment(styleClass.equals("figure") ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
        }

        @Override
        protected void updateItem(R row, boolean empty) {
            super.updateItem(row, empty);
            setText(empty ? null : row == null ? UNREAD : text.apply(row));
        }
    }
}
