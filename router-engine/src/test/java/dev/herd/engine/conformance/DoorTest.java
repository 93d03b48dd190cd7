package dev.herd.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.EngineListener;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.api.HerdEngine;
import dev.herd.engine.api.HistoryPage;
import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.api.WaitingPlace;
import dev.herd.engine.config.UpstreamSpec;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.TestHerd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What windows see of a real engine, and what they can do with it.
class DoorTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final NodeId A = new NodeId("A");

    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private TestHerd herd;
    private HerdEngine engine;

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama(FakeModel.named("m").loaded(8192), FakeModel.named("cold"));
        herd = TestHerd.start(home, a.url() + ",name=A");
        engine = herd.engine().door();
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
    }

    private InstanceId instance(String model) {
        return new InstanceId(UpstreamId.parse(a.url()), ModelRef.of(model));
    }

    @Test
    void showsTheFleetAndWhatRunsInIt() {
        assertThat(engine.snapshot().state()).isEqualTo(EngineState.IDLE);
        a.hold();
        Thread.startVirtualThread(() -> herd.post("/api/chat", CHAT));
        Await.until("one runs", () -> engine.snapshot().totals().running() == 1);
        Thread.startVirtualThread(() -> herd.post("/api/chat", CHAT));
        Await.until(
                "one runs and one waits",
                () -> engine.snapshot().totals().running() == 1
                        && engine.snapshot().totals().waiting() == 1);

        EngineSnapshot now = engine.snapshot();

        assertThat(now.state()).isEqualTo(EngineState.BUSY);
        assertThat(now.endpoint()).isEqualTo("http://localhost:" + herd.port());
        assertThat(now.totals().running()).isEqualTo(1);
        assertThat(now.totals().waiting()).isEqualTo(1);
        assertThat(now.totals().residentModels()).isEqualTo(1);
        assertThat(now.load(instance("m")).running()).isEqualTo(1);
        assertThat(now.live())
                .hasSize(2)
                .isSortedAccordingTo((one, other) -> one.receivedAt().compareTo(other.receivedAt()));
        assertThat(now.places()).containsOnlyKeys(now.live().getLast().id());
        assertThat(now.places().values()).extracting(WaitingPlace::plannedNode).containsExactly("A");
        a.release();
    }

    @Test
    void pausesDrainsAndResumesAMachine() throws Exception {
        assertThat(engine.execute(new EngineCommand.Pause(A, Duration.ofHours(1))))
                .isInstanceOf(CommandResult.Done.class);
        assertThat(node(engine.snapshot()).state()).isEqualTo(NodeState.PAUSED);
        assertThat(node(engine.snapshot()).until()).isNotNull();
        assertThat(engine.snapshot().state()).isEqualTo(EngineState.PAUSED);

        engine.execute(new EngineCommand.Drain(A));
        assertThat(node(engine.snapshot()).state()).isEqualTo(NodeState.DRAINING);

        engine.execute(new EngineCommand.Resume(A));
        assertThat(node(engine.snapshot()).state()).isEqualTo(NodeState.UP);
        assertThat(engine.execute(new EngineCommand.Resume(new NodeId("nobody"))))
                .isInstanceOf(CommandResult.Rejected.class);
    }

    private static Node node(EngineSnapshot snapshot) {
        return snapshot.fleet().nodes().getFirst();
    }

    @Test
    void loadsAndUnloadsAModel() throws Exception {
        engine.execute(new EngineCommand.Unload(instance("m")));
        Await.until("m is not loaded", () -> engine.snapshot().totals().residentModels() == 0);

        assertThat(engine.execute(new EngineCommand.Load(instance("cold")))).isInstanceOf(CommandResult.Done.class);
        Await.until("cold is loaded", () -> engine.snapshot().totals().residentModels() == 1);

        assertThat(engine.execute(new EngineCommand.Load(instance("nothing"))))
                .isInstanceOf(CommandResult.Rejected.class);
    }

    @Test
    void addsAServerForGoodAndForgetsIt() throws Exception {
        try (FakeUpstream b = FakeUpstream.openAi(FakeModel.named("extra"))) {
            assertThat(engine.probe(b.url())).isInstanceOfSatisfying(ServerProbe.Found.class, found -> {
                assertThat(found.models()).isEqualTo(1);
                assertThat(found.kind().label()).isEqualTo("openai");
            });
            engine.execute(new EngineCommand.AddServer(UpstreamSpec.parse(b.url() + ",name=B,slots=3")));
            Await.until("B serves", () -> herd.get("/v1/models").body().contains("extra"));
            assertThat(Files.readString(home.resolve("config.json"))).contains("\"name\":\"B\"", "\"slots\":3");
            assertThat(engine.execute(new EngineCommand.AddServer(UpstreamSpec.parse(b.url() + ",name=C"))))
                    .isInstanceOf(CommandResult.Rejected.class);

            engine.execute(new EngineCommand.ForgetServer(UpstreamId.parse(b.url())));

            assertThat(engine.snapshot().fleet().node("B")).isEmpty();
            assertThat(Files.readString(home.resolve("config.json"))).doesNotContain("\"B\"");
        }
        assertThat(engine.probe("ftp://x")).isInstanceOf(ServerProbe.NotFound.class);
        assertThat(engine.probe(herd.request("/").build().uri().toString()))
                .isInstanceOfSatisfying(
                        ServerProbe.NotFound.class,
                        refused -> assertThat(refused.reason()).contains("Herd itself"));
    }

    @Test
    void cancelsARequest() throws Exception {
        a.hold();
        Thread.startVirtualThread(() -> herd.post("/api/chat", CHAT));
        Await.until("it runs", () -> a.running() == 1);

        engine.execute(
                new EngineCommand.Cancel(engine.snapshot().live().getFirst().id()));

        Await.until("the server is free", () -> a.running() == 0 && a.closedEarly() == 1);
        a.release();
    }

    @Test
    void showsTheHistoryAndEachOfItsRequests() throws Exception {
        for (int i = 0; i < 5; i++) {
            herd.post("/api/chat", CHAT, "X-Herd-Tags", "tag" + i);
        }
        herd.post("/api/chat", CHAT.replace("\"m\"", "\"nope\""));
        Await.until("all are written", () -> total(HistoryQuery.newest(10)) == 6);

        HistoryPage page = engine.history(HistoryQuery.newest(10).at(1, 2));
        RequestTrace first = engine.request(page.rows().getFirst().id()).orElseThrow();

        assertThat(page.total()).isEqualTo(6);
        assertThat(page.rows()).hasSize(2);
        assertThat(page.rows().getFirst().tags()).containsExactly("tag4");
        assertThat(first.decision().chosen()).isNotNull();
        assertThat(first.attempts()).hasSize(1);
        assertThat(total(new HistoryQuery(null, null, RequestOutcome.REJECTED, null, 0, 10)))
                .isEqualTo(1);
        assertThat(total(new HistoryQuery(null, "A", null, "TAG3", 0, 10))).isEqualTo(1);
        assertThat(total(new HistoryQuery(first.receivedAt().plusSeconds(60), null, null, null, 0, 10)))
                .isZero();
        assertThat(engine.request("no-such-request")).isEmpty();
    }

    private int total(HistoryQuery query) {
        try {
            return engine.history(query).total();
        } catch (IOException notOpenYet) {
            return -1;
        }
    }

    @Test
    void tellsWhatHappensInOrder() {
        List<String> heard = new CopyOnWriteArrayList<>();
        var subscription = engine.subscribe(new EngineListener() {
            @Override
            public void happened(EngineEvent event) {
                if (event instanceof EngineEvent.RequestChanged(RequestTrace trace)) {
                    heard.add(trace.state().label());
                }
            }

            @Override
            public void gap(long lost) {
                heard.add("lost " + lost);
            }
        });

        herd.post("/api/chat", CHAT);

        Await.until("its end was told", () -> heard.contains("done"));
        assertThat(heard).containsSubsequence("started", "streaming", "done");
        subscription.close();
    }
}
