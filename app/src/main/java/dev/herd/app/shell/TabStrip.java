package dev.herd.app.shell;

import dev.herd.engine.api.EngineSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.event.ActionEvent;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// One button per page, with a number behind its title where there is one to tell.
final class TabStrip extends HBox {
    private static final int MOST = 999;

    private final List<Page> pages;
    private final List<ToggleButton> tabs = new ArrayList<>();
    private final List<Label> badges = new ArrayList<>();

    TabStrip(List<Page> pages, Consumer<Page> chosen) {
        this.pages = pages;
        getStyleClass().add("tab-strip");
        setAccessibleRole(AccessibleRole.TAB_PANE);
        var group = new ToggleGroup();
        for (Page page : pages) {
            ToggleButton tab = tab(page);
            tab.setToggleGroup(group);
            // A tab that is chosen stays so when it is pressed again.
            tab.addEventFilter(ActionEvent.ACTION, _ -> tab.setSelected(true));
            tab.setOnAction(_ -> chosen.accept(page));
            tabs.add(tab);
        }
        getChildren().addAll(tabs);
    }

    private ToggleButton tab(Page page) {
        var badge = new Label();
        badge.getStyleClass().add("badge");
        badges.add(badge);
        var icon = new FontIcon(page.icon());
        icon.getStyleClass().add("tab-icon");
        var content = new HBox(icon, new Label(page.title()), badge);
        content.getStyleClass().add("tab-content");
        var tab = new ToggleButton();
        tab.setId("tab-" + page.id());
        tab.getStyleClass().setAll("herd-tab");
        tab.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        tab.setGraphic(content);
        tab.setAccessibleRole(AccessibleRole.TAB_ITEM);
        tab.setAccessibleText(page.title());
        badge(badge, tab, page, 0);
        return tab;
    }

    private static void badge(Label badge, Node tab, Page page, int number) {
        badge.setText(number > MOST ? MOST + "+" : Integer.toString(number));
        badge.setVisible(number > 0);
        badge.setManaged(number > 0);
        tab.setAccessibleText(number > 0 ? page.title() + ", " + number : page.title());
    }

    void mark(Page page) {
        tabs.get(pages.indexOf(page)).setSelected(true);
    }

    void show(EngineSnapshot snapshot) {
        for (int i = 0; i < tabs.size(); i++) {
            badge(badges.get(i), tabs.get(i), pages.get(i), pages.get(i).badge(snapshot));
        }
    }
}
