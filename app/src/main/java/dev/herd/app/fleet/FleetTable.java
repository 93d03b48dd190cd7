package dev.herd.app.fleet;

import dev.herd.engine.fleet.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

/// The machines of a large fleet, a row each. Rows stay the same objects from one moment to the next, so that
/// selection, scroll and the order that the person chose survive; nothing is sorted again by itself.
final class FleetTable extends TableView<MachineRow> {
    /// Below that width the least telling columns make room.
    private static final double NARROW = 1100;

    private final FleetCommands commands;
    private final Map<NodeId, MachineRow> rows = new HashMap<>();

    FleetTable(FleetCommands commands) {
        this.commands = commands;
        setId("fleet-table");
        setAccessibleText("Machines");
        getStyleClass().add("fleet-table");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_SUBSEQUENT_COLUMNS);
        getColumns().setAll(FleetColumns.all(commands));
        widthProperty()
                .subscribe(width -> getColumns().stream()
                        .filter(FleetColumns::canMakeRoom)
                        .forEach(column -> column.setVisible(width.doubleValue() >= NARROW)));
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
                getItems()
                        .add(sorted ? getItems().size() : Math.min(i, getItems().size()), added);
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
}
