package dev.herd.app.trends;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Which stretch of time, as charts or as a table, and how to take it along.
final class TrendsBar extends HBox {
    private final Map<Span.Preset, ToggleButton> presets = new EnumMap<>(Span.Preset.class);
    private final ToggleGroup group = new ToggleGroup();
    private final Button back = new Button("Back", new FontIcon(Feather.CORNER_UP_LEFT));
    private final Label words = new Label();
    private final ToggleButton table = new ToggleButton("Table", new FontIcon(Feather.LIST));
    private final MenuButton export = new MenuButton("Export", new FontIcon(Feather.DOWNLOAD));

    /// What a person does at it.
    interface Wishes {
        void choose(Span.Preset preset);

        void back();

        void asTable(boolean wanted);

        void exportCsv();

        void exportPng();
    }

    TrendsBar(Wishes wishes) {
        getStyleClass().add("trend-bar");
        setAlignment(Pos.CENTER_LEFT);
        var choices = new HBox();
        choices.getStyleClass().add("trend-presets");
        choices.setAlignment(Pos.CENTER_LEFT);
        for (Span.Preset preset : Span.Preset.values()) {
            choices.getChildren().add(preset(preset, wishes::choose));
        }
        back.setId("trend-back");
        back.setAccessibleText("Back to what was shown before");
        back.setTooltip(new Tooltip("Esc or a double-click does the same"));
        back.setOnAction(event -> wishes.back());
        words.setId("trend-span");
        words.getStyleClass().add("trend-span");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        table.setId("trend-as-table");
        table.setAccessibleText("Show the figures as a table");
        table.setOnAction(event -> wishes.asTable(table.isSelected()));
        export.setId("trend-export");
        export.setAccessibleText("Export what is shown");
        export.getItems()
                .addAll(
                        item("trend-export-csv", "Figures as CSV…", wishes::exportCsv),
                        item("trend-export-png", "Picture as PNG…", wishes::exportPng));
        getChildren().addAll(choices, back, words, space, table, export);
        for (Region each : new Region[] {choices, back, table, export}) {
            each.setMinWidth(USE_PREF_SIZE);
        }
    }

    private ToggleButton preset(Span.Preset preset, Consumer<Span.Preset> chosen) {
        var toggle = new ToggleButton(preset.label());
        toggle.setId("trend-" + preset.label().replace(" ", ""));
        toggle.setAccessibleText(preset.spoken());
        toggle.setToggleGroup(group);
        toggle.setOnAction(event -> {
            // Pressing the chosen one again chooses nothing else.
            toggle.setSelected(true);
            chosen.accept(preset);
        });
        presets.put(preset, toggle);
        return toggle;
    }

    private static MenuItem item(String id, String text, Runnable chosen) {
        var item = new MenuItem(text);
        item.setId(id);
        item.setOnAction(event -> chosen.run());
        return item;
    }

    /// @param spoken the stretch of time in words
    /// @param zoomed whether there is a way back
    void show(Span span, String spoken, boolean zoomed) {
        group.selectToggle(span.preset() == null ? null : presets.get(span.preset()));
        back.setVisible(zoomed);
        back.setManaged(zoomed);
        words.setText(spoken);
    }

    /// Whether there is anything to export, or to show as a table.
    void enable(boolean there) {
        table.setDisable(!there);
        export.setDisable(!there);
    }
}
