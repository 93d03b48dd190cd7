package dev.herd.app.testing;

import dev.herd.engine.api.OwnPerson;
import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.api.Finding;
import dev.herd.engine.api.FleetTotals;
import dev.herd.engine.api.InstanceLoad;
import dev.herd.engine.api.NodeVitals;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.api.Series;
import dev.herd.engine.api.WaitingPlace;
import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.signal.Heat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Sample moments of a fleet: built up call by call, or ready made.
public final class Fleets {
    /// The moment all samples show.
    public static final Instant NOW = Instant.parse("2026-11-24T14:02:11Z");

    private final List<Node> nodes = new ArrayList<>();
    private final Map<InstanceId, InstanceLoad> loads = new LinkedHashMap<>();
    private final Map<NodeId, NodeVitals> vitals = new LinkedHashMap<>();
    private final List<RequestTrace> live = new ArrayList<>();
    private final Map<String, WaitingPlace> places = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private EngineState state = EngineState.SERVING;
    private int errors;
    private boolean demo;
    private OwnPerson person = OwnPerson.treatedAs(PersonConfig.DEFAULT);
    private @Nullable Instant since = Instant.parse("2026-11-03T09:00:00Z");

    public Fleets node(Node node, NodeVitals vital) {
        nodes.add(node);
        vitals.put(node.id(), vital);
        return this;
    }

    public Fleets load(InstanceId instance, int running, int waiting, double secondsUntilFree) {
        loads.put(instance, new InstanceLoad(running, waiting, secondsUntilFree, false));
        return this;
    }

    /// A pin keeps it in memory.
    public Fleets pins(InstanceId instance) {
        InstanceLoad load = loads.getOrDefault(instance, InstanceLoad.NONE);
        loads.put(instance, new InstanceLoad(load.running(), load.waiting(), load.secondsUntilFree(), true));
        return this;
    }

    public Fleets live(RequestTrace request) {
        live.add(request);
        return this;
    }

    public Fleets waits(RequestTrace request, WaitingPlace place) {
        places.put(request.id(), place);
        return live(request);
    }

    /// A waiting request of which only its place matters.
    public Fleets place(String request, WaitingPlace place) {
        places.put(request, place);
        return this;
    }

    public Fleets finding(String code, String message) {
        findings.add(new Finding(code, message, NOW.minusSeconds(90)));
        return this;
    }

    public Fleets state(EngineState other) {
        state = other;
        return this;
    }

    public Fleets errors(int lastHour) {
        errors = lastHour;
        return this;
    }

    public Fleets simulated() {
        demo = true;
        return this;
    }

    public Fleets withoutHistory() {
        since = null;
        return this;
    }

    /// How this machine treats its person.
    public Fleets treating(PersonConfig config) {
        person = new OwnPerson(config, person.use(), person.week());
        return this;
    }

    /// What is known of this machine's person.
    public Fleets person(String use, WeekMap week) {
        person = new OwnPerson(person.config(), use, week);
        return this;
    }

    public EngineSnapshot now() {
        var fleet = new FleetSnapshot(1, nodes);
        int running = loads.values().stream().mapToInt(InstanceLoad::running).sum();
        int waiting = loads.values().stream().mapToInt(InstanceLoad::waiting).sum();
        int up = (int) nodes.stream().filter(node -> node.state().serves()).count();
        int resident = (int) fleet.models().values().stream()
                .filter(holders -> holders.stream()
                        .anyMatch(holder -> holder.serves() && holder.model().resident() != null))
                .count();
        double speed = vitals.values().stream()
                .mapToDouble(NodeVitals::tokensPerSecond)
                .sum();
        return new EngineSnapshot(
                "1.0.0",
                NOW,
                state,
                Duration.ofHours(148),
                "http://localhost:11435",
                demo,
                new FleetTotals(up, resident, running, waiting, speed, errors),
                fleet,
                loads,
                vitals,
                live,
                places,
                findings,
                since,
                person);
    }

