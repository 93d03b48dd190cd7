package dev.herd.app.trends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.bridge.EngineBridge;
import dev.herd.app.shell.Theme;
import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Hands;
import dev.herd.app.testing.SampleTrends;
import dev.herd.app.testing.Toolkit;
import dev.herd.engine.api.TrendQuery;
import dev.herd.engine.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The tab in a window before a fake engine, and what a person does at it.
class TrendsPageTest {
    @TempDir
    Path files;

    private final Hands hands = new Hands();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final FakeEngine engine = new FakeEngine(Fleets.four().now()).recalls(SampleTrends.four()::of);
    private TrendsPage page;
    private Scene scene;
    private Optional<Path> chosen = Optional.empty();

    @BeforeEach
    void open() throws TimeoutException {
        Toolkit.start();
        FxToolkit.registerPrimaryStage();
        page = Toolkit.on(() -> {
            Theme.wear(Theme.Appearance.LIGHT);
            EngineBridge bridge = EngineBridge.start(Runnable::run, timer);
            bridge.attach(engine);
            return new TrendsPage(bridge, ZoneOffset.UTC, (over, name, kind, ending) -> chosen);
        });
        scene = Toolkit.on(() -> {
            var made = new Scene(new StackPane(page.view()), 960, 560);
            made.getStylesheets().setAll("/dev/herd/app/herd.css", "/dev/herd/app/trends.css");
            return made;
        });
        FxToolkit.setupStage(stage -> {
            stage.setScene(scene);
            stage.setX(0);
            stage.setY(0);
            stage.show();
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void close() {
        hands.close();
        timer.shutdownNow();
    }

    private void show() {
        for (int i = 0; i < 3; i++) {
            Toolkit.run(() -> page.show(engine.snapshot()));
            WaitForAsyncUtils.waitForFxEvents();
        }
    }

    private TrendQuery last() {
        return engine.trendsAsked().getLast();
    }

    private static Duration length(TrendQuery query) {
        return Duration.between(query.from(), query.to());
    }

    private Node find(String selector) {
        return Objects.requireNonNull(scene.lookup(selector), selector);
    }

    private String text(String selector) {
        return Toolkit.on(() -> ((Labeled) find(selector)).getText());
    }

    private boolean shown(String selector) {
        return Toolkit.on(() -> scene.lookup(selector) != null && Hands.isShown(find(selector)));
    }

    /// A place of the lines, 0 at the left and 1 at the right.
    private Point2D place(double share) {
        return Toolkit.on(() -> {
            Node charts = find("#trend-charts");
            Bounds bounds = charts.getLayoutBounds();
            var layout = new Layout(bounds.getWidth(), Layout.LEAST_CHART);
            return charts.localToScreen(Layout.LEFT + share * layout.plot(), 60);
        });
    }

    private void drag(double from, double to) {
        hands.moveTo(place(from))
                .press(MouseButton.PRIMARY)
                .moveTo(place((from + to) / 2))
                .moveTo(place(to));
        hands.release(MouseButton.PRIMARY);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static boolean isAbout(Duration actual, Duration wanted) {
        return actual.minus(wanted).abs().compareTo(Duration.ofSeconds(30)) < 0;
    }

    @Test
    void beginsWithTheLastHourAndChangesAtAPress() {
        show();
        assertThat(shown("#trend-charts")).isTrue();
        assertThat(text("#trend-span")).isEqualTo("Last hour");
        assertThat(length(last())).isEqualTo(Duration.ofHours(1));

        hands.press("#trend-7d");

        assertThat(length(last())).isEqualTo(Duration.ofDays(7));
        assertThat(text("#trend-span")).isEqualTo("Last 7 days");
        assertThat(shown("#trend-back")).isFalse();
    }

    @Test
    void draggingShowsThatStretchAndEscapeGoesBack() {
        show();
        drag(0.25, 0.75);
        assertThat(length(last()))
                .satisfies(length ->
                        assertThat(isAbout(length, Duration.ofMinutes(30))).isTrue());
        assertThat(shown("#trend-back")).isTrue();
        drag(0.5, 1);
        assertThat(isAbout(length(last()), Duration.ofMinutes(15))).isTrue();

        hands.key(KeyCode.ESCAPE);
        assertThat(isAbout(length(last()), Duration.ofMinutes(30))).isTrue();
        hands.moveTo(place(0.5)).doubleClickOn(MouseButton.PRIMARY);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(length(last())).isEqualTo(Duration.ofHours(1));
        assertThat(shown("#trend-back")).isFalse();
    }

    @Test
    void pointingTellsTheValuesOfThatTime() {
        show();
        hands.moveTo(place(0.1));
        Toolkit.run(() -> find("#trend-charts").requestFocus());
        hands.key(KeyCode.LEFT);

        assertThat(Toolkit.on(() -> find("#trend-charts").getAccessibleText()))
                .containsPattern("Tue 24 Nov, 13:0[78]")
                .contains("Heat: ", "Studio ", "MacBook Pro", "Battery: ");
    }

    @Test
    void keysGoToTheStretchBefore() {
        show();
        Toolkit.run(() -> find("#trend-charts").requestFocus());
        hands.press(KeyCode.ALT).press(KeyCode.LEFT).release(KeyCode.LEFT).release(KeyCode.ALT);
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(last().to()).isEqualTo(Fleets.NOW.minus(Duration.ofHours(1)));
    }

    @Test
    void theLegendHidesAMachineAlsoInTheTable() {
        show();
        hands.press("#trend-as-table");
        show();
        assertThat(machines()).contains("Studio", "Mini");

        hands.press("#trend-machine-Mini");

        assertThat(machines()).contains("Studio").doesNotContain("Mini");
        assertThat(Toolkit.on(() -> ((ToggleButton) find("#trend-machine-Mini")).isSelected()))
                .isFalse();
        hands.press("#trend-as-table");
        assertThat(shown("#trend-charts")).isTrue();
    }

    private List<String> machines() {
        return Toolkit.on(() -> {
            @SuppressWarnings("unchecked")
            TableView<TrendRow> table = (TableView<TrendRow>) find("#trend-table");
            return table.getItems().stream().map(TrendRow::machine).distinct().toList();
        });
    }

    @Test
    void theTableCanBeSorted() {
        show();
        hands.press("#trend-as-table");
        show();
        double highest = Toolkit.on(() -> {
            @SuppressWarnings("unchecked")
            TableView<TrendRow> table = (TableView<TrendRow>) find("#trend-table");
            var column = table.getColumns().stream()
                    .filter(each -> "trend-column-cpu".equals(each.getId()))
                    .findFirst()
                    .orElseThrow();
            column.setSortType(TableColumn.SortType.ASCENDING);
            table.getSortOrder().add(column);
            return table.getItems().getFirst().value(Panel.PROCESSOR);
        });

        assertThat(highest).isLessThan(0.1);
    }

    @Test
    void saysWhenThereIsNothingYet() {
        engine.recalls(SampleTrends::none);
        show();

        assertThat(text("#trend-notice-title")).isEqualTo("Trends begin when Herd has run for a minute");
        assertThat(shown("#trend-charts")).isFalse();
    }

    @Test
    void saysWhenItCannotBeReadAndTriesAgain() {
        engine.historyBreaks("the history is not available");
        show();
        assertThat(text("#trend-notice-title")).isEqualTo("The trends cannot be read");

        engine.historyMends();
        hands.press("#trend-retry");

        assertThat(shown("#trend-charts")).isTrue();
        assertThat(shown("#trend-banner")).isFalse();
        engine.historyBreaks("the history is not available");
        hands.press("#trend-6h");
        assertThat(shown("#trend-charts")).as("what was read stays").isTrue();
        assertThat(shown("#trend-banner")).isTrue();
    }

    @Test
    void figuresAndPictureAreExported() throws IOException {
        show();
        Path csv = files.resolve("a.csv");
        chosen = Optional.of(csv);
        hands.press("#trend-export").choose("trend-export-csv");
        Await.until("it is written", () -> Files.exists(csv));
        assertThat(Files.readString(csv)).startsWith("start,seconds").contains(",Studio,", "heat_celsius");

        Path png = files.resolve("a.png");
        chosen = Optional.of(png);
        hands.press("#trend-export").choose("trend-export-png");
        Await.until("it is written", () -> Files.exists(png));
        assertThat(Files.size(png)).isGreaterThan(10_000);
    }
}
