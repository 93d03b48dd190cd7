package dev.herd.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.shell.FrameViewModel.Counter;
import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Moments;
import dev.herd.app.tray.TrayAction;
import dev.herd.app.tray.TrayItem;
import dev.herd.app.tray.TrayMenu;
import dev.herd.app.tray.TrayState;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameViewModelTest {
    private static final TrayMenu.Place PLACE = new TrayMenu.Place("this machine", ZoneId.of("UTC"));

    private static FrameViewModel view(EngineSnapshot snapshot) {
        return FrameViewModel.of(snapshot, List.of(), PLACE);
    }

    @Test
    void tellsTheFleetInSixFigures() {
        assertThat(view(Moments.serving()).counters())
                .containsExactly(
                        new Counter("machines", "4", "machines", false),
                        new Counter("hot-models", "1", "hot models", false),
                        new Counter("running", "3", "running", false),
                        new Counter("waiting", "1", "waiting", false),
                        new Counter("tokens", "118", "tokens/s", false),
                        new Counter("errors", "0", "errors, 1 h", false));
    }

    @Test
    void errorsCatchTheEye() {
        assertThat(view(Moments.busy()).counters().getLast())
                .isEqualTo(new Counter("errors", "12", "errors, 1 h", true));
    }

    @Test
    void aMachineThatStepsBackIsStillOneOfThem() {
        var moment = Moments.of(Moments.machine("a", NodeState.PAUSED), Moments.machine("b", NodeState.DOWN));

        assertThat(view(moment.now()).counters()).first().isEqualTo(new Counter("machines", "1", "machine", false));
    }

    @Test
    void thePillSaysWhatHerdDoes() {
        FrameViewModel view = view(Moments.serving());

        assertThat(view.state()).isEqualTo(TrayState.SERVING);
        assertThat(view.word()).isEqualTo("Serving");
        assertThat(view.header()).isEqualTo("Serving · 3 running · 1 waiting");
        assertThat(view.endpoint()).isEqualTo("http://localhost:11435");
    }

    @Test
    void theWindowDoesNotOfferToOpenItself() {
        assertThat(view(Moments.serving()).menu())
                .contains(new TrayItem.Action("Quit Herd", new TrayAction.Quit()))
                .doesNotContain(new TrayItem.Action("Open window", new TrayAction.OpenWindow()));
    }

    @Test
    void theStatusBarCountsReachableMachinesWhetherTheyServeOrNot() {
        var moment = Moments.of(
                Moments.machine("a", NodeState.PAUSED),
                Moments.machine("b", NodeState.DOWN),
                Moments.machine("c", NodeState.WEDGED));

        assertThat(view(moment.now()).facts()).containsExactly("1 of 3 machines reachable", "up 6 d 4 h", "Herd 1.0.0");
        assertThat(view(Fleets.empty()).facts()).first().isEqualTo("no machines yet");
        var bare = new Node(new NodeId("own"), "Studio", NodeKind.HERD, NodeState.DOWN, "", null, List.of());
        assertThat(view(Moments.of(bare).now()).facts()).first().isEqualTo("no machines yet");
        assertThat(view(Moments.of(Moments.machine("a", NodeState.UP)).now()).facts())
                .first()
                .isEqualTo("1 of 1 machine reachable");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "2026-11-24T00:00:01Z, history since today",
                "2026-11-23T23:59:59Z, history since 23 Nov",
                "2025-12-31T10:00:00Z, history since 31 Dec 2025",
                "none, no history yet"
            })
    void saysHowFarTheHistoryReaches(@Nullable Instant since, String words) {
        EngineSnapshot moment = Fleets.empty();
        var other = new EngineSnapshot(
                moment.version(),
                moment.now(),
                moment.state(),
                moment.uptime(),
                moment.endpoint(),
                moment.demo(),
                moment.totals(),
                moment.fleet(),
                moment.loads(),
                moment.vitals(),
                moment.live(),
                moment.places(),
                moment.findings(),
                since,
                moment.person());

        assertThat(view(other).history()).isEqualTo(words);
    }
}
