package dev.herd.app.fleet;

import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/// A cell whose content is built once and then only changed.
final class MachineCell<N extends Node> extends TableCell<MachineRow, Machine> {
    private final N content;
    private final BiConsumer<N, Machine> show;

    MachineCell(N content, BiConsumer<N, Machine> show) {
        this.content = content;
        this.show = show;
    }

    @Override
    protected void updateItem(@Nullable Machine machine, boolean empty) {
        super.updateItem(machine, empty);
        if (empty || machine == null) {
            setGraphic(null);
            return;
        }
        show.accept(content, machine);
        if (getGraphic() == null) {
            setGraphic(content);
        }
    }
}
