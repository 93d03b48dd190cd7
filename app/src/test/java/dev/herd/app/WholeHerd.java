package dev.herd.app;

import dev.herd.app.bridge.EngineBridge;
import dev.herd.app.bridge.EngineLife;
import dev.herd.app.bridge.StartMode;
import dev.herd.app.bridge.StopMode;
import dev.herd.app.fleet.FleetPage;
import dev.herd.app.queues.QueuesPage;
import dev.herd.app.shell.Theme;
import dev.herd.app.testing.Hands;
import dev.herd.app.testing.Toolkit;
import dev.herd.app.tray.TrayMenu;
import dev.herd.engine.Engine;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.config.DemoConfig;
import dev.herd.engine.config.EndpointConfig;
import dev.herd.engine.config.EngineConfig;
import dev.herd.engine.config.LimitsConfig;
import dev.herd.engine.config.LocalConfig;
import dev.herd.engine.config.NodeConfig;
import dev.herd.engine.config.QueueConfig;
import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.config.PullsConfig;
import dev.herd.engine.config.TracesConfig;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.WebClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// The whole app but for its tray, on a real engine: hands in front of the window, model servers behind.
final class WholeHerd extends Hands implements AutoCloseable {
    /// The screen of the toolkit without one is a little larger.
    private static final double WIDTH = 980;

    private static final double HEIGHT = 900;

    private final Path home;
    private final Threads threads = new Threads();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Engine> engine = new AtomicReference<>();
    private final EngineLife life;

    private WholeHerd(EngineConfig config) {
        home = config.home();
        life = new EngineLife(new LocalEngine(config, Map.of(), engine::set), threads.workers());
    }

    /// Opens the window and starts an engine behind it.
    ///
    /// @param port 0 for a free one
    static WholeHerd open(Path home, int port, UpstreamConfig... servers) {
        var config = new EngineConfig(
                home,
                NodeConfig.DEFAULT,
                new EndpointConfig(port, "127.0.0.1", ""),
                new LocalConfig(false),
                DemoConfig.OFF,
                List.of(servers),
                QueueConfig.DEFAULT,
                LimitsConfig.DEFAULT,
                TracesConfig.DEFAULT,
                PullsConfig.DEFAULT,
                PersonConfig.DEFAULT);
        var herd = new WholeHerd(config);
        Toolkit.start();
        Toolkit.run(herd::show);
        herd.life.start(StartMode.AS_ASKED);
        return herd;
    }

    /// The same with servers that are reachable, once the window shows them.
    static WholeHerd serving(Path home, UpstreamConfig... servers) {
        WholeHerd herd = open(home, 0, servers);
        for (UpstreamConfig server : servers) {
            herd.until(
                    server.name() + " is up",
                    () -> herd.node(server.name())
                            .filter(node -> node.state().serves())
                            .isPresent());
            herd.until("the window shows " + server.name(), () -> herd.showsCard(server.name()));
        }
        return herd;
    }

    static UpstreamConfig server(String name, FakeUpstream upstream) {
        return new UpstreamConfig(UpstreamId.parse(upstream.url()), name, null, 1, 0, "", "");
    }

    private void show() {
        Theme.wear(Theme.Appearance.LIGHT);
        var stage = new Stage();
        var bridge = EngineBridge.start(threads.workers(), threads.timer());
        var parts = new HerdApp.Parts(
                life,
                bridge,
                threads.workers(),
                home,
                new TrayMenu.Place("this machine", ZoneOffset.UTC),
                _ -> Optional.empty(),
                ended::countDown);
        new HerdApp(
                        stage,
                        parts,
                        actions -> List.of(
                                new FleetPage(actions, () -> life.start(StartMode.DEMO_FLEET)),
                                new QueuesPage(actions, ZoneOffset.UTC)))
                .show();
        stage.setX(0);
        stage.setY(0);
        stage.setWidth(WIDTH);
        stage.setHeight(HEIGHT);
    }

    /// Waits until something is so; asked on the toolkit's thread.
    void until(String what, BooleanSupplier so) {
        Await.until(what, () -> Toolkit.on(so::getAsBoolean));
    }

    /// Waits until a label says something.
    void untilSays(String words) {
        until("the window says: " + words, () -> texts().anyMatch(text -> text.contains(words)));
    }

    private static Stream<String> texts() {
        return Window.getWindows().stream()
                .flatMap(window -> window.getScene().getRoot().lookupAll("*").stream())
                .filter(node -> node instanceof Labeled && isShown(node))
                .map(node -> ((Labeled) node).getText())
                .filter(text -> text != null);
    }

    /// Chooses the filter's value of that name.
    <T> void filter(String selector, String label) {
        ComboBox<T> box = lookup(selector).query();
        Toolkit.run(() -> box.setValue(box.getItems().stream()
                .filter(item -> item.toString().equals(label))
                .findFirst()
                .orElseThrow()));
    }

    Engine engine() {
        Engine running = engine.get();
        if (running == null) {
            throw new AssertionError("no engine serves");
        }
        return running;
    }

    boolean serves() {
        return engine.get() != null;
    }

    /// What the engine itself says of now.
    EngineSnapshot moment() {
        return engine().door().snapshot();
    }

    /// Whether the engine can be asked for what it served.
    boolean knowsItsPast() {
        try {
            engine().door().history(HistoryQuery.newest(1));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    Optional<Node> node(String name) {
        return serves()
                ? moment().fleet().nodes().stream()
                        .filter(node -> node.name().equals(name))
                        .findFirst()
                : Optional.empty();
    }

    WebClient client() {
        return new WebClient(engine().port());
    }

    @Override
    public void close() {
        life.stop(StopMode.NOW);
        try {
            ended.await();
        } catch (InterruptedException stopped) {
            throw new AssertionError("interrupted", stopped);
        }
        super.close();
        threads.close();
    }
}
