package dev.herd.app.pictures;

import dev.herd.app.bridge.EngineBridge;
import dev.herd.app.bridge.EnginePhase;
import dev.herd.app.bridge.StartMode;
import dev.herd.app.fleet.FleetPage;
import dev.herd.app.queues.QueuesPage;
import dev.herd.app.shell.Frame;
import dev.herd.app.shell.Page;
import dev.herd.app.shell.Theme.Appearance;
import dev.herd.app.shell.Theme;
import dev.herd.app.shell.Wishes;
import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Requests;
import dev.herd.app.testing.SampleMachine;
import dev.herd.app.testing.SampleTrends;
import dev.herd.app.testing.SampleWeek;
import dev.herd.app.testing.Toolkit;
import dev.herd.app.tray.TrayAction;
import dev.herd.app.tray.TrayMenu;
import dev.herd.app.trends.TrendsPage;
import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestSummary;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.api.Trends;
import dev.herd.engine.api.WaitingPlace;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.signal.Heat;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every tab in every state, light and dark, small and large. `app/screenshots` runs this; the directory is the
/// property `screenshots.directory`, and `screenshots.only` leaves others out.
class Screenshots {
    private static final String LOCKED = "the history is not available: another program has it locked";
    private static final String QWEN = "qwen3-coder:30b";
    private static final Path DIRECTORY = Path.of(System.getProperty("screenshots.directory", "target/screenshots"));

    /// What the names of the pictures that are wanted begin with.
    private static final String ONLY = System.getProperty("screenshots.only", "");

    private record Size(int width, int height) {}

    /// @param page id of the tab
    private record Shot(String name, String page, EngineSnapshot moment, Past past) {}

    /// What is remembered of a fleet.
    ///
    /// @param stories those of its newest requests that can be opened
    /// @param broken why it cannot be read, empty when it can
    /// @param trends answers what is asked of them
    private record Past(
            List<RequestSummary> rows, List<RequestTrace> stories, Function<TrendQuery, Trends> trends, String broken) {
        static final Past NONE = new Past(List.of(), List.of(), SampleTrends::none, "");

        FakeEngine behind(EngineSnapshot moment) {
            var engine = new FakeEngine(moment).remembers(rows).recalls(trends);
            stories.forEach(engine::knows);
            return broken.isEmpty() ? engine : engine.historyBreaks(broken);
        }
    }

    @BeforeAll
    static void startToolkit() {
        Toolkit.start();
    }

    private static List<Shot> shots() {
        EngineSnapshot demo = demo().now();
        EngineSnapshot busy = busy();
        Past week = past(served(), Requests.history(12_408), SampleTrends.four()::of);
        Past month = past(
                servedByARack(),
                Requests.history(100_000, racks(), List.of("llama3.1:8b", "qwen3:32b")),
                SampleTrends.many(50)::of);
        EngineSnapshot locked = demo().finding("history_unavailable", LOCKED).now();
        Past unreadable = new Past(List.of(), List.of(), SampleTrends::none, "the history is not available");
        return List.of(
                new Shot("fleet-empty", "fleet", Fleets.empty(), Past.NONE),
                new Shot("fleet-demo", "fleet", demo, week),
                new Shot("fleet-busy", "fleet", busy, month),
                new Shot("fleet-person", "fleet", person(), week),
                new Shot("queues-empty", "queues", Fleets.empty(), Past.NONE),
                new Shot("queues-demo", "queues", demo, week),
                new Shot("queues-busy", "queues", busy, month),
                new Shot("queues-locked", "queues", locked, unreadable),
                new Shot("trends-empty", "trends", Fleets.empty(), Past.NONE),
                new Shot("trends-demo", "trends", demo, week),
                new Shot("trends-busy", "trends", busy, month),
                new Shot("trends-locked", "trends", locked, unreadable));
    }

    @TestFactory
    Stream<DynamicTest> everyTabInEveryState() {
        return variants((appearance, size) -> shots().stream()
                .filter(shot -> shot.name().startsWith(ONLY))
                .map(shot -> DynamicTest.dynamicTest(
                        file(shot.name(), appearance, size), () -> take(shot, appearance, size))));
    }

