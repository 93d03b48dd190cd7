package dev.herd.app.fleet;

import dev.herd.app.controls.Sparkline;
import dev.herd.app.controls.StatePill;
import dev.herd.engine.api.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The columns of the table of machines.
final class FleetColumns {
    private static final double FILLS = 10_000;

    /// Style class of columns that a narrow window leaves out.
    private static final String SPARE = "spare";

    private record Widths(double least, double wanted, double most) {}

    private FleetColumns() {}

    static List<TableColumn<MachineRow, Machine>> all(FleetCommands commands) {
        List<TableColumn<MachineRow, Machine>> columns = new ArrayList<>();
        columns.add(names());
        columns.add(states());
        columns.addAll(work());
        columns.add(memory());
        columns.add(processor());
        columns.add(heat());
        columns.add(models());
        columns.add(hour());
        columns.add(menus(commands));
        return columns;
    }

    static boolean canMakeRoom(TableColumn<MachineRow, ?> column) {
        return column.getStyleClass().contains(SPARE);
    }

    private static TableColumn<MachineRow, Machine> names() {
        var column = column(
                "Machine",
                new Widths(180, 250, 340),
                Comparator.comparing(Machine::name, String.CASE_INSENSITIVE_ORDER));
        column.getStyleClass().add("first");
        cells(column, TitleCell::new, TitleCell::show);
        return column;
    }

    private static TableColumn<MachineRow, Machine> states() {
        var column = column("State", new Widths(165, 165, 165), Comparator.comparing(Machine::condition));
        cells(
                column,
                StatePill::new,
                (pill, machine) ->
                        pill.show(Looks.shape(machine.condition()), machine.state(), Looks.tone(machine.condition())));
        return column;
    }

    private static List<TableColumn<MachineRow, Machine>> work() {
        var running = column(
                "Running",
                new Widths(80, 80, 80),
                Comparator.comparingInt(machine -> machine.work().running()));
        text(running, machine -> machine.work().runningOfSlots(), "number");
        var waiting = column(
                "Waiting",
                new Widths(74, 74, 74),
                Comparator.comparingInt(machine -> machine.work().waiting()));
        text(waiting, machine -> machine.work().waitingValue(), "number");
        var speed = column(
                "tok/s",
                new Widths(64, 64, 64),
                byDouble(machine -> machine.work().tokensPerSecond()));
        text(speed, machine -> machine.work().speedValue(), "number");
        return List.of(running, waiting, speed);
    }

    private static TableColumn<MachineRow, Machine> memory() {
        var column = column(
                "Memory",
                new Widths(150, 180, 220),
                byDouble(machine -> machine.memory().share()));
        cells(column, MemoryCell::new, MemoryCell::show);
        return column;
    }

    private static TableColumn<MachineRow, Machine> heat() {
        var column = column(
                "Heat",
                new Widths(68, 68, 68),
                byDouble(machine -> machine.warmth().celsius()));
        text(
                column,
                machine -> (machine.warmth().value() + " " + machine.warmth().unit()).strip(),
                "number");
        return column;
    }

    private static TableColumn<MachineRow, Machine> models() {
        var column = column(
                "In memory",
                new Widths(120, 120, FILLS),
                Comparator.comparingInt(machine -> machine.models().size()));
        cells(column, ModelsCell::new, ModelsCell::show);
        return column;
    }

    private static TableColumn<MachineRow, Machine> processor() {
        var column = column("CPU", new Widths(60, 60, 60), byDouble(Machine::processor));
        column.getStyleClass().add(SPARE);
        text(column, Machine::processorText, "number");
        return column;
    }

    private static TableColumn<MachineRow, Machine> hour() {
        var column = column("tokens/s, last hour", new Widths(150, 150, 150), null);
        column.getStyleClass().add(SPARE);
        cells(column, () -> new Sparkline(Series.LENGTH), FleetColumns::showHour);
        return column;
    }

    private static TableColumn<MachineRow, Machine> menus(FleetCommands commands) {
        var column = column("", new Widths(44, 44, 44), null);
        column.setResizable(false);
        cells(column, FleetColumns::menu, (button, machine) -> {
            button.setAccessibleText("Actions for " + machine.name());
            button.setOnShowing(event -> button.getItems().setAll(MachineMenu.of(machine, commands)));
        });
        return column;
    }

    private static MenuButton menu() {
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

    /// What is not sensed counts as less than anything that is.
    private static Comparator<Machine> byDouble(Function<Machine, Double> figure) {
        return Comparator.comparing(machine -> {
            double value = figure.apply(machine);
            return Double.isNaN(value) ? -1 : value;
        });
    }

    /// @param order null for a column that says nothing about order
    private static TableColumn<MachineRow, Machine> column(
            String title, Widths widths, @Nullable Comparator<Machine> order) {
        TableColumn<MachineRow, Machine> column = new TableColumn<>(title);
        column.setCellValueFactory(features -> features.getValue().machine());
        column.setMinWidth(widths.least());
        column.setPrefWidth(widths.wanted());
        column.setMaxWidth(widths.most());
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
        cells(column, () -> Looks.label("cell-text"), (label, machine) -> label.setText(words.apply(machine)));
    }

    private static <N extends Node> void cells(
            TableColumn<MachineRow, Machine> column, Supplier<N> content, BiConsumer<N, Machine> show) {
        column.setCellFactory(owner -> new MachineCell<>(content.get(), show));
    }
}
