package dev.herd.app.tray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Moments;
import dev.herd.app.testing.SampleMachine;
import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrayMenuTest {
    private static final TrayMenu.Place PLACE = new TrayMenu.Place("this Mac", ZoneId.of("Europe/Berlin"));
    private static final NodeId TOWER = new NodeId("Tower");

    private static TrayMenu menu(EngineSnapshot snapshot) {
        return TrayMenu.of(snapshot, List.of(), PLACE);
    }

    private static List<String> texts(List<TrayItem> items) {
        return items.stream().map(TrayMenuTest::text).toList();
    }

    private static String text(TrayItem item) {
        return switch (item) {
            case TrayItem.Label(String text) -> text;
            case TrayItem.Action(String text, TrayAction _) -> text;
            case TrayItem.Check(String text, boolean on, TrayAction _) -> (on ? "✓ " : "  ") + text;
            case TrayItem.SubMenu(String text, List<TrayItem> _) -> text + " >";
            case TrayItem.Separator _ -> "-";
        };
    }

    private static List<TrayItem> under(TrayMenu menu, String start) {
        return menu.items().stream()
                .filter(item -> text(item).contains(start))
                .filter(TrayItem.SubMenu.class::isInstance)
                .map(TrayItem.SubMenu.class::cast)
                .findFirst()
                .orElseThrow()
                .items();
    }

    private static TrayAction action(List<TrayItem> items, String start) {
        return items.stream()
                .filter(item -> text(item).startsWith(start))
                .map(TrayItem.Action.class::cast)
                .findFirst()
                .orElseThrow()
                .action();
    }

    @Test
    void showsTheWholeFleetInAFixedOrder() {
        assertThat(texts(menu(Moments.serving()).items()))
                .containsExactly(
                        "Serving · 3 running · 1 waiting",
                        "● Studio · serving · 2 running >",
                        "‖ MacBook Pro · paused >",
                        "● Mini · serving · 1 running >",
                        "○ Tower · idle >",
                        "-",
                        "Pause this Mac >",
                        "✓ Pause while in a meeting",
                        "Drain this Mac",
                        "-",
                        "Copy endpoint >",
                        "No recent errors",
                        "-",
                        "Open window",
                        "Quit Herd");
    }

    @ParameterizedTest
    @CsvSource({
        "STARTING, STARTING, Looking for model servers",
        "NO_NODES, NO_MACHINES, No machine can serve",
        "IDLE, IDLE, Idle",
        "SERVING, SERVING, Serving",
        "BUSY, BUSY, Busy",
        "PAUSED, PAUSED, Paused",
        "STOPPING, STOPPING, Stopping"
    })
    void tellsEveryStateByShapeAndWord(EngineState state, TrayState shape, String header) {
        TrayMenu menu =
                menu(Moments.of(Moments.own(NodeState.UP, null)).state(state).now());

        assertThat(menu.state()).isEqualTo(shape);
        assertThat(menu.header()).isEqualTo(header);
        assertThat(menu.items().getFirst()).isEqualTo(new TrayItem.Label(header));
    }

    @Test
    void tellsAnEmptyFleetFromOneThatIsDown() {
        TrayMenu empty = menu(Fleets.empty());

        assertThat(empty.header()).isEqualTo("No model server yet");
        assertThat(texts(empty.items()))
                .containsExactly(
                        "No model server yet",
                        "-",
                        "Pause every machine",
                        "-",
                        "Copy endpoint >",
                        "No recent errors",
                        "-",
                        "Open window",
                        "Quit Herd");
    }

    @ParameterizedTest
    @CsvSource({
        "UP, ○ Tower · idle",
        "STARTING, … Tower · starting",
        "OVERLOADED, ! Tower · overloaded",
        "WEDGED, ! Tower · not answering",
        "DOWN, × Tower · unreachable",
        "PAUSED, ‖ Tower · paused",
        "DRAINING, ↓ Tower · draining"
    })
    void tellsEveryMachineBySignAndWord(NodeState state, String text) {
        TrayMenu menu = menu(Moments.of(Moments.machine("Tower", state)).now());

        assertThat(texts(menu.items())).contains(text + " >");
    }

    @Test
    void offersWhatCanBeDoneWithAMachineNow() {
        TrayMenu up = menu(Moments.of(Moments.machine("Tower", NodeState.UP)).now());
        TrayMenu paused =
                menu(Moments.of(Moments.machine("Tower", NodeState.PAUSED)).now());
        TrayMenu draining =
                menu(Moments.of(Moments.machine("Tower", NodeState.DRAINING)).now());

        assertThat(action(under(up, "Tower"), "Pause for 1 hour"))
                .isEqualTo(TrayAction.Tell.one(new EngineCommand.Pause(TOWER, Duration.ofHours(1))));
        assertThat(action(under(up, "Tower"), "Pause until resumed"))
                .isEqualTo(TrayAction.Tell.one(new EngineCommand.Pause(TOWER, null)));
        assertThat(action(under(up, "Tower"), "Drain")).isEqualTo(TrayAction.Tell.one(new EngineCommand.Drain(TOWER)));
        assertThat(texts(under(paused, "Tower"))).containsExactly("Resume", "Drain");
        assertThat(texts(under(draining, "Tower"))).containsExactly("Resume");
    }

    @Test
    void movesManyMachinesToAMenuOfTheirOwn() {
        Node[] many = IntStream.range(0, 7)
                .mapToObj(i -> Moments.machine("box-" + i, NodeState.UP))
                .toArray(Node[]::new);
        TrayMenu menu = menu(Moments.of(many).now());

        assertThat(texts(menu.items())).contains("7 machines >").doesNotContain("○ box-0 · idle >");
        assertThat(texts(under(menu, "7 machines"))).hasSize(7).contains("○ box-6 · idle >");
    }

    @Test
    void offersThreeLengthsOfPause() {
        List<TrayItem> lengths =
                under(menu(Moments.of(Moments.own(NodeState.UP, null)).now()), "Pause this Mac");

        assertThat(texts(lengths)).containsExactly("For 15 minutes", "For 1 hour", "Until resumed");
        assertThat(lengths.stream()
                        .map(item -> ((TrayItem.Action) item).action())
                        .toList())
                .isEqualTo(Stream.of(Duration.ofMinutes(15), Duration.ofHours(1), null)
                        .map(length -> TrayAction.Tell.one(new EngineCommand.Pause(Moments.OWN, length)))
                        .toList());
    }

    @Test
    void offersToResumeAndSaysHowLongThePauseStillLasts() {
        Node own = Moments.own(NodeState.PAUSED, Duration.ofMinutes(41).plusSeconds(1));
        TrayMenu menu = menu(Moments.of(own).state(EngineState.PAUSED).now());

        assertThat(menu.header()).isEqualTo("Paused · 42 min left");
        assertThat(action(menu.items(), "Resume now · 42 min left"))
                .isEqualTo(TrayAction.Tell.one(new EngineCommand.Resume(Moments.OWN)));
    }

    @Test
    void offersToResumeFromAPauseWithoutAnEnd() {
        TrayMenu menu = menu(Moments.of(Moments.own(NodeState.PAUSED, null))
                .state(EngineState.PAUSED)
                .now());

        assertThat(menu.header()).isEqualTo("Paused");
        assertThat(texts(menu.items())).contains("Resume now", "Drain this Mac");
    }

    @Test
    void saysThatTheMachineIsDrainingAndHowToEndThat() {
        TrayMenu menu = menu(Moments.of(Moments.own(NodeState.DRAINING, null)).now());

        assertThat(texts(menu.items())).contains("Resume now", "Draining this Mac");
    }

    @Test
    void pausesEveryMachineWhereHerdServesFromNoneOfItsOwn() {
        TrayMenu menu = menu(Moments.of(Moments.machine("Mini", NodeState.UP), Moments.machine("Tower", NodeState.UP))
                .now());

        assertThat(action(under(menu, "Pause every machine"), "Until resumed"))
                .isEqualTo(new TrayAction.Tell(List.of(
                        new EngineCommand.Pause(new NodeId("Mini"), null), new EngineCommand.Pause(TOWER, null))));
        assertThat(texts(menu.items())).noneMatch(text -> text.startsWith("Drain"));
    }

    @Test
    void copiesTheEndpointForEveryDialect() {
        List<TrayItem> endpoints = under(menu(Moments.serving()), "Copy endpoint");

        assertThat(action(endpoints, "Ollama")).isEqualTo(new TrayAction.Copy("http://localhost:11435"));
        assertThat(action(endpoints, "OpenAI")).isEqualTo(new TrayAction.Copy("http://localhost:11435/v1"));
    }

    @Test
    void listsRecentErrorsWithTimeModelAndReason() {
        var cut = new RecentError("r1", Instant.parse("2026-11-24T13:04:00Z"), "qwen3:30b", "the server went away");
        var bare = new RecentError("r2", Instant.parse("2026-11-24T13:03:00Z"), "llama3.3:70b", "");
        var wordy = new RecentError("r3", Instant.parse("2026-11-24T13:02:00Z"), "m", "x".repeat(200));
        List<TrayItem> errors =
                under(TrayMenu.of(Moments.serving(), List.of(cut, bare, wordy), PLACE), "Recent errors (3)");

        assertThat(texts(errors).subList(0, 2))
                .containsExactly("14:04 qwen3:30b · the server went away", "14:03 llama3.3:70b · no reason given");
        assertThat(texts(errors).getLast()).hasSizeLessThan(80).endsWith("…");
        assertThat(action(errors, "14:04")).isEqualTo(new TrayAction.ShowRequest("r1"));
    }

    @Test
    void saysLittleWhereThereIsNoEngine() {
        assertThat(TrayMenu.starting().state()).isEqualTo(TrayState.STARTING);
        assertThat(TrayMenu.broken("Port 11435 is taken").state()).isEqualTo(TrayState.BROKEN);
        assertThat(texts(TrayMenu.broken("Port 11435 is taken").items()))
                .containsExactly("Port 11435 is taken", "-", "Open window", "Quit Herd");
    }

    @Test
    void isEqualWhileNothingToBeSeenChanges() {
        assertThat(menu(Moments.serving())).isEqualTo(menu(Moments.serving()));
    }

    @Test
    void saysWhyAMachineStepsBackAndLetsItServeAnyway() {
        var meeting = SampleMachine.named("Studio").herd().meeting("camera in use");
        EngineSnapshot moment = new Fleets().machine(meeting).now();

        TrayMenu menu = menu(moment);

        assertThat(texts(menu.items())).contains("‖ Studio · in a meeting: camera in use >", "Serve anyway");
        assertThat(action(under(menu, "Studio"), "Serve anyway"))
                .isEqualTo(TrayAction.Tell.one(new EngineCommand.Resume(meeting.id())));
    }

    @Test
    void letsAMachineStepBackAgain() {
        var overruled = SampleMachine.named("Studio")
                .herd()
                .guarded(new Guard(Guard.State.SERVES_ANYWAY, "its person wants it to serve", null, Allowance.ALL));

        TrayMenu menu = menu(new Fleets().machine(overruled).now());

        assertThat(action(under(menu, "Studio"), "Step back again"))
                .isEqualTo(TrayAction.Tell.one(new EngineCommand.ObeyRules(overruled.id())));
    }

    @Test
    void turnsThePauseInMeetingsOff() {
        var own = SampleMachine.named("Studio").herd();
        EngineSnapshot moment = new Fleets().machine(own).now();

        TrayItem.Check check = menu(moment).items().stream()
                .filter(TrayItem.Check.class::isInstance)
                .map(TrayItem.Check.class::cast)
                .findFirst()
                .orElseThrow();

        assertThat(check.on()).isTrue();
        assertThat(check.action()).isEqualTo(TrayAction.Tell.one(new EngineCommand.PauseInMeetings(false)));
        assertThat(texts(menu(new Fleets()
                                .machine(own)
                                .treating(PersonConfig.DEFAULT.withMeetings(false))
                                .now())
                        .items()))
                .contains("  Pause while in a meeting");
    }
}
