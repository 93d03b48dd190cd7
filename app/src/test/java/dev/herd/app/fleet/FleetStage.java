package dev.herd.app.fleet;

import dev.herd.app.shell.Theme;
import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Hands;
import dev.herd.app.testing.Toolkit;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineSnapshot;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Parent;
import javafx.scene.Scene;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The tab in a window, a robot in front of it, a fake engine behind it.
final class FleetStage extends Hands {
    private static final int WIDTH = 980;
    private static final int HEIGHT = 900;

    private final FakeEngine engine;
    private final DirectActions actions;
    private final FleetPage page;
    private final AtomicInteger demos = new AtomicInteger();

    private FleetStage(EngineSnapshot snapshot) {
        engine = new FakeEngine(snapshot);
        actions = new DirectActions(engine);
        page = Toolkit.on(() -> new FleetPage(actions, demos::incrementAndGet));
    }

    static FleetStage showing(EngineSnapshot snapshot) throws TimeoutException {
        Toolkit.start();
        FxToolkit.registerPrimaryStage();
        var stage = new FleetStage(snapshot);
        FxToolkit.setupStage(window -> {
            Theme.wear(Theme.Appearance.LIGHT);
            var scene = new Scene((Parent) stage.page.view(), WIDTH, HEIGHT);
            scene.getStylesheets().setAll("/dev/herd/app/herd.css", "/dev/herd/app/fleet.css");
            window.setScene(scene);
            window.setX(0);
            window.setY(0);
            window.show();
            stage.page.show(snapshot);
        });
        WaitForAsyncUtils.waitForFxEvents();
        return stage;
    }

    void show(EngineSnapshot next) {
        Toolkit.on(() -> {
            page.show(next);
            return true;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    FleetPage page() {
        return page;
    }

    FakeEngine engine() {
        return engine;
    }

    DirectActions actions() {
        return actions;
    }

    int demos() {
        return demos.get();
    }

    List<EngineCommand> commands() {
        WaitForAsyncUtils.waitForFxEvents();
        return engine.commands();
    }
}