    /// An hour of a figure between the two, with ups and downs of its own.
    public static Series wave(double low, double high) {
        double phase = 3 * low + high;
        List<Double> ups = IntStream.range(0, Series.LENGTH)
                .mapToObj(i -> Math.sin(i / 9.0 + phase) + 0.6 * Math.sin(i / 3.1 + phase) + 0.3 * Math.sin(i / 1.3))
                .map(up -> Math.max(0, up))
                .toList();
        double most = Collections.max(ups);
        List<Double> values =
                ups.stream().map(up -> low + (high - low) * up / most).toList();
        return new Series(NOW, Series.STEP, values);
    }

    /// An engine that has just started on a machine without any model server.
    public static EngineSnapshot empty() {
        return new Fleets().state(EngineState.NO_NODES).withoutHistory().now();
    }

    public Fleets machine(SampleMachine machine) {
        return node(machine.node(), machine.vitals());
    }

    /// Four machines at work: one serves, one is in a meeting, one serves a little, one idles.
    public static Fleets four() {
        var studio = SampleMachine.named("Studio")
                .herd()
                .holds("llama3.3:70b", 42, 32_768, 2)
                .holds("qwen3-coder:30b", 19, 65_536, 2)
                .has("gemma3:27b")
                .has("mistral-small:24b")
                .memory(79, 128)
                .processor(0.12)
                .heat(61, Heat.Level.NOMINAL, 0)
                .speed(84, 96);
        var laptop = SampleMachine.named("MacBook Pro")
                .meeting("camera in use")
                .holds("qwen3-coder:30b", 20, 32_768, 2)
                .memory(57, 64)
                .heat(Double.NaN, Heat.Level.FAIR, 0.04)
                .speed(0, 41);
        var mini = SampleMachine.named("Mini")
                .holds("llama3.1:8b", 9, 16_384, 1)
                .holds("nomic-embed-text", 0.7, 2048, 1)
                .speed(34, 38);
        var tower = SampleMachine.named("Tower")
                .has("qwen3-coder:30b")
                .has("llama3.1:8b")
                .has("phi4:14b")
                .memory(3.4, 32)
                .heat(41, Heat.Level.NOMINAL, 0);
        return new Fleets()
                .state(EngineState.BUSY)
                .machine(studio)
                .machine(laptop)
                .machine(mini)
                .machine(tower)
                .load(studio.instance("llama3.3:70b"), 1, 1, 4)
                .load(studio.instance("qwen3-coder:30b"), 1, 0, 0)
                .place("r-17", new WaitingPlace(1, 4, "Studio"))
                .load(mini.instance("llama3.1:8b"), 1, 0, 0)
                .pins(mini.instance("nomic-embed-text"));
    }

    /// So many machines, every one of them a little different.
    public static Fleets many(int count) {
        var fleet = new Fleets();
        for (int i = 1; i <= count; i++) {
            var machine = SampleMachine.named("rack-%02d".formatted(i)).has("phi4:14b");
            if (i % 3 != 0) {
                machine.memory(20 + i % 40, 64).processor(i % 10 / 10.0).heat(40 + i % 30, Heat.Level.NOMINAL, 0);
            }
            if (i % 4 != 0) {
                machine.holds(i % 2 == 0 ? "llama3.1:8b" : "qwen3:32b", 9 + i % 12, 16_384, 4)
                        .speed(i % 4 == 1 ? 20 + i % 5 * 20 : 0, 100 + i);
            }
            if (i % 9 == 0) {
                machine.is(NodeState.PAUSED, "paused by a person", Duration.ofMinutes(i));
            } else if (i % 11 == 0) {
                machine.is(NodeState.DOWN, "cannot connect to " + machine.server() + ": Connection refused", null);
            }
            fleet.machine(machine);
            if (i % 4 == 1) {
                fleet.load(machine.instance("qwen3:32b"), 1 + i % 3, i % 2, 3);
            }
        }
        return fleet;
    }
}
