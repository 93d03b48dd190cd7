package dev.herd.app.fleet;

import dev.herd.engine.fleet.InstanceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// The models in a machine's memory, and what could be loaded. Chips are kept from one moment to the next.
final class ChipRow extends FlowPane {
    private static final int MOST = 6;

    private final FleetCommands commands;
    private final Map<InstanceId, Chip> chips = new HashMap<>();
    private final Label more = Looks.label("chip-note");
    private final Label none = Looks.label("chip-note");
    private final MenuButton load = new MenuButton("Load a model");
    private List<Offers.Model> loadable = List.of();

    ChipRow(FleetCommands commands) {
        this.commands = commands;
        getStyleClass().add("chips");
        load.getStyleClass().addAll("model-chip", "load-chip");
        load.setOnShowing(event -> load.getItems()
                .setAll(MachineMenu.models("load", "", loadable, model -> commands.load(model.instance()))
                        .getItems()));
    }

    void show(Machine machine) {
        List<Node> wanted = new ArrayList<>();
        List<ModelChip> visible =
                machine.models().subList(0, Math.min(MOST, machine.models().size()));
        for (ModelChip model : visible) {
            Chip chip = chips.computeIfAbsent(model.instance(), Chip::new);
            chip.show(model, machine.name());
            wanted.add(chip);
        }
        if (machine.models().size() > MOST) {
            more.setText("+ " + (machine.models().size() - MOST) + " more in memory");
            wanted.add(more);
        }
        machine.loading().forEach(name -> wanted.add(loadingNote(name)));
        if (wanted.isEmpty()) {
            none.setText("No model in memory · " + (machine.onDisk() == 0 ? "none" : machine.onDisk()) + " on disk");
            wanted.add(none);
            loadable = machine.offers().load();
            load.setAccessibleText("Load a model on " + machine.name());
            if (!loadable.isEmpty()) {
                wanted.add(load);
            }
        }
        if (!wanted.equals(getChildren())) {
            getChildren().setAll(wanted);
        }
        chips.keySet().retainAll(visible.stream().map(ModelChip::instance).toList());
    }

    /// The note for a name, the one that stands there already if there is one.
    private Node loadingNote(String name) {
        String text = name + " · loading…";
        return getChildren().stream()
                .filter(node -> node instanceof Label label && label.getText().equals(text))
                .findFirst()
                .orElseGet(() -> {
                    Label note = Looks.label("chip-note");
                    note.setText(text);
                    return note;
                });
    }

    /// A model, with a menu.
    private final class Chip extends MenuButton {
        private final InstanceId instance;
        private final Region swatch = new Region();
        private final Label name = Looks.label("chip-name");
        private final Label detail = Looks.label("chip-detail");
        private final Tooltip whole = new Tooltip();

        Chip(InstanceId instance) {
            this.instance = instance;
            getStyleClass().add("model-chip");
            setGraphic(new HBox(swatch, name, detail));
            getGraphic().getStyleClass().add("chip-words");
            name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            name.setTooltip(whole);
        }

        void show(ModelChip model, String machine) {
            swatch.getStyleClass().setAll("swatch", Looks.hue(model.hue()));
            name.setText(model.name());
            whole.setText(model.name());
            detail.setText(model.detail());
            setAccessibleText(model.name() + " on " + machine + ", " + model.detail());
            if (getItems().isEmpty()) {
                getItems()
                        .setAll(
                                MachineMenu.item("chip-unload", "Unload", () -> commands.unload(instance)),
                                MachineMenu.item("chip-copy", "Copy name", () -> commands.copy(name.getText())));
            }
        }
    }
}
