package dev.herd.app.fleet;

import dev.herd.engine.fleet.UpstreamId;
import dev.herd.app.text.Courtesy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/// What can be done with a machine, as a menu. Items have the ids `pause-15`, `pause-60`, `pause-open`, `resume`,
/// `protect`, `drain`, `week`, `load`, `unload`, `copy-address` and `forget`.
final class MachineMenu {
    private MachineMenu() {}

    static List<MenuItem> of(Machine machine, FleetCommands commands) {
        Offers offers = machine.offers();
        List<MenuItem> items = new ArrayList<>();
        if (!offers.resume().isEmpty()) {
            items.add(item("resume", offers.resume(), () -> commands.resume(machine.id())));
        }
        if (offers.protectable()) {
            items.add(item("protect", Courtesy.OBEY, () -> commands.protect(machine.id())));
        }
        items.add(pause(machine, commands));
        MenuItem drain = item("drain", "Drain", () -> commands.drain(machine.id()));
        drain.setDisable(!offers.drainable());
        items.add(drain);
        if (machine.own()) {
            items.add(item("week", "Week…", commands::week));
        }
        items.add(new SeparatorMenuItem());
        items.add(models("load", "Load", offers.load(), model -> commands.load(model.instance())));
        items.add(models("unload", "Unload", offers.unload(), model -> commands.unload(model.instance())));
        items.add(new SeparatorMenuItem());
        items.add(servers("copy-address", "Copy address", offers.servers(), server -> commands.copy(server.url())));
        if (!offers.forgettable().isEmpty()) {
            items.add(servers("forget", "Forget…", offers.forgettable(), commands::forget));
        }
        return items;
    }

    private static Menu pause(Machine machine, FleetCommands commands) {
        Menu pause = new Menu("Pause");
        pause.setId("pause");
        pause.getItems()
                .setAll(
                        item("pause-15", "15 minutes", () -> commands.pause(machine.id(), Duration.ofMinutes(15))),
                        item("pause-60", "1 hour", () -> commands.pause(machine.id(), Duration.ofHours(1))),
                        item("pause-open", "Until resumed", () -> commands.pause(machine.id(), null)));
        return pause;
    }

    static Menu models(String id, String text, List<Offers.Model> models, Consumer<Offers.Model> action) {
        Menu menu = new Menu(text);
        menu.setId(id);
        menu.setDisable(models.isEmpty());
        menu.getItems()
                .setAll(models.stream()
                        .map(model ->
                                item(id + "-" + model.instance().model(), model.label(), () -> action.accept(model)))
                        .toList());
        return menu;
    }

    /// An item where there is one server, a choice where there are several.
    private static MenuItem servers(String id, String text, List<UpstreamId> servers, Consumer<UpstreamId> action) {
        if (servers.size() == 1) {
            return item(id, text, () -> action.accept(servers.getFirst()));
        }
        Menu menu = new Menu(text);
        menu.setId(id);
        menu.setDisable(servers.isEmpty());
        menu.getItems()
                .setAll(servers.stream()
                        .map(server -> item(id + "-" + server, server.url(), () -> action.accept(server)))
                        .toList());
        return menu;
    }

    /// Names of models are shown as they are: an underscore marks no key to press.
    static MenuItem item(String id, String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setId(id);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }
}
