package dev.herd.app.tray;

import java.awt.CheckboxMenuItem;
import java.awt.Menu;
import java.awt.MenuItem;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps an AWT menu as the items say. While only words change, the entries stay and are renamed, so that an open menu
/// does not jump. For AWT's thread.
final class AwtMenu {
    private final Menu root;
    private final Consumer<TrayAction> chosen;

    AwtMenu(Menu root, Consumer<TrayAction> chosen) {
        this.root = root;
        this.chosen = chosen;
    }

    void show(List<TrayItem> items) {
        show(root, items);
    }

    private void show(Menu menu, List<TrayItem> items) {
        if (!hasShapeOf(menu, items)) {
            menu.removeAll();
            items.forEach(item -> menu.add(entry(item)));
        }
        for (int i = 0; i < items.size(); i++) {
            rename(menu.getItem(i), items.get(i));
        }
    }

    private static boolean hasShapeOf(Menu menu, List<TrayItem> items) {
        if (menu.getItemCount() != items.size()) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            MenuItem entry = menu.getItem(i);
            boolean same = switch (items.get(i)) {
                case TrayItem.Separator _ -> entry.getLabel().equals("-");
                case TrayItem.SubMenu _ -> entry instanceof Menu;
                case TrayItem.Check _ -> entry instanceof Box;
                case TrayItem.Action _ -> entry instanceof Entry known && known.action != null;
                case TrayItem.Label _ -> entry instanceof Entry known && known.action == null;
            };
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private MenuItem entry(TrayItem item) {
        return switch (item) {
            case TrayItem.Separator _ -> new MenuItem("-");
            case TrayItem.SubMenu _ -> new Menu();
            case TrayItem.Label _ -> new Entry(null);
            case TrayItem.Action action -> new Entry(action.action());
            case TrayItem.Check check -> new Box(check.action());
        };
    }

    private void rename(MenuItem entry, TrayItem item) {
        switch (item) {
            case TrayItem.Separator _ -> {}
            case TrayItem.SubMenu(String text, List<TrayItem> items) -> {
                label(entry, text);
                show((Menu) entry, items);
            }
            case TrayItem.Label(String text) -> label(entry, text);
            case TrayItem.Action(String text, TrayAction action) -> {
                label(entry, text);
                ((Entry) entry).action = action;
            }
            case TrayItem.Check(String text, boolean on, TrayAction action) -> {
                label(entry, text);
                ((Box) entry).show(on, action);
            }
        }
    }

    private static void label(MenuItem entry, String text) {
        if (!entry.getLabel().equals(text)) {
            entry.setLabel(text);
        }
    }

    /// An entry that says whether something is so.
    private final class Box extends CheckboxMenuItem {
        private static final long serialVersionUID = 1;

        private transient TrayAction action;

        Box(TrayAction action) {
            this.action = action;
            addItemListener(_ -> chosen.accept(this.action));
        }

        /// It shows what is so, not what was just wished.
        void show(boolean on, TrayAction next) {
            action = next;
            if (getState() != on) {
                setState(on);
            }
        }
    }

    /// An entry that knows what it does; without that it only says something.
    private final class Entry extends MenuItem {
        private static final long serialVersionUID = 1;

        private transient @Nullable TrayAction action;

        Entry(@Nullable TrayAction action) {
            this.action = action;
            setEnabled(action != null);
            addActionListener(_ -> {
                TrayAction now = this.action;
                if (now != null) {
                    chosen.accept(now);
                }
            });
        }
    }
}
