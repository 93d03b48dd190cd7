package dev.herd.app.trends;

import dev.herd.engine.fleet.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;

/// The machines with their colours; pressing one hides its lines, or shows them again.
final class Legend extends ScrollPane {
    private static final double MOST_HEIGHT = 56;

    private final FlowPane flow = new FlowPane(6, 6);
    private final Map<NodeId, ToggleButton> chips = new HashMap<>();
    private final Consumer<NodeId> toggled;
    private List<TrendsViewModel.Machine> shown = List.of();

    /// @param toggled hears which machine is to be hidden or shown
    Legend(Consumer<NodeId> toggled) {
        this.toggled = toggled;
        setId("trend-legend");
        getStyleClass().add("trend-legend");
        flow.getStyleClass().add("trend-chips");
        setContent(flow);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setMinHeight(Region.USE_PREF_SIZE);
        widthProperty().subscribe(_ -> fit());
    }

    void show(List<TrendsViewModel.Machine> machines) {
        if (machines.equals(shown)) {
            return;
        }
        shown = machines;
        flow.getChildren().setAll(machines.stream().map(this::chip).toList());
        chips.keySet()
                .retainAll(machines.stream().map(TrendsViewModel.Machine::id).toList());
        fit();
    }

    /// As high as two rows of machines at most; more of them are scrolled to.
    private void fit() {
        double height = flow.prefHeight(Math.max(1, getWidth()));
        setPrefViewportHeight(Math.min(MOST_HEIGHT, height));
    }

    private ToggleButton chip(TrendsViewModel.Machine machine) {
        ToggleButton chip = chips.computeIfAbsent(machine.id(), id -> {
            var made = new ToggleButton();
            var swatch = new Region();
            swatch.getStyleClass().addAll("swatch", "hue-" + machine.hue());
            made.setId("trend-machine-" + id.value());
            made.getStyleClass().add("trend-chip");
            made.setGraphic(swatch);
            made.setOnAction(event -> toggled.accept(id));
            return made;
        });
        chip.setText(machine.name());
        chip.setSelected(!machine.hidden());
        chip.setAccessibleText(machine.name() + (machine.hidden() ? ", hidden" : ", shown"));
        chip.setTooltip(new Tooltip(machine.hidden() ? "Show it" : "Hide it"));
        return chip;
    }
}
