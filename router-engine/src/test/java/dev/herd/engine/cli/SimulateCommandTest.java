package dev.herd.engine.cli;

import static dev.herd.engine.testing.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.storage.SqliteTraceStore;
import dev.herd.engine.testing.FakeClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulateCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path directory;

    /// What a command printed, and how it ended.
    private record Ran(int exit, String out, String err) {}

    private static Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ran(exit, out.toString(), err.toString());
    }

    private static JsonNode json(Ran ran) {
        return JSON.readTree(ran.out());
    }

    private static void isRefused(String expected, String... arguments) {
        Ran ran = run(arguments);

        assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err()).contains(expected).doesNotContain("\tat ");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void listsTheShippedScenariosWithWhatTheyShow() {
        Ran ran = run();

        assertThat(ran.exit()).isZero();
        assertThat(ran.out().lines()).hasSize(1 + ShippedScenarios.names().size());
        assertThat(ran.out()).contains("Fifty requests at one moment.");
    }

    @Test
    void comparesHerdWithClairvoyantFairUnlessOthersAreAskedFor() {
        Ran ran = run("burst");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .startsWith("burst: Fifty requests at one moment.")
                .contains("herd ", "clairvoyant-fair  1.000", "interactive", "studio")
                .doesNotContain("greedy");
        assertThat(run("burst", "--policy", "greedy").out()).contains("greedy").doesNotContain("clairvoyant");
    }

    @Test
    void theSameScenarioAndSeedGiveTheSameOutput() {
        String[] once = {"crash", "--policy", "all", "--seed", "7", "--seeds", "2", "--json"};

        assertThat(run(once).out())
                .isEqualTo(run(once).out())
                .isNotEqualTo(run("crash", "--json").out());
    }

    @Test
    void theJsonHasEverythingOfEachRun() {
        JsonNode json = json(run("embeddings", "--json", "--seeds", "2", "--seed", "5"));

        assertThat(json.get("seeds").toString()).isEqualTo("[5,6]");
        JsonNode herd = json.get("policies").get(0);
        assertThat(herd.get("policy").stringValue()).isEqualTo("herd");
        JsonNode run = herd.get("runs").get(1);
        assertThat(run.get("seed").intValue()).isEqualTo(6);
        JsonNode batch = run.at("/classes/batch");
        assertThat(batch.get("completed").intValue()).isEqualTo(400);
        assertThat(batch.get("refused").intValue()).isZero();
        for (String time : List.of("first_token_s", "completion_s")) {
            JsonNode spread = batch.get(time);
            assertThat(spread.get("p50").doubleValue())
                    .isPositive()
                    .isLessThanOrEqualTo(spread.get("p95").doubleValue());
            assertThat(spread.get("p95").doubleValue())
                    .isLessThanOrEqualTo(spread.get("p99").doubleValue());
        }
        assertThat(run.get("share").propertyNames()).containsExactly("studio", "macbook", "mini");
        for (String name : List.of("makespan_s", "loads", "evictions", "jain", "disturbed_s", "violations")) {
            assertThat(run.get(name)).as(name).isNotNull();
        }
    }

    @Test
    void whatIsAskedWronglyIsToldInALine() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\"name\": \"x\", \"machine\": []}");

        isRefused("no policy is called gredy, did you mean greedy?", "burst", "--policy", "gredy");
        isRefused("did you mean conversations-4?", "conversation-4");
        isRefused("machine is unknown, did you mean machines?", broken.toString());
        isRefused("there is no file", directory.toString());
        isRefused("--seeds must be from 1", "burst", "--seeds", "0");
        isRefused("--seed", "burst", "--seed", "x");
        isRefused("go with --replay", "burst", "--without", "studio");
        isRefused("exclude each other", "burst", "--replay");
        isRefused("--report has its own", "--report", directory.resolve("r.md").toString(), "--json");
    }

    @Test
    void aMachineMayBeCalledWhatNoHostIsCalled() throws IOException {
        String odd = """
                {"name": "odd", "seconds": 10,
                 "machines": [{"name": "host:11434", "memory_gib": 8, "prefill": 100, "decode": 10},
                              {"name": "Anna's Mac", "memory_gib": 8, "prefill": 100, "decode": 10}],
                 "models": [{"name": "m", "gib": 6, "billions": 8}],
                 "workloads": [{"kind": "burst", "count": 2}]}
                """;

        Ran ran = run(Files.writeString(directory.resolve("odd.json"), odd).toString());

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("host:11434 50 %, Anna's Mac 50 %");
    }

    @Test
    void aRunThatDoesNotEndIsGivenUp() throws IOException {
        String endless = """
                {"name": "endless", "seconds": 10, "patience_seconds": 1e9,
                 "machines": [{"name": "a", "memory_gib": 8, "prefill": 1, "decode": 0.0001}],
                 "models": [{"name": "m", "gib": 6, "billions": 8}],
                 "workloads": [{"kind": "burst", "count": 1, "prompt": {"mean": 5}, "answer": {"mean": 500}}]}
                """;
        Path file = Files.writeString(directory.resolve("endless.json"), endless);

        Ran ran = run(file.toString());

        assertThat(ran.exit()).isOne();
        assertThat(ran.err()).contains("endless does not end", "1 requests are open");
    }

    private void record(List<RequestTrace> traces) throws IOException {
        try (SqliteTraceStore store = SqliteTraceStore.open(directory.resolve("traces.db"), new FakeClock())
                .store()) {
            store.append(traces);
        }
    }

    /// An answer of twenty tokens in a second, ten seconds apart, by turns on two machines.
    private static List<RequestTrace> history() {
        List<RequestTrace> traces = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            traces.add(trace("r" + i)
                    .node(i % 2 == 0 ? "studio" : "office")
                    .at(FakeClock.START.plusSeconds(10L * i))
                    .build());
        }
        traces.add(trace("gone").ended(RequestOutcome.FAILED).build());
        return traces;
    }

    private Ran replay(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--replay", "--home", directory.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void replaysTheHistoryOfThisHome() throws IOException {
        record(history());

        Ran ran = replay("--policy", "all");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("Replays 20 answered requests; 1 others are left out.")
                .contains("conversations are not known")
                .containsPattern("studio +1 +m:latest +833 tok/s +19.0 tok/s")
                .contains("office");
    }

    @Test
    void aReplayedRequestTakesWhatItTook() throws IOException {
        record(history());

        JsonNode all = json(replay("--json")).at("/policies/0/runs/0/classes/all");

        assertThat(all.get("completed").intValue()).isEqualTo(20);
        // 100 tokens at 833 and 20 at 19 a second.
        assertThat(all.at("/completion_s/mean").doubleValue()).isBetween(1.1, 1.3);
    }

    @Test
    void aReplayTellsWhatAnotherFleetWouldHaveDone() throws IOException {
        record(history());

        Ran ran = replay("--json", "--without", "office", "--add", "name=new,like=studio", "--slots", "new=3");

        assertThat(ran.exit()).as(ran.err()).isZero();
        JsonNode run = json(ran).at("/policies/0/runs/0");
        assertThat(run.get("share").propertyNames()).containsExactly("studio", "new");
        assertThat(run.at("/classes/all/completed").intValue()).isEqualTo(20);
    }

    @Test
    void aReplayThatMakesNoSenseIsRefused() throws IOException {
        String home = directory.toString();
        assertThat(run("--replay", "--home", home).err()).contains("there is no history in " + home);
        record(history());

        isRefused("did you mean studio?", "--replay", "--home", home, "--without", "studo");
        isRefused("leaves no machine", "--replay", "--home", home, "--without", "studio", "--without", "office");
        isRefused("--add wants", "--replay", "--home", home, "--add", "name=x");
        isRefused("is in the fleet already", "--replay", "--home", home, "--add", "name=studio,like=studio");
        isRefused("--slots wants", "--replay", "--home", home, "--slots", "studio=0");
        isRefused("--limit must be", "--replay", "--home", home, "--limit", "0");
    }

    @Test
    void aHistoryIsReadWhileAnEngineWritesIt() throws IOException {
        try (SqliteTraceStore store = SqliteTraceStore.open(directory.resolve("traces.db"), new FakeClock())
                .store()) {
            store.append(history());

            assertThat(replay().exit()).isZero();

            store.append(List.of(trace("later").build()));
            assertThat(replay().out()).contains("Replays 21 answered requests");
        }
    }
}
