package dev.herd.app.fleet;

import dev.herd.engine.fleet.NodeId;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// A machine's row: the same object for as long as the machine is there.
final class MachineRow {
    private final ReadOnlyObjectWrapper<Machine> machine;

    MachineRow(Machine first) {
        machine = new ReadOnlyObjectWrapper<>(first);
    }

    NodeId id() {
        return now().id();
    }

    Machine now() {
        return machine.get();
    }

    ReadOnlyObjectProperty<Machine> machine() {
        return machine.getReadOnlyProperty();
    }

    void show(Machine next) {
        if (!next.equals(machine.get())) {
            machine.set(next);
        }
    }
}
