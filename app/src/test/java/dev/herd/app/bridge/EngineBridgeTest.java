package dev.herd.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.FakeEngine;
import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.HandExecutor;
import dev.herd.app.testing.Moments;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.ServerProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineBridgeTest {
    private static final EngineSnapshot FIRST = Moments.serving();
    private static final EngineSnapshot SECOND = Moments.busy();
    private static final EngineCommand COMMAND = new EngineCommand.Drain(Moments.OWN);

    private final HandExecutor toolkit = new HandExecutor();
    private final HandExecutor workers = new HandExecutor();
    private final EngineBridge bridge = new EngineBridge(toolkit, workers);
    private final FakeEngine engine = new FakeEngine(FIRST);
    private final List<EngineSnapshot> seen = new ArrayList<>();
    private final List<EngineSnapshot> inTray = new ArrayList<>();

    private void beats(int count) {
        for (int i = 0; i < count; i++) {
            bridge.beat(Beats.QUICK_MILLIS);
        }
    }

    private EngineBridge watched() {
        bridge.onSnapshot(seen::add);
        bridge.attach(engine);
        return bridge;
    }

    @Test
    void takesNoSnapshotsWhileNobodyLooks() {
        watched();
        beats(20);
        assertThat(engine.snapshotsTaken()).isZero();

        bridge.shown();
        beats(1);
        bridge.hidden();
        beats(20);

        assertThat(engine.snapshotsTaken()).isEqualTo(1);
    }

    @Test
    void givesTheWindowOneSnapshotPerBeatOnTheToolkitsThread() {
        watched().shown();
        beats(1);
        assertThat(seen).isEmpty();
        toolkit.runAll();
        beats(1);
        toolkit.runAll();

        assertThat(seen).containsExactly(FIRST, FIRST);
    }

    @Test
    void givesAToolkitThatIsBusyTheNewestSnapshotOnly() {
        watched().shown();
        beats(5);
        engine.shows(SECOND);
        beats(1);
        assertThat(toolkit.waiting()).isEqualTo(1);
        toolkit.runAll();

        assertThat(seen).containsExactly(SECOND);
    }

    @Test
    void tellsTheEngineThatItIsSeenWhileTheWindowIsShownAlone() {
        watched().onTray(inTray::add);
        beats(20);
        assertThat(engine.timesSeen()).isZero();

        bridge.shown();
        beats(3);

        assertThat(engine.timesSeen()).isEqualTo(3);
    }

    @Test
    void givesTheTrayOneSnapshotASecondWhetherTheWindowIsShownOrNot() {
        watched().onTray(inTray::add);
        int seconds = 3;
        beats(seconds * 1000 / Beats.QUICK_MILLIS);
        assertThat(inTray).hasSize(seconds);
        assertThat(engine.snapshotsTaken()).isEqualTo(seconds);

        bridge.shown();
        beats(seconds * 1000 / Beats.QUICK_MILLIS);
        assertThat(inTray).hasSize(2 * seconds);
    }

    @Test
    void goesOnBeatingWhenASnapshotFails() {
        watched().shown();
        engine.breaks();
        beats(3);
        engine.shows(SECOND);
        beats(1);
        toolkit.runAll();

        assertThat(seen).containsExactly(SECOND);
    }

    @Test
    void showsNothingOfAnEngineThatIsGone() {
        watched().shown();
        beats(1);
        bridge.detach();
        toolkit.runAll();
        beats(3);

        assertThat(seen).isEmpty();
        assertThat(engine.listeners()).isZero();
    }

    @Test
    void hearsTheEngineThatWasAttachedLast() {
        watched().shown();
        bridge.attach(new FakeEngine(SECOND));
        beats(1);
        toolkit.runAll();

        assertThat(seen).containsExactly(SECOND);
        assertThat(engine.listeners()).isZero();
    }

    @Test
    void runsCommandsElsewhereAndBringsResultsToTheToolkit() {
        List<CommandResult> mine = new ArrayList<>();
        List<CommandResult> everyones = new ArrayList<>();
        var done = new CommandResult.Done("draining");
        engine.answers(done);
        watched().onResult(everyones::add);

        bridge.execute(COMMAND, mine::add);
        assertThat(engine.commands()).isEmpty();
        workers.runAll();
        assertThat(engine.commands()).containsExactly(COMMAND);
        assertThat(mine).isEmpty();
        toolkit.runAll();

        assertThat(mine).containsExactly(done);
        assertThat(everyones).containsExactly(done);
    }

    @Test
    void rejectsCommandsWhenThereIsNoEngine() {
        List<CommandResult> results = new ArrayList<>();
        bridge.execute(COMMAND, results::add);
        workers.runAll();
        toolkit.runAll();

        assertThat(results).containsExactly(new CommandResult.Rejected("Herd is not running"));
    }

    @Test
    void findsNoServersWhenThereIsNoEngine() {
        List<ServerProbe> found = new ArrayList<>();
        bridge.probe("localhost", found::add);
        workers.runAll();
        toolkit.runAll();

        assertThat(found).containsExactly(new ServerProbe.NotFound("Herd is not running"));
    }

    @Test
    void saysInWordsWhyThereIsNoHistory() {
        List<String> said = new ArrayList<>();
        watched();
        engine.historyBreaks("the disk is full");
        bridge.history(HistoryQuery.newest(10), page -> said.add("a page"), said::add);
        workers.runAll();
        toolkit.runAll();

        assertThat(said).containsExactly("the disk is full");
    }

    @Test
    void bringsHistoryAndRequests() {
        List<Object> read = new ArrayList<>();
        watched();
        bridge.history(HistoryQuery.newest(10), page -> read.add(page.total()), read::add);
        bridge.request("unknown", read::add, read::add);
        workers.runAll();
        toolkit.runAll();

        assertThat(read).containsExactly(0, Optional.empty());
    }

    @Test
    void takesASnapshotForThoseWhoCannotWaitForABeat() {
        List<Optional<EngineSnapshot>> moments = new ArrayList<>();
        bridge.now(moments::add);
        workers.runAll();
        bridge.attach(engine);
        bridge.now(moments::add);
        workers.runAll();
        toolkit.runAll();

        assertThat(moments).containsExactly(Optional.empty(), Optional.of(FIRST));
    }

    @Test
    void survivesADefectOfTheEngines() {
        List<Optional<EngineSnapshot>> moments = new ArrayList<>();
        bridge.attach(new FakeEngine(Fleets.empty()).breaks());
        bridge.now(moments::add);
        workers.runAll();
        toolkit.runAll();

        assertThat(moments).containsExactly(Optional.empty());
    }
}
