package dev.herd.app.fleet;

import dev.herd.app.controls.Sparkline;
import dev.herd.engine.api.Series;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The last hour of a machine, side by side.
final class TrendRow extends GridPane {
    /// Tokens get the most room: they are what the machine is there for.
    private static final List<List<Double>> WIDTHS =
            List.of(List.of(100.0), List.of(65.0, 35.0), List.of(44.0, 28.0, 28.0));

    private List<Cell> cells = List.of();

    TrendRow() {
        getStyleClass().add("trends");
    }

    void show(List<Trend> trends) {
        if (cells.size() != trends.size()) {
            cells = trends.stream().map(trend -> new Cell()).toList();
            getColumnConstraints().clear();
            getChildren().clear();
            for (int i = 0; i < cells.size(); i++) {
                var column = new ColumnConstraints();
                column.setPercentWidth(WIDTHS.get(cells.size() - 1).get(i));
                getColumnConstraints().add(column);
                add(cells.get(i), i, 0);
            }
        }
        for (int i = 0; i < cells.size(); i++) {
            cells.get(i).show(trends.get(i));
        }
    }

    private static final class Cell extends VBox {
        private final Label label = Looks.label("trend-label");
        private final Label most = Looks.label("trend-label");
        private final Sparkline line = new Sparkline(Series.LENGTH);

        Cell() {
            getStyleClass().add("trend");
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            most.setMinWidth(USE_PREF_SIZE);
            getChildren().addAll(new HBox(label, gap, most), line);
        }

        void show(Trend trend) {
            label.setText(trend.label());
            most.setText(trend.most());
            line.show(trend.values(), trend.ceiling());
            line.setAccessibleText(trend.label() + ", " + trend.most());
        }
    }
}
