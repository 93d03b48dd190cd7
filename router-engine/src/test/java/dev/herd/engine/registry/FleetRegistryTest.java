package dev.herd.engine.registry;

import static dev.herd.engine.testing.FleetBuilder.able;
import static dev.herd.engine.testing.FleetBuilder.model;
import static dev.herd.engine.testing.FleetBuilder.onDisk;
import static dev.herd.engine.testing.FleetBuilder.upstreamOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Inventory;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetRegistryTest {
    private static final NodeId NODE = new NodeId("a");
    private static final UpstreamId SERVER = upstreamOf("a");

    private final FakeClock clock = new FakeClock();
    private final FleetRegistry registry = new FleetRegistry(clock);
    private final List<FleetSnapshot> published = new ArrayList<>();

    FleetRegistryTest() {
        registry.onChange(published::add);
        registry.addNode(NODE, "a", NodeKind.PLAIN);
        registry.addUpstream(NODE, SERVER, UpstreamKind.OLLAMA, 0);
    }

    private static Inventory inventory(HostedModel... models) {
        return new Inventory(UpstreamKind.OLLAMA, "0.30.1", List.of(models));
    }

    private Node node() {
        return registry.snapshot().node("a").orElseThrow();
    }

    private Upstream upstream() {
        return node().upstreams().getFirst();
    }

    private int slots() {
        return upstream().models().getFirst().slots();
    }

    @Test
    void isDownUntilItIsAsked() {
        assertThat(node().state()).isEqualTo(NodeState.DOWN);
        assertThat(upstream().reason()).isEqualTo("not asked yet");
        assertThat(registry.allAsked()).isFalse();
        assertThat(registry.allCurrent()).isFalse();

        registry.answered(SERVER, inventory(model("m")));

        assertThat(node().state()).isEqualTo(NodeState.UP);
        assertThat(upstream().reason()).isEmpty();
        assertThat(upstream().version()).isEqualTo("0.30.1");
        assertThat(registry.allAsked()).isTrue();
        assertThat(registry.allCurrent()).isTrue();
        assertThat(registry.snapshot().models()).hasSize(1);
    }

    @Test
    void keepsTheModelsOfAServerThatFails() {
        registry.answered(SERVER, inventory(model("m")));

        registry.failed(SERVER, UpstreamState.WEDGED, "does not answer");

        assertThat(node().state()).isEqualTo(NodeState.WEDGED);
        assertThat(node().reason()).isEqualTo("does not answer");
        assertThat(upstream().models()).hasSize(1);
        assertThat(upstream().current()).isFalse();
        assertThat(registry.allCurrent()).isFalse();
        assertThat(registry.allAsked()).isTrue();
    }

    @Test
    void tellsTheBestOfItsServers() {
        UpstreamId second = upstreamOf("a2");
        registry.addUpstream(NODE, second, UpstreamKind.OPENAI, 0);
        registry.failed(SERVER, UpstreamState.DOWN, "refused");
        registry.failed(second, UpstreamState.STARTING, "loading");
        assertThat(node().state()).isEqualTo(NodeState.STARTING);

        registry.answered(second, new Inventory(UpstreamKind.OPENAI, "", List.of()));

        assertThat(node().state()).isEqualTo(NodeState.UP);
    }

    @Test
    void leavesAFullServerAloneUntilItsTimeIsOver() {
        registry.answered(SERVER, inventory(model("m")));

        registry.overloaded(SERVER, clock.instant().plusSeconds(30));
        assertThat(node().state()).isEqualTo(NodeState.OVERLOADED);
        clock.forward(Duration.ofSeconds(29));
        registry.answered(SERVER, inventory(model("m")));
        assertThat(node().state()).isEqualTo(NodeState.OVERLOADED);
        clock.forward(Duration.ofSeconds(1));
        registry.answered(SERVER, inventory(model("m")));

        assertThat(node().state()).isEqualTo(NodeState.UP);
    }

    @Test
    void doesNotTakeADownServerForAFullOne() {
        registry.failed(SERVER, UpstreamState.DOWN, "refused");

        registry.overloaded(SERVER, clock.instant().plusSeconds(30));

        assertThat(node().state()).isEqualTo(NodeState.DOWN);
    }

    @Test
    void pausesAMachineUntilAPersonResumesIt() {
        registry.answered(SERVER, inventory(model("m")));

        assertThat(registry.ask(NODE, NodeState.PAUSED, null)).isTrue();
        assertThat(node().state()).isEqualTo(NodeState.PAUSED);
        assertThat(node().reason()).isEqualTo("paused by a person");
        registry.failed(SERVER, UpstreamState.DOWN, "refused");
        assertThat(node().state()).isEqualTo(NodeState.PAUSED);
        registry.ask(NODE, null, null);

        assertThat(node().state()).isEqualTo(NodeState.DOWN);
        assertThat(registry.ask(new NodeId("nobody"), NodeState.PAUSED, null)).isFalse();
    }

    @Test
    void endsAPauseWhenItsTimeIsOver() {
        registry.answered(SERVER, inventory(model("m")));
        registry.ask(NODE, NodeState.PAUSED, clock.instant().plusSeconds(60));
        assertThat(node().until()).isEqualTo(FakeClock.START.plusSeconds(60));

        clock.forward(Duration.ofSeconds(59));
        registry.tick();
        assertThat(node().state()).isEqualTo(NodeState.PAUSED);
        clock.forward(Duration.ofSeconds(1));
        registry.tick();

        assertThat(node().state()).isEqualTo(NodeState.UP);
        assertThat(node().until()).isNull();
    }

    private static Guard guard(Guard.State state, Allowance.GoesOn goesOn) {
        return new Guard(state, "in a meeting: camera in use", null, Allowance.nothingNew(goesOn));
    }

    @Test
    void stepsBackForItsPerson() {
        registry.answered(SERVER, inventory(model("m")));
        registry.guarded(NODE, guard(Guard.State.MEETING, new Allowance.GoesOn(0, 10)));
        assertThat(node().state()).isEqualTo(NodeState.PAUSED);
        assertThat(node().reason()).isEqualTo("in a meeting: camera in use");

        registry.guarded(NODE, Guard.NONE);

        assertThat(node().state()).isEqualTo(NodeState.UP);
    }

    @Test
    void isUpWhereItServesItsOwnPersonAlone() {
        registry.answered(SERVER, inventory(model("m")));

        registry.guarded(NODE, guard(Guard.State.BATTERY, Allowance.GoesOn.ALL));

        assertThat(node().state()).isEqualTo(NodeState.UP);
        assertThat(node().guard().state()).isEqualTo(Guard.State.BATTERY);
    }

    @Test
    void staysBackWhenAPauseEndsByItself() {
        registry.answered(SERVER, inventory(model("m")));
        registry.ask(NODE, NodeState.PAUSED, clock.instant().plusSeconds(60));
        registry.guarded(NODE, guard(Guard.State.MEETING, new Allowance.GoesOn(0, 10)));

        clock.forward(Duration.ofSeconds(61));
        registry.tick();

        assertThat(node().reason()).isEqualTo("in a meeting: camera in use");
    }

    @Test
    void restoresWhatAServerHadUntilItAnswers() {
        Upstream known =
                new Upstream(SERVER, UpstreamKind.OPENAI, UpstreamState.DOWN, "", "9", false, List.of(model("old")));

        registry.restore(known);

        assertThat(upstream().models()).extracting(HostedModel::name).containsExactly("old");
        assertThat(upstream().models().getFirst().resident())
                .as("nothing is known of its memory")
                .isNull();
        assertThat(upstream().kind()).isEqualTo(UpstreamKind.OPENAI);
        assertThat(registry.allCurrent()).isFalse();
        registry.failed(SERVER, UpstreamState.DOWN, "refused");
        assertThat(upstream().models()).hasSize(1);
        registry.answered(SERVER, inventory(model("new")));
        registry.restore(known);
        assertThat(upstream().models()).extracting(HostedModel::name).containsExactly("new");
    }

    @Test
    void restoresNothingThatNobodyAddedOrThatWasAsked() {
        registry.restore(new Upstream(
                upstreamOf("stranger"), UpstreamKind.OLLAMA, UpstreamState.DOWN, "", "", false, List.of(model("m"))));

        assertThat(registry.snapshot().models()).isEmpty();
        assertThat(registry.snapshot().nodes()).hasSize(1);
    }

    @Test
    void publishesAnUnchangedPictureOnce() {
        registry.answered(SERVER, inventory(model("m")));
        int before = published.size();

        registry.answered(SERVER, inventory(model("m")));
        registry.sensedSlots(SERVER, OptionalInt.of(1));
        registry.ask(NODE, null, null);
        registry.tick();
        registry.addNode(NODE, "again", NodeKind.HERD);
        registry.addUpstream(NODE, SERVER, UpstreamKind.OPENAI, 9);

        assertThat(published).hasSize(before);
    }

    @Test
    void numbersItsPicturesAndTellsEveryChange() {
        registry.answered(SERVER, inventory(onDisk("m")));
        registry.answered(SERVER, inventory(model("m")));
        registry.failed(SERVER, UpstreamState.DOWN, "refused");

        for (int i = 1; i < published.size(); i++) {
            assertThat(published.get(i).version())
                    .isEqualTo(published.get(i - 1).version() + 1);
        }
        assertThat(published.getLast()).isSameAs(registry.snapshot());
        assertThat(published).hasSize(5);
    }

    @Test
    void ignoresAServerThatIsNotThere() {
        int before = published.size();

        registry.answered(upstreamOf("gone"), inventory(model("m")));
        registry.failed(upstreamOf("gone"), UpstreamState.DOWN, "");

        assertThat(published).hasSize(before);
    }

    @Test
    void removesAServerAndAPlainMachineWithItsLast() {
        registry.addNode(new NodeId("own"), "own", NodeKind.HERD);
        registry.addUpstream(new NodeId("own"), upstreamOf("own"), UpstreamKind.OLLAMA, 0);

        registry.removeUpstream(SERVER);
        registry.removeUpstream(upstreamOf("own"));

        assertThat(registry.snapshot().nodes()).extracting(Node::name).containsExactly("own");
        assertThat(registry.allAsked()).isTrue();
    }

    @Test
    void givesOllamaOneSlotAndOthersFour() {
        registry.answered(SERVER, inventory(model("m")));
        assertThat(slots()).isEqualTo(1);

        registry.answered(SERVER, new Inventory(UpstreamKind.OPENAI, "", List.of(model("m"))));

        assertThat(slots()).isEqualTo(4);
    }

    @Test
    void givesTheSlotsThatTheServerWasStartedWith() {
        registry.sensedSlots(SERVER, OptionalInt.of(3));
        registry.answered(SERVER, inventory(model("m")));
        assertThat(slots()).isEqualTo(3);

        registry.sensedSlots(SERVER, OptionalInt.empty());

        assertThat(slots()).isEqualTo(1);
    }

    @Test
    void givesEmbeddersAndSerialFamiliesOneSlot() {
        registry.sensedSlots(SERVER, OptionalInt.of(4));
        HostedModel embedder = able("m", Set.of("embedding"));
        HostedModel both = able("m", Set.of("embedding", "completion"));
        HostedModel serial = family(model("m"), "qwen3next");

        registry.answered(SERVER, inventory(embedder));
        assertThat(slots()).isEqualTo(1);
        registry.answered(SERVER, inventory(serial));
        assertThat(slots()).isEqualTo(1);
        registry.answered(SERVER, inventory(both));
        assertThat(slots()).isEqualTo(4);
        registry.answered(SERVER, new Inventory(UpstreamKind.OPENAI, "", List.of(embedder)));
        assertThat(slots()).as("other servers batch them").isEqualTo(4);
    }

    @Test
    void givesWhatThePersonSaidAboveAll() {
        UpstreamId second = upstreamOf("b");
        registry.addNode(new NodeId("b"), "b", NodeKind.PLAIN);
        registry.addUpstream(new NodeId("b"), second, UpstreamKind.OLLAMA, 6);
        registry.sensedSlots(second, OptionalInt.of(2));

        registry.answered(second, inventory(family(able("m", Set.of("embedding")), "qwen3next")));

        assertThat(registry.snapshot()
                        .node("b")
                        .orElseThrow()
                        .upstreams()
                        .getFirst()
                        .models()
                        .getFirst()
                        .slots())
                .isEqualTo(6);
    }

    private static HostedModel family(HostedModel model, String family) {
        return new HostedModel(
                model.name(),
                model.ref(),
                model.digest(),
                model.sizeBytes(),
                model.modifiedAt(),
                model.detailsJson(),
                family,
                model.capabilities(),
                model.trainedWindow(),
                model.slots(),
                model.resident());
    }
}