    @TestFactory
    Stream<DynamicTest> theWeek() {
        return Stream.of(Appearance.LIGHT, Appearance.DARK)
                .flatMap(appearance -> Stream.of(false, true)
                        .map(known -> "week-%s-%s.png"
                                .formatted(
                                        known ? "known" : "unknown", appearance == Appearance.DARK ? "dark" : "light"))
                        .filter(name -> name.startsWith(ONLY))
                        .map(name -> DynamicTest.dynamicTest(name, () -> takeWeek(name, appearance))));
    }

    private static void takeWeek(String name, Appearance appearance) {
        Fleets fleet = Fleets.four();
        EngineSnapshot moment = name.contains("unknown")
                ? fleet.now()
                : fleet.person("", SampleWeek.ofWork().map()).now();
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            Stage stage = Toolkit.on(() -> {
                Theme.wear(appearance);
                EngineBridge bridge = EngineBridge.start(Runnable::run, timer);
                bridge.attach(new FakeEngine(moment));
                Frame frame = frame(List.of(new FleetPage(bridge, () -> {})));
                frame.show(moment, List.of());
                Stage opened = new Stage();
                opened.setScene(frame.scene(960, 600));
                opened.show();
                ((Button) opened.getScene().getRoot().lookup(".card-week")).fire();
                return opened;
            });
            Scene dialog = Toolkit.on(() -> Window.getWindows().getLast().getScene());
            Toolkit.picture(dialog, appearance, DIRECTORY.resolve(name));
            Toolkit.run(() -> {
                dialog.getWindow().hide();
                stage.hide();
            });
        }
    }

    @TestFactory
    Stream<DynamicTest> theEngineThatCannotStart() {
        return variants((appearance, size) -> Stream.of(
                DynamicTest.dynamicTest(file("broken", appearance, size), () -> takeBroken(appearance, size))));
    }

    private interface Variant {
        Stream<DynamicTest> of(Appearance appearance, Size size);
    }

    private static Stream<DynamicTest> variants(Variant variant) {
        return Stream.of(Appearance.LIGHT, Appearance.DARK)
                .flatMap(appearance -> Stream.of(new Size(960, 600), new Size(1440, 900))
                        .flatMap(size -> variant.of(appearance, size)));
    }

    private static String file(String name, Appearance appearance, Size size) {
        return "%s-%s-%d.png".formatted(name, appearance == Appearance.DARK ? "dark" : "light", size.width());
    }

    private static void take(Shot shot, Appearance appearance, Size size) {
        FakeEngine engine = shot.past().behind(shot.moment());
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            Scene scene = Toolkit.on(() -> {
                Theme.wear(appearance);
                // What views ask is answered at once, so that a picture is the same every time.
                EngineBridge bridge = EngineBridge.start(Runnable::run, timer);
                bridge.attach(engine);
                Frame frame = frame(List.of(
                        new FleetPage(bridge, () -> {}),
                        new QueuesPage(bridge, ZoneOffset.UTC),
                        new TrendsPage(bridge, ZoneOffset.UTC)));
                frame.select(shot.page());
                return frame.scene(size.width(), size.height());
            });
            settle(scene, shot.moment());
            Toolkit.run(() -> chooseNewest(scene));
            settle(scene, shot.moment());
            Toolkit.picture(scene, appearance, DIRECTORY.resolve(file(shot.name(), appearance, size)));
        }
    }

    private static void takeBroken(Appearance appearance, Size size) {
        Scene scene = Toolkit.on(() -> {
            Theme.wear(appearance);
            Frame frame = frame(List.of());
            frame.show(new EnginePhase.Failed(
                    "Port 11435 is taken",
                    "Port 11435 is taken by ollama (process 4711). End that program and try again, or let Herd use"
                            + " another port.",
                    List.of(StartMode.ON_FREE_PORT, StartMode.AS_ASKED)));
            return frame.scene(size.width(), size.height());
        });
        Toolkit.picture(scene, appearance, DIRECTORY.resolve(file("broken", appearance, size)));
    }

    private static Frame frame(List<Page> pages) {
        var wishes = new Wishes() {
            @Override
            public void perform(TrayAction action) {}

            @Override
            public void start(StartMode mode) {}
        };
        return new Frame(pages, wishes, new TrayMenu.Place("this Mac", ZoneOffset.UTC), () -> 0);
    }

    /// Lets answers arrive and the layout follow them.
    private static void settle(Scene scene, EngineSnapshot moment) {
        for (int i = 0; i < 4; i++) {
            Toolkit.run(() -> {
                ((Frame) scene.getRoot()).show(moment, List.of());
                scene.getRoot().applyCss();
                scene.getRoot().layout();
            });
        }
    }

    private static void chooseNewest(Scene scene) {
        List<TableView<?>> tables = scene.getRoot().lookupAll(".table-view").stream()
                .filter(TableView.class::isInstance)
                .<TableView<?>>map(node -> (TableView<?>) node)
                .filter(table -> table.getScene() != null
                        && table.isVisible()
                        && !table.getItems().isEmpty())
                .toList();
        if (scene.getWidth() > 1000 && tables.size() > 1) {
            tables.getLast().getSelectionModel().select(0);
        }
    }

    /// The fleet of the drawings at work.
    private static Fleets demo() {
        return Fleets.four()
                .simulated()
                .live(generating("r-0000012c-7f3a", 21)
                        .from("claude-cli@127.0.0.1", "repo:herd")
                        .trace())
                .live(generating("r-0000012d-11c0", 9)
                        .from("open-webui@192.168.1.7")
                        .asks("llama3.3:70b")
                        .counted(410, 0, 74)
                        .took(new RequestTimes(0, 0, 0, 0, 1_800, 6_200, 9_000))
                        .trace())
                .live(Requests.request("r-0000012e-5d21")
                        .from("continue@127.0.0.1")
                        .asks("llama3.1:8b")
                        .on("Mini")
                        .ago(3)
                        .took(new RequestTimes(0, 0, 0, 0, 0, 0, 3_000))
                        .attempt(new AttemptTrace("Mini", 2, -1, "running", 0, ""))
                        .trace())
                .waits(
                        Requests.request("r-17")
                                .state(RequestState.QUEUED)
                                .from("batch-eval@10.0.0.9")
                                .urgency("batch")
                                .asks("llama3.3:70b")
                                .on("")
                                .ago(2)
                                .took(new RequestTimes(0, 0, 0, 0, 0, 0, 2_000))
                                .trace(),
                        new WaitingPlace(1, 4, "Studio"));
    }

    /// Machines that step back for their persons, each for another reason.
    private static EngineSnapshot person() {
        Allowance little = new Allowance(1, 20, Allowance.GoesOn.ALL, 0.5);
        Allowance nothing = Allowance.nothingNew(Allowance.GoesOn.ALL);
        var active = SampleMachine.named("Studio")
                .herd()
                .holds(QWEN, 19, 65_536, 2)
                .memory(79, 128)
                .processor(0.74)
                .heat(61, Heat.Level.NOMINAL, 0)
                .speed(34, 96)
                .guarded(
                        new Guard(Guard.State.ACTIVE, "its person works with it", Fleets.NOW.plusSeconds(284), little));
        var battery = SampleMachine.named("MacBook Pro")
                .holds(QWEN, 20, 32_768, 2)
                .memory(31, 64)
                .guarded(new Guard(Guard.State.BATTERY, "on battery, 62 % left", null, nothing));
        var hot = SampleMachine.named("Mini")
                .holds("llama3.1:8b", 9, 16_384, 1)
                .heat(101, Heat.Level.CRITICAL, 0.4)
                .is(NodeState.PAUSED, "too hot: 101 °C", null)
                .guarded(new Guard(Guard.State.HOT, "too hot: 101 °C", null, nothing));
        var after = SampleMachine.named("Tower")
                .holds("phi4:14b", 11, 16_384, 2)
                .memory(14, 32)
                .guarded(new Guard(
                        Guard.State.AFTER_MEETING, "just out of a meeting", Fleets.NOW.plusSeconds(110), little));
        return new Fleets()
                .machine(active)
                .machine(battery)
                .machine(hot)
                .machine(after)
                .load(active.instance(QWEN), 1, 0, 0)
                .person(
                        "builds software: the processor is 74 % busy",
                        SampleWeek.ofWork().map())
                .now();
    }

    private static EngineSnapshot busy() {
        Fleets fleet = Fleets.many(50).state(EngineState.BUSY).errors(7);
        for (int i = 0; i < 40; i++) {
            fleet.live(generating("r-%08x-0000".formatted(i), 40 - i)
                    .on("rack-%02d".formatted(1 + 4 * (i % 12)))
                    .asks("qwen3:32b")
                    .trace());
        }
        return fleet.finding("slow_disk", "the history is written slowly: the disk is busy")
                .now();
    }

    private static Requests generating(String id, double age) {
        return Requests.request(id)
                .state(RequestState.STREAMING)
                .ago(age)
                .counted(6_800, 5_120, 612)
                .took(new RequestTimes(0, 900, 0, 0, 1_260, 19_700, age * 1000))
                .attempt(new AttemptTrace("Studio", 901, -1, "running", 0, ""));
    }

    private static List<String> racks() {
        return IntStream.rangeClosed(1, 48)
                .filter(i -> i % 4 != 0)
                .mapToObj("rack-%02d"::formatted)
                .toList();
    }

    /// With a story as its newest.
    private static Past past(RequestTrace story, List<RequestSummary> earlier, Function<TrendQuery, Trends> trends) {
        List<RequestSummary> rows = new ArrayList<>(earlier);
        rows.addFirst(Requests.summary(story));
        return new Past(rows, List.of(story), trends, "");
    }

    private static RequestTrace servedByARack() {
        return Requests.request("r-000186a1-7f3a")
                .ended(RequestOutcome.COMPLETED, "")
                .from("claude-cli@127.0.0.1", "repo:herd")
                .asks("qwen3:32b")
                .on("rack-05")
                .ago(20)
                .counted(6_800, 5_120, 591)
                .took(new RequestTimes(0, 900, 0, 2_100, 3_010, 15_350, 18_400))
                .attempt(new AttemptTrace("rack-05", 901, 18_400, "served", 200, ""))
                .because(Requests.decision(
                        Requests.candidate("rack-05", "qwen3:32b", Requests.cost(0.9, 16.7, 0)),
                        Requests.candidate("rack-17", "qwen3:32b", Requests.cost(3.1, 16.9, 0)),
                        Requests.candidate("rack-25", "qwen3:32b", Requests.cost(0, 17.4, 6.5)),
                        Requests.barred("rack-09", "qwen3:32b", "paused by a person")))
                .trace();
    }

    private static RequestTrace served() {
        return Requests.request("r-000186a1-7f3a")
                .ago(20)
                .changed("num_ctx 8192->32768")
                .ended(RequestOutcome.COMPLETED, "")
                .from("claude-cli@127.0.0.1", "repo:herd")
                .counted(6_800, 5_120, 591)
                .took(new RequestTimes(0, 900, 0, 2_100, 3_010, 15_350, 18_400))
                .attempt(new AttemptTrace("Studio", 901, 18_400, "served", 200, ""))
                .because(Requests.decision(
                        Requests.candidate("Studio", QWEN, Requests.cost(0.9, 16.7, 0)),
                        Requests.candidate("Tower", QWEN, Requests.cost(0, 17.4, 6.5)),
                        Requests.barred("Mini", QWEN, "does not fit: needs 21.3 GB, 17.0 free"),
                        Requests.barred("MacBook Pro", QWEN, "paused: in a meeting")))
                .trace();
    }
}
