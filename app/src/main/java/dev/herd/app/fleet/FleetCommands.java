package dev.herd.app.fleet;

import dev.herd.app.bridge.Actions;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.jspecify.annotations.Nullable;

/// What the tab's buttons and menus do. What takes its time is remembered until it has ended. Used on the toolkit's
/// thread alone.
final class FleetCommands {
    private final Actions actions;
    private final Runnable changed;
    private final Consumer<UpstreamId> forget;
    private final Runnable week;
    private UnderWay underWay = UnderWay.NOTHING;

    /// @param changed called when something else is under way
    /// @param forget asks whether a server is to be forgotten
    /// @param week shows the week of this machine's person
    FleetCommands(Actions actions, Runnable changed, Consumer<UpstreamId> forget, Runnable week) {
        this.actions = actions;
        this.changed = changed;
        this.forget = forget;
        this.week = week;
    }

    UnderWay underWay() {
        return underWay;
    }

    /// @param length null when only a person ends it
    void pause(NodeId node, @Nullable Duration length) {
        actions.execute(new EngineCommand.Pause(node, length));
    }

    void resume(NodeId node) {
        actions.execute(new EngineCommand.Resume(node));
    }

    void protect(NodeId node) {
        actions.execute(new EngineCommand.ObeyRules(node));
    }

    void drain(NodeId node) {
        actions.execute(new EngineCommand.Drain(node));
    }

    void load(InstanceId instance) {
        become(underWay.withLoad(instance));
        actions.execute(new EngineCommand.Load(instance), result -> become(underWay.withoutLoad(instance)));
    }

    void unload(InstanceId instance) {
        become(underWay.withUnload(instance));
        actions.execute(new EngineCommand.Unload(instance), result -> become(underWay.withoutUnload(instance)));
    }

    private void become(UnderWay next) {
        underWay = next;
        changed.run();
    }

    void forget(UpstreamId server) {
        forget.accept(server);
    }

    void week() {
        week.run();
    }

    void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
