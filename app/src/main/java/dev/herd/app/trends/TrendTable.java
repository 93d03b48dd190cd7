package dev.herd.app.trends;

import dev.herd.app.text.Units;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// The charts' figures as a table: a row for each step of each machine, newest first until the person sorts it
/// otherwise.
final class TrendTable extends TableView<TrendRow> {
    private static final double ROW = 27;

    private final ObservableList<TrendRow> rows = FXCollections.observableArrayList();
    private final ZoneId zone;
    private Duration step = Duration.ofMinutes(1);

    TrendTable(ZoneId zone) {
        this.zone = zone;
        setId("trend-table");
        getStyleClass().add("trend-table");
        setFixedCellSize(ROW);
        setAccessibleText("Means of every step and machine");
        setPlaceholder(new Label("Nothing is known of this time"));
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getColumns().add(column("Time", 150, TrendRow::at, this::time, Pos.CENTER_LEFT));
        getColumns().add(column("Machine", 130, TrendRow::machine, word -> word, Pos.CENTER_LEFT));
        for (Panel panel : Panel.values()) {
            TableColumn<TrendRow, Double> column =
                    column(panel.title(), 84, row -> row.value(panel), value -> text(panel, value), Pos.CENTER_RIGHT);
            column.setId("trend-column-" + panel.measure().label());
            getColumns().add(column);
        }
        var sorted = new SortedList<>(rows);
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
    }

    private String time(Instant at) {
        return TimeAxis.full(at, step, zone);
    }

    private static String text(Panel panel, Double value) {
        return value.isNaN() ? Units.NONE : panel.text(value);
    }

    private static <T> TableColumn<TrendRow, T> column(
            String title, double width, Function<TrendRow, T> value, Function<T, String> words, Pos place) {
        TableColumn<TrendRow, T> column = new TableColumn<>(title);
        column.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(value.apply(features.getValue())));
        column.setCellFactory(ignored -> new TableCell<>() {
            {
                setAlignment(place);
            }

            @Override
            protected void updateItem(T item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty || item == null ? null : words.apply(item));
            }
        });
        column.setPrefWidth(width);
        column.setMinWidth(width * 0.7);
        return column;
    }

    void show(TrendsViewModel model) {
        step = model.trends().step();
        List<TrendRow> next = TrendRow.of(model);
        if (!next.equals(rows)) {
            rows.setAll(next);
        }
        for (TableColumn<TrendRow, ?> column : getColumns()) {
            column.setVisible(isTold(column, model));
        }
    }

    /// A column in which there would be nothing is left out.
    private static boolean isTold(TableColumn<TrendRow, ?> column, TrendsViewModel model) {
        String id = column.getId();
        return id == null
                || model.charts().stream()
                        .anyMatch(chart -> !chart.lines().isEmpty()
                                && id.equals("trend-column-"
                                        + chart.panel().measure().label()));
    }
}
