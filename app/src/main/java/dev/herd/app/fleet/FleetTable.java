package dev.herd.app.fleet;

import dev.herd.app.controls.Sparkline;
import dev.herd.app.controls.StackedBar;
import dev.herd.app.controls.StatePill;
import dev.herd.app.text.Units;
import dev.herd.engine.api.Series;
import dev.herd.engine.fleet.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The machines of a large fleet, a row each. Rows stay the same objects from one moment to the next, so that
/// selection, scroll and the order that the person chose survive; nothing is sorted again by itself.
final class FleetTable extends TableView<MachineRow> {
    /// Below that width the least telling columns make room.
    private static final double NARROW = 1100;

    private static final double FILLS = 10_000;

    private final FleetCommands commands;
    private final Map<NodeId, MachineRow> rows = new HashMap<>();

    FleetTable(FleetCommands commands) {
        this.commands = commands;
        setId("fleet-table");
        setAccessibleText("Machines");
        getStyleClass().add("fleet-table");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_SUBSEQUENT_COLUMNS);
        TableColumn<MachineRow, Machine> processor = column("CPU", 60, 60, byDouble(Machine::processor));
        text(processor, Machine::processorText, "number");
        TableColumn<MachineRow, Machine> hour = column("tokens/s, last hour", 150, 150, null);
        cells(hour, () -> new Sparkline(Series.LENGTH), FleetTable::showHour);
        getColumns().add(names());
        getColumns().add(states());
        getColumns().addAll(work());
        getColumns().add(memory());
        getColumns().add(processor);
        getColumns().add(heat());
        getColumns().add(models());
        getColumns().add(hour);
        getColumns().add(menus());
        widthProperty().subscribe(width -> {
            processor.setVisible(width.doubleValue() >= NARROW);
            hour.setVisible(width.doubleValue() >= NARROW);
        });
        setOnContextMenuRequested(event -> {
            openMenu(event.getScreenX(), event.getScreenY());
            event.consume();
        });
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                openMenuAtSelection();
                event.consume();
            }
        });
    }

    void show(List<Machine> machines) {
        Map<NodeId, Machine> now = new HashMap<>();
        machines.forEach(machine -> now.put(machine.id(), machine));
        if (rows.keySet().retainAll(now.keySet())) {
            getItems().removeIf(row -> !now.containsKey(row.id()));
        }
        for (int i = 0; i < machines.size(); i++) {
            Machine machine = machines.get(i);
            MachineRow row = rows.get(machine.id());
            if (row == null) {
                MachineRow added = new MachineRow(machine);
                rows.put(machine.id(), added);
                boolean sorted = !getSortOrder().isEmpty();
                getItems().add(sorted ? getItems().size() : Math.min(i, getItems().size()), added);
            } else {
                row.show(machine);
            }
        }
    }

    private void openMenuAtSelection() {
        lookupAll(".table-row-cell").stream()
                .filter(node -> node instanceof TableRow<?> row && row.isSelected() && !row.isEmpty())
                .findFirst()
                .map(row -> row.localToScreen(row.getBoundsInLocal()))
                .ifPresent(bounds -> openMenu(bounds.getMinX() + bounds.getWidth() / 2, bounds.getMaxY()));
    }

    private void openMenu(double x, double y) {
        MachineRow selected = getSelectionModel().getSelectedItem();
        if (selected != null) {
            var menu = new ContextMenu();
            menu.getItems().setAll(MachineMenu.of(selected.now(), commands));
            menu.show(this, x, y);
        }
    }

    private static TableColumn<MachineRow, Machine> names() {
        var column = column("Machine", 180, 340, Comparator.comparing(Machine::name, String.CASE_INSENSITIVE_ORDER));
        column.getStyleClass().add("first");
        cells(column, TitleCell::new, TitleCell::show);
        return column;
    }

    private static TableColumn<MachineRow, Machine> states() {
        var column = column("State", 165, 165, Comparator.comparing(Machine::condition));
        cells(
                column,
                StatePill::new,
                (pill, machine) -> pill.show(
                        Looks.shape(machine.condition()), machine.state(), Looks.tone(machine.condition())));
        return column;
    }

    private static List<TableColumn<MachineRow, Machine>> work() {
        var running = column(
                "Running", 80, 80, Comparator.comparingInt(machine -> machine.work().running()));
        text(
                running,
                machine -> machine.work().runningOfSlots(),
                "number");
        var waiting = column(
                "Waiting", 74, 74, Comparator.comparingInt(machine -> machine.work().waiting()));
        text(waiting, machine -> machine.work().waitingValue(), "number");
        var speed = column("tok/s", 64, 64, byDouble(machine -> machine.work().tokensPerSecond()));
        text(speed, machine -> machine.work().speedValue(), "number");
        return List.of(running, waiting, speed);
    }

    private static TableColumn<MachineRow, Machine> memory() {
        var column = column("Memory", 150, 220, byDouble(machine -> machine.memory().share()));
        cells(column, MemoryCell::new, MemoryCell::show);
        return column;
    }

    private static TableColumn<MachineRow, Machine> heat() {
        var column = column("Heat", 68, 68, byDouble(machine -> machine.warmth().celsius()));
        text(
                column,
                machine -> (machine.warmth().value() + " " + machine.warmth().unit()).strip(),
                "number");
        return column;
    }

    private static TableColumn<MachineRow, Machine> models() {
        var column = column(
                "Models in memory",
                120,
                FILLS,
                Comparator.comparingInt(machine -> machine.models().size()));
        cells(column, ModelsCell::new, ModelsCell::show);
        return column;
    }

    private TableColumn<MachineRow, Machine> menus() {
        var column = column("", 44, 44, null);
        column.setResizable(false);
        cells(column, this::menu, (button, machine) -> {
            button.setAccessibleText("Actions for " + machine.name());
            button.setOnShowing(event -> button.getItems().setAll(MachineMenu.of(machine, commands)));
        });
        return column;
    }

    private MenuButton menu() {
        MenuButton button = new MenuButton();
        button.setGraphic(new FontIcon(Feather.MORE_HORIZONTAL));
        button.getStyleClass().add("card-menu");
        return button;
    }

    private static void showHour(Sparkline line, Machine machine) {
        Trend tokens = machine.trends().getFirst();
        line.show(tokens.values(), tokens.ceiling());
        line.setAccessibleText(tokens.label() + ", " + tokens.most());
    }

    private static Comparator<Machine> byDouble(Function<Machine, Double> figure) {
        return Comparator.comparing(figure);
    }

    /// @param order null for a column that says nothing about order
    private static TableColumn<MachineRow, Machine> column(
            String title, double least, double most, @org.jspecify.annotations.Nullable Comparator<Machine> order) {
        TableColumn<MachineRow, Machine> column = new TableColumn<>(title);
        column.setCellValueFactory(features -> features.getValue().machine());
        column.setMinWidth(least);
        column.setPrefWidth(least);
        column.setMaxWidth(most);
        column.setReorderable(false);
        column.setSortable(order != null);
        if (order != null) {
            column.setComparator(order);
        }
        return column;
    }

    private static void text(
            TableColumn<MachineRow, Machine> column, Function<Machine, String> words, String styleClass) {
        column.getStyleClass().add(styleClass);
        cells(
                column,
                () -> Looks.label("cell-text"),
                (label, machine) -> label.setText(words.apply(machine)));
    }

    private static <N extends Node> void cells(
            TableColumn<MachineRow, Machine> column, Supplier<N> content, BiConsumer<N, Machine> show) {
        column.setCellFactory(owner -> new MachineCell<>(content.get(), show));
    }

    private static final class TitleCell extends HBox {
        private static final double MOST_NAME = 180;

        private final Label name = Looks.label("cell-name");
        private final Label about = Looks.label("cell-about");

        TitleCell() {
            getStyleClass().add("cell-words");
            setAlignment(Pos.CENTER_LEFT);
            about.setMinWidth(0);
            name.setMaxWidth(MOST_NAME);
            name.setMinWidth(USE_PREF_SIZE);
            getChildren().addAll(name, about);
        }

        void show(Machine machine) {
            name.setText(machine.name());
            about.setText(machine.simulated() ? "simulated" : machine.where());
        }
    }

    private static final class MemoryCell extends HBox {
        private final StackedBar bar = new StackedBar();
        private final Label text = Looks.label("cell-about");

        MemoryCell() {
            getStyleClass().add("cell-words");
            setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(bar, Priority.ALWAYS);
            text.setMinWidth(USE_PREF_SIZE);
            getChildren().addAll(bar, text);
        }

        void show(Machine machine) {
            MemoryLine memory = machine.memory();
            bar.show(Looks.parts(memory), (double) memory.total());
            bar.setTight(memory.tight());
            bar.setVisible(memory.sensed());
            bar.setManaged(memory.sensed());
            bar.setAccessibleText(memory.text());
            text.setText(memory.sensed() ? Units.percent(memory.share()) + (memory.tight() ? " tight" : "") : "not sensed");
        }
    }

    private static final class ModelsCell extends HBox {
        private List<ModelChip> shown = List.of();

        ModelsCell() {
            getStyleClass().add("cell-words");
            setAlignment(Pos.CENTER_LEFT);
        }

        void show(Machine machine) {
            if (shown.equals(machine.models()) && !getChildren().isEmpty()) {
                return;
            }
            shown = machine.models();
            List<Node> words = new ArrayList<>();
            for (ModelChip model : shown) {
                var swatch = new javafx.scene.layout.Region();
                swatch.getStyleClass().setAll("swatch", Looks.hue(model.hue()));
                Label name = Looks.label("cell-text");
                name.setText(model.name());
                name.setMinWidth(0);
                HBox pair = new HBox(swatch, name);
                pair.getStyleClass().add("cell-model");
                pair.setAlignment(Pos.CENTER_LEFT);
                pair.setMinWidth(0);
                words.add(pair);
            }
            if (words.isEmpty()) {
                Label none = Looks.label("cell-about");
                none.setText(Units.NONE);
                words.add(none);
            }
            getChildren().setAll(words);
        }
    }
}
