package dev.herd.app.queues;

import static dev.herd.app.testing.Requests.barred;
import static dev.herd.app.testing.Requests.candidate;
import static dev.herd.app.testing.Requests.cost;
import static dev.herd.app.testing.Requests.decision;
import static dev.herd.app.testing.Requests.instance;
import static dev.herd.app.testing.Requests.request;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.Requests;
import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.api.NodeVitals;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.Series;
import dev.herd.engine.api.WaitingPlace;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.signal.NodeSignals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Moments of the fleet that the drawings show, and of larger ones.
final class QueueMoments {
    static final String QWEN = "qwen3-coder:30b";

    static final NodeVitals VITALS = new NodeVitals(
            NodeSignals.NONE, 20, Series.empty(Fleets.NOW), Series.empty(Fleets.NOW), Series.empty(Fleets.NOW));

    private QueueMoments() {}

    static HostedModel loaded(String name, int slots) {
        return model(name, slots).withResidency(new Residency(32_768, 20_000_000_000L, 20_000_000_000L, null));
    }

    static HostedModel model(String name, int slots) {
        return new HostedModel(name, ModelRef.of(name), "", 20_000_000_000L, "", "{}", "", null, 131_072, slots, null);
    }

    static Node node(String name, HostedModel... models) {
        return node(name, NodeState.UP, models);
    }

    static Node node(String name, NodeState state, HostedModel... models) {
        var upstream = new Upstream(
                instance(name, "any").upstream(),
                UpstreamKind.OLLAMA,
                UpstreamState.UP,
                "",
                "0.12.0",
                true,
                List.of(models));
        return new Node(
                new NodeId(name.toLowerCase(Locale.ROOT)), name, NodeKind.HERD, state, "", null, List.of(upstream));
    }

    /// Four machines, as drawn.
    static Fleets fleet() {
        return new Fleets()
                .node(node("Studio", loaded("llama3.3:70b", 2), loaded(QWEN, 2)), VITALS)
                .node(node("Mini", loaded("llama3.1:8b", 2), loaded("nomic-embed-text:latest", 4)), VITALS)
                .node(node("Tower", model(QWEN, 4)), VITALS)
                .node(node("MacBook Pro", NodeState.PAUSED, model(QWEN, 2)), VITALS);
    }

    /// Three run and one waits, as drawn.
    static EngineSnapshot busy() {
        return fleet().load(instance("Studio", "llama3.3:70b"), 1, 0, 0)
                .load(instance("Studio", QWEN), 2, 1, 4)
                .load(instance("Mini", "llama3.1:8b"), 1, 0, 0)
                .live(generating("r-0000012c-7f3a", 21)
                        .from("claude-cli@127.0.0.1", "repo:herd")
                        .trace())
                .live(generating("r-0000012d-11c0", 9)
                        .from("open-webui@192.168.1.7")
                        .asks("llama3.3:70b")
                        .counted(410, 0, 74)
                        .took(new RequestTimes(0, 0, 0, 0, 1_800, 6_200, 9_000))
                        .trace())
                .live(reading().trace())
                .waits(waiting("r-0000012f-0a4e").trace(), new WaitingPlace(1, 4, "Studio"))
                .now();
    }

    static Requests reading() {
        return request("r-0000012e-5d21")
                .from("continue@127.0.0.1")
                .asks("llama3.1:8b")
                .on("Mini")
                .ago(3)
                .took(new RequestTimes(0, 0, 0, 0, 0, 0, 3_000))
                .attempt(new AttemptTrace("Mini", 2, -1, "running", 0, ""))
                .because(decision(candidate("Mini", "llama3.1:8b", cost(0, 6.1, 0))));
    }

    static Requests generating(String id, double age) {
        return request(id)
                .state(RequestState.STREAMING)
                .ago(age)
                .counted(6_800, 5_120, 612)
                .took(new RequestTimes(0, 900, 0, 0, 1_260, 19_700, age * 1000))
                .attempt(new AttemptTrace("Studio", 901, -1, "running", 0, ""))
                .because(choice());
    }

    static Requests waiting(String id) {
        return request(id)
                .state(RequestState.QUEUED)
                .from("batch-eval@10.0.0.9")
                .urgency("batch")
                .on("")
                .ago(2)
                .took(new RequestTimes(0, 0, 0, 0, 0, 0, 2_000));
    }

    /// Studio before Tower, as drawn.
    static Decision choice() {
        return decision(
                candidate("Studio", QWEN, cost(0.9, 16.7, 0)),
                candidate("Tower", QWEN, cost(0, 17.4, 6.5)),
                barred("Mini", QWEN, "does not fit: needs 21.3 GB, 17.0 free"),
                barred("MacBook Pro", QWEN, "paused: in a meeting"));
    }

    /// The one whose story is drawn.
    static RequestTrace served() {
        return request("r-000186a0-7f3a")
                .ended(RequestOutcome.COMPLETED, "")
                .from("claude-cli@127.0.0.1", "repo:herd")
                .counted(6_800, 5_120, 591)
                .took(new RequestTimes(0, 900, 0, 2_100, 3_010, 15_350, 18_400))
                .attempt(new AttemptTrace("Studio", 901, 18_400, "served", 200, ""))
                .because(choice())
                .trace();
    }

