package dev.herd.app.tray;

import java.util.List;

/// One entry of a menu.
public sealed interface TrayItem {
    /// Says something; cannot be chosen.
    record Label(String text) implements TrayItem {}

    /// Does something when chosen.
    record Action(String text, TrayAction action) implements TrayItem {}

    /// Says whether something is so, and changes it when chosen.
    record Check(String text, boolean on, TrayAction action) implements TrayItem {}

    /// Opens further entries.
    record SubMenu(String text, List<TrayItem> items) implements TrayItem {
        public SubMenu {
            items = List.copyOf(items);
        }
    }

    record Separator() implements TrayItem {}
}
