package dev.herd.app.fleet;

import java.util.Locale;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Cards or a table. Until the person chooses, the number of machines does.
final class LayoutChoice extends HBox {
    private final ToggleGroup group = new ToggleGroup();
    private final ToggleButton cards = toggle("fleet-as-cards", "Cards", Feather.GRID);
    private final ToggleButton table = toggle("fleet-as-table", "Table", Feather.LIST);
    private boolean chosen;

    LayoutChoice(Runnable changed) {
        getStyleClass().add("layout-choice");
        cards.getStyleClass().add("left-pill");
        table.getStyleClass().add("right-pill");
        for (ToggleButton toggle : new ToggleButton[] {cards, table}) {
            toggle.setOnAction(event -> {
                // Pressing the chosen one again chooses nothing else.
                toggle.setSelected(true);
                chosen = true;
                changed.run();
            });
        }
        getChildren().addAll(cards, table);
    }

    boolean isTable(FleetViewModel model) {
        if (!chosen) {
            group.selectToggle(model.isLarge() ? table : cards);
        }
        return table.isSelected();
    }

    private ToggleButton toggle(String id, String word, Ikon icon) {
        ToggleButton toggle = new ToggleButton();
        toggle.setGraphic(new FontIcon(icon));
        toggle.setId(id);
        toggle.setAccessibleText("Machines as " + word.toLowerCase(Locale.ROOT));
        toggle.setTooltip(new Tooltip(word));
        toggle.setToggleGroup(group);
        return toggle;
    }
}
