package dev.herd.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.bridge.EnginePhase;
import dev.herd.app.bridge.StartMode;
import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Moments;
import dev.herd.app.testing.SamplePage;
import dev.herd.app.testing.Toolkit;
import dev.herd.app.tray.TrayAction;
import dev.herd.app.tray.TrayMenu;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.fleet.NodeState;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ToggleButton;
import javafx.scene.text.Text;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    private static final EngineSnapshot SERVING = Moments.serving();
    private static final EngineSnapshot BUSY = Moments.busy();

    private final SamplePage fleet = new SamplePage("fleet", "Fleet");
    private final SamplePage queues = new SamplePage("queues", "Queues");
    private final List<TrayAction> performed = new ArrayList<>();
    private final List<StartMode> started = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private Frame frame = new Frame(List.of(), new Recording(), new TrayMenu.Place("", ZoneId.of("UTC")), nanos::get);
    private Scene scene = new Scene(new Label());

    private final class Recording implements Wishes {
        @Override
        public void perform(TrayAction action) {
            performed.add(action);
        }

        @Override
        public void start(StartMode mode) {
            started.add(mode);
        }
    }

    @BeforeAll
    static void toolkit() {
        Toolkit.start();
    }

    @BeforeEach
    void open() {
        Toolkit.run(() -> {
            Theme.wear(Theme.Appearance.LIGHT);
            frame = new Frame(
                    List.of(fleet, queues),
                    new Recording(),
                    new TrayMenu.Place("this machine", ZoneId.of("UTC")),
                    nanos::get);
            scene = frame.scene(960, 600);
        });
    }

    private void show(EngineSnapshot moment) {
        Toolkit.run(() -> {
            frame.show(moment, List.of());
            frame.applyCss();
            frame.layout();
        });
    }

    private void show(EnginePhase phase) {
        Toolkit.run(() -> frame.show(phase));
    }

    private <T extends Node> T find(String selector, Class<T> type) {
        return type.cast(Toolkit.on(() -> frame.lookup(selector)));
    }

    private void press(String selector) {
        Toolkit.run(() -> ((ButtonBase) frame.lookup(selector)).fire());
    }

    private List<String> texts() {
        return Toolkit.on(() -> frame.lookupAll(".label").stream()
                .filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText())
                .toList());
    }

    @Test
    void showsMomentsToTheChosenPageAlone() {
        show(SERVING);
        show(BUSY);

        assertThat(fleet.shown()).containsExactly(SERVING, BUSY);
        assertThat(queues.shown()).isEmpty();
        assertThat(find("#page-fleet", Node.class).isVisible()).isTrue();
    }

    @Test
    void aPageThatIsChosenSeesTheLatestMomentAtOnce() {
        show(SERVING);
        press("#tab-queues");

        assertThat(queues.shown()).containsExactly(SERVING);
        assertThat(fleet.view().isVisible()).isFalse();
        assertThat(queues.view().isVisible()).isTrue();
        assertThat(frame.selected()).isEqualTo("queues");
    }

    @Test
    void aPageKeepsItsPlaceInTheWindowWhileAnotherIsShown() {
        show(SERVING);
        press("#tab-queues");
        press("#tab-fleet");

        assertThat(fleet.shown()).hasSize(2);
        assertThat(fleet.view().getScene()).isSameAs(scene);
        assertThat(queues.view().getScene()).isSameAs(scene);
    }

    @Test
    void choosingTheChosenTabChangesNothing() {
        show(SERVING);
        press("#tab-fleet");

        assertThat(frame.selected()).isEqualTo("fleet");
        assertThat(fleet.shown()).hasSize(1);
        assertThat(find("#tab-fleet", ToggleButton.class).isSelected()).isTrue();
    }

    @Test
    void badgesTellOfPagesThatAreNotShown() {
        show(SERVING);
        assertThat(find("#tab-queues", Node.class).getAccessibleText()).isEqualTo("Queues, 1");

        show(Fleets.empty());
        assertThat(find("#tab-queues", Node.class).getAccessibleText()).isEqualTo("Queues");
    }

    @Test
    void aRequestIsShownByThePageThatCan() {
        show(SERVING);
        Toolkit.run(() -> frame.reveal("r1"));

        assertThat(queues.revealed()).containsExactly("r1");
        assertThat(frame.selected()).isEqualTo("queues");
    }

    @Test
    void theEndpointIsCopiedByAPress() {
        show(SERVING);
        press("#endpoint");

        assertThat(performed).containsExactly(new TrayAction.Copy("http://localhost:11435"));
    }

    @Test
    void theBrokenEngineIsTheWholeWindowWithItsWaysOut() {
        show(SERVING);
        show(new EnginePhase.Failed(
                "Port 11435 is taken", "by ollama", List.of(StartMode.ON_FREE_PORT, StartMode.AS_ASKED)));

        assertThat(texts()).contains("Port 11435 is taken", "by ollama");
        assertThat(fleet.view().isVisible()).isFalse();
        assertThat(find("#tab-fleet", Node.class).getParent().isVisible()).isFalse();
        assertThat(find("#pause", Node.class).isVisible()).isFalse();

        press("#start-on-free-port");
        press("#start-as-asked");
        press("#quit");
        assertThat(started).containsExactly(StartMode.ON_FREE_PORT, StartMode.AS_ASKED);
        assertThat(performed).containsExactly(new TrayAction.Quit());
    }

    @Test
    void thePagesComeBackWithTheEngine() {
        show(new EnginePhase.Failed("Port 11435 is taken", "by ollama", List.of()));
        show(new EnginePhase.Starting());
        show(SERVING);

        assertThat(fleet.view().isVisible()).isTrue();
        assertThat(texts()).doesNotContain("Port 11435 is taken", "Starting Herd");
        assertThat(find("#pause", Node.class).isVisible()).isTrue();
    }

    @Test
    void thePauseButtonSaysHowLongThePauseStillLasts() {
        show(Moments.of(Moments.own(NodeState.PAUSED, Duration.ofMinutes(42))).now());

        MenuButton pause = find("#pause", MenuButton.class);
        assertThat(pause.getAccessibleText()).isEqualTo("Paused · 42 min left");
        assertThat(pause.getItems())
                .singleElement()
                .satisfies(item -> assertThat(item.getText()).isEqualTo("Resume now · 42 min left"));
    }

    @Test
    void aFindingStaysUntilItIsDismissedAndComesBackWhenItIsRaisedAnew() {
        EngineSnapshot found = Moments.busy();
        String words = "The history is written slowly: the disk is busy.";
        show(found);
        assertThat(texts()).contains(words);

        press(".finding .frame-icon-button");
        show(found);
        assertThat(texts()).doesNotContain(words);

        show(SERVING);
        show(found);
        assertThat(texts()).contains(words);
    }

    @Test
    void furtherFindingsAreShownOnDemandTheNewestFirst() {
        show(new Fleets().finding("a", "the first").finding("b", "the second").now());
        assertThat(texts()).contains("The second.").doesNotContain("The first.");

        press(".finding .hyperlink");
        assertThat(texts()).contains("The second.", "The first.");
    }

    @Test
    void resultsOfCommandsAreSaid() {
        Toolkit.run(() -> {
            frame.show(new CommandResult.Done("Studio is paused"));
            frame.show(new CommandResult.Rejected("Mini is not there"));
        });
        assertThat(texts()).contains("Studio is paused", "Mini is not there");

        press(".toast-rejected .frame-icon-button");
        assertThat(texts()).contains("Studio is paused").doesNotContain("Mini is not there");
    }

    @Test
    void aNoticeThatStillStandsIsNotRepeated() {
        Toolkit.run(() -> {
            frame.notice("no tray here");
            frame.notice("no tray here");
        });

        assertThat(texts()).containsOnlyOnce("no tray here");
    }

    @Test
    void saysWhenItHasNotHeardOfTheEngineForAWhile() {
        show(SERVING);
        assertThat(find("#age", Label.class).getText()).isEqualTo("updated just now");

        nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        Toolkit.run(() -> ((StatusBar) frame.lookup(".status-bar")).tick());
        assertThat(find("#age", Label.class).getText()).isEqualTo("updated 7 s ago");
    }

    @ParameterizedTest
    @ValueSource(ints = {960, 1100, 1200, 1440})
    void nothingInTheFrameIsCutOff(int width) {
        show(BUSY);
        Toolkit.run(() -> {
            frame.resize(width, 600);
            frame.applyCss();
            frame.layout();
        });

        assertThat(Toolkit.on(() -> frame.lookupAll(".text").stream()
                        .filter(Text.class::isInstance)
                        .map(Text.class::cast)
                        .filter(text -> !text.getText().isEmpty())
                        .filter(text -> text.getText().endsWith("...") || isOutside(text, width))
                        .map(Text::getText)
                        .toList()))
                .isEmpty();
    }

    private static boolean isOutside(Node node, double width) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        return bounds.getMinX() < 0 || bounds.getMaxX() > width;
    }
}