    /// One that failed on a machine and was answered by another, which had to load the model.
    static RequestTrace retried() {
        return request("r-0000aaaa-0001")
                .ended(RequestOutcome.COMPLETED, "")
                .from("open-webui@192.168.1.7")
                .on("Tower")
                .counted(1_302, 0, 270)
                .took(new RequestTimes(0, 300, 6_400, 900, 10_500, 6_200, 16_800))
                .attempt(new AttemptTrace("Studio", 300, 2_900, "failed", 500, "llama runner process has terminated"))
                .attempt(new AttemptTrace("Tower", 2_910, 16_800, "served", 200, ""))
                .because(decision(
                        candidate("Tower", QWEN, cost(0, 7.4, 6.5)),
                        barred("Studio", QWEN, "failed this request already"),
                        barred("Mini", QWEN, "does not fit: needs 21.3 GB, 17.0 free")))
                .trace();
    }

    /// One that no machine could take.
    static RequestTrace refused() {
        return request("r-0000aaaa-0002")
                .ended(
                        RequestOutcome.REJECTED,
                        "no_node: no machine can serve the model now: MacBook Pro (paused: in a meeting), Tower (down)")
                .from("n8n@192.168.1.9", "flow:mail", "nightly")
                .on("")
                .through("ollama", "/api/chat", false)
                .took(new RequestTimes(10_000, 0, 0, 0, 0, 0, 10_004))
                .trace();
    }

    private static final String LONG_MODEL =
            "registry.example.org/team-inference/qwen3-coder-480b-a35b-instruct-with-a-very-long-name:q4_K_M";

    /// Names as long as they come, and more slots than can be told apart.
    static EngineSnapshot lengthy() {
        String node = "machine-of-the-research-department-in-the-second-floor.example.org";
        return new Fleets()
                .node(node(node, loaded(LONG_MODEL, 64), loaded("small", 1)), VITALS)
                .load(instance(node, LONG_MODEL), 17, 12, 95)
                .live(generating("r-0000012c-7f3a", 4_000)
                        .from("an-internal-tool-with-a-very-long-product-name@10.0.0.1")
                        .asks(LONG_MODEL)
                        .on(node)
                        .counted(131_072, 0, 123_456)
                        .trace())
                .waits(waiting("r-0000012f-0a4e").asks(LONG_MODEL).trace(), new WaitingPlace(12, 95, node))
                .now();
    }

    static RequestTrace lengthyStory() {
        String node = "machine-of-the-research-department-in-the-second-floor.example.org";
        return request("r-0000bbbb-0001")
                .ended(
                        RequestOutcome.FAILED,
                        "attempts_exhausted: llama runner process has terminated: exit status 2: CUDA error: out of"
                                + " memory at ggml-cuda.cu:3402")
                .from(
                        "an-internal-tool-with-a-very-long-product-name@10.0.0.1",
                        "repo:herd",
                        "team:inference",
                        "nightly-run-of-the-evaluation")
                .asks(LONG_MODEL)
                .on(node)
                .took(new RequestTimes(0, 61_000, 0, 0, 0, 0, 185_000))
                .attempt(new AttemptTrace("Tower", 61_000, 92_000, "failed", 500, "CUDA error: out of memory"))
                .attempt(new AttemptTrace(node, 92_000, 185_000, "failed", 0, "connection reset by peer"))
                .because(decision(
                        candidate(node, LONG_MODEL, cost(12, 240, 31)),
                        candidate("Studio", LONG_MODEL, new CostTerms(0, 300, 0, 20, -60, 40, 10)),
                        barred("Tower", LONG_MODEL, "failed this request already")))
                .trace();
    }

    /// Fifty machines of which many are busy, twenty requests a second.
    static Fleets crowd(int running) {
        Fleets fleets = new Fleets();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String name = "node-%02d".formatted(i);
            names.add(name);
            fleets.node(node(name, loaded(QWEN, 4), loaded("llama3.1:8b", 2)), VITALS);
            fleets.load(instance(name, QWEN), i % 3, i % 10 == 0 ? 2 : 0, 3.5);
        }
        for (int i = 0; i < running; i++) {
            fleets.live(generating("r-%08x-0000".formatted(i), running - i)
                    .on(names.get(i % names.size()))
                    .trace());
        }
        return fleets;
    }

    /// The same, that many seconds later.
    static EngineSnapshot later(EngineSnapshot moment, long seconds) {
        return new EngineSnapshot(
                moment.version(),
                moment.now().plusSeconds(seconds),
                moment.state(),
                moment.uptime().plusSeconds(seconds),
                moment.endpoint(),
                moment.demo(),
                moment.totals(),
                moment.fleet(),
                moment.loads(),
                moment.vitals(),
                moment.live(),
                moment.places(),
                moment.findings(),
                moment.historySince(),
                moment.person());
    }

    static EngineSnapshot quiet() {
        return fleet().state(EngineState.IDLE).now();
    }
}
