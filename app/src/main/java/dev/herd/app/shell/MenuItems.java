package dev.herd.app.shell;

import dev.herd.app.tray.TrayAction;
import dev.herd.app.tray.TrayItem;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.ObservableList;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/// Keeps a menu of the window as the tray's items say. While only words change, the entries stay, so that an open menu
/// does not close.
final class MenuItems {
    private final ObservableList<MenuItem> entries;
    private final Consumer<TrayAction> chosen;
    private List<TrayItem> shown = List.of();

    MenuItems(ObservableList<MenuItem> entries, Consumer<TrayAction> chosen) {
        this.entries = entries;
        this.chosen = chosen;
    }

    void show(List<TrayItem> items) {
        if (!items.equals(shown)) {
            shown = items;
            show(entries, items);
        }
    }

    private void show(ObservableList<MenuItem> menu, List<TrayItem> items) {
        if (!hasShapeOf(menu, items)) {
            menu.setAll(items.stream().map(MenuItems::entry).toList());
        }
        for (int i = 0; i < items.size(); i++) {
            fill(menu.get(i), items.get(i));
        }
    }

    private static boolean hasShapeOf(List<MenuItem> menu, List<TrayItem> items) {
        if (menu.size() != items.size()) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            if (menu.get(i).getClass() != entry(items.get(i)).getClass()) {
                return false;
            }
        }
        return true;
    }

    private static MenuItem entry(TrayItem item) {
        return switch (item) {
            case TrayItem.Separator _ -> new SeparatorMenuItem();
            case TrayItem.SubMenu _ -> new Menu();
            case TrayItem.Check _ -> new CheckMenuItem();
            case TrayItem.Label _, TrayItem.Action _ -> new MenuItem();
        };
    }

    private void fill(MenuItem entry, TrayItem item) {
        switch (item) {
            case TrayItem.Separator _ -> {}
            case TrayItem.SubMenu(String text, List<TrayItem> items) -> {
                entry.setText(text);
                show(((Menu) entry).getItems(), items);
            }
            case TrayItem.Label(String text) -> {
                entry.setText(text);
                entry.setDisable(true);
                entry.setOnAction(null);
            }
            case TrayItem.Check(String text, boolean on, TrayAction action) -> {
                entry.setText(text);
                ((CheckMenuItem) entry).setSelected(on);
                entry.setOnAction(_ -> chosen.accept(action));
            }
            case TrayItem.Action(String text, TrayAction action) -> {
                entry.setText(text);
                entry.setDisable(false);
                entry.setOnAction(_ -> chosen.accept(action));
            }
        }
    }
}
