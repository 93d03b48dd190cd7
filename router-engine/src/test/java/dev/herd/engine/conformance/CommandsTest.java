package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakePulls;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.HerdProcess;
import dev.herd.engine.testing.HerdProcess.Ended;
import dev.herd.engine.testing.HerdProcess.Place;
import dev.herd.engine.testing.WebClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The commands that ask a running engine, each a process of its own. They find the engine by its home.
@TestInstance(Lifecycle.PER_CLASS)
class CommandsTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir
    static Path directory;

    private final FakeUpstream a = FakeUpstream.ollama(FakeModel.named("m").loaded(8192));
    private final FakeUpstream b = FakeUpstream.ollama(FakeModel.named("other"));
    private Place place = Place.in(Path.of(""));
    private Path home = Path.of("");
    private HerdProcess herd;
    private WebClient client;

    @BeforeAll
    void start() {
        place = Place.in(directory);
        home = directory.resolve("herd-home");
        herd = HerdProcess.start(
                        place,
                        "serve",
                        "--port",
                        "0",
                        "--home",
                        home.toString(),
                        "--no-local",
                        "--upstream",
                        a.url() + ",name=A",
                        "--upstream",
                        b.url() + ",name=B")
                .ready();
        client = new WebClient(herd.port());
    }

    @AfterAll
    void stop() {
        client.close();
        herd.close();
        a.close();
        b.close();
    }

    /// Runs commands side by side, each with `--home`.
    private List<Ended> all(String... commands) {
        List<HerdProcess> started = Arrays.stream(commands)
                .map(command -> HerdProcess.start(
                        place,
                        Stream.concat(Arrays.stream(command.split(" ")), Stream.of("--home", home.toString()))
                                .toArray(String[]::new)))
                .toList();
        List<Ended> ended = new ArrayList<>();
        for (HerdProcess process : started) {
            try (process) {
                ended.add(process.ended());
            }
        }
        return ended;
    }

    private static void assertGood(List<Ended> all) {
        for (Ended ended : all) {
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.err()).isEmpty();
        }
    }

    @Test
    void showsTheFleet() {
        List<Ended> shown = all("status", "status --json", "nodes", "nodes --json", "models", "models --json");

        assertGood(shown);
        assertThat(shown.get(0).out())
                .contains("serving")
                .contains("2 nodes up")
                .contains(a.url());
        assertThat(shown.get(2).out().lines().toList())
                .hasSize(3)
                .anyMatch(line -> line.matches("A +up +0 +0 +" + a.url() + " +ollama +1"));
        assertThat(shown.get(4).out())
                .containsPattern("m:latest +A +yes +8192 +1 ")
                .containsPattern("other:latest +B +no");
        for (int json = 1; json < 6; json += 2) {
            assertThat(at(shown.get(json).out(), "nodes.0.name")).isEqualTo("\"A\"");
        }
    }

    @Test
    void showsRequestsAndExplainsThem() {
        String good = client.post("/api/chat", CHAT)
                .headers()
                .firstValue("X-Fleet-Request")
                .orElseThrow();
        String bad = client.post("/api/chat", CHAT.replace("\"m\"", "\"none\""))
                .headers()
                .firstValue("X-Fleet-Request")
                .orElseThrow();
        HerdProcess.await(
                "they are in the history",
                () -> client.get("/fleet/requests").body().contains(bad));

        List<Ended> shown = all(
                "requests",
                "requests --json",
                "requests --outcome completed --limit 1000",
                "requests --model m --node A --tag nobody",
                "explain " + good,
                "explain " + good + " --json",
                "explain " + bad);

        assertGood(shown);
        assertThat(shown.get(0).out())
                .contains(good)
                .contains(bad)
                .contains("completed")
                .contains("rejected");
        assertThat(at(shown.get(1).out(), "requests.0.id")).startsWith("\"");
        assertThat(shown.get(2).out()).contains(good).doesNotContain(bad);
        assertThat(shown.get(3).out().lines()).as("the titles alone").hasSize(1);
        assertExplained(shown.get(4).out(), good);
        assertThat(at(shown.get(5).out(), "explanation.candidates.0.fate")).isEqualTo("\"chosen\"");
        assertThat(at(shown.get(5).out(), "decision.chosen")).isEqualTo("\"A\"");
        assertThat(shown.get(6).out()).contains("rejected (model_not_found").contains("No machine was in question.");
    }

    private static void assertExplained(String text, String good) {
        assertThat(text)
                .contains(good + " asked for m: completed")
                .contains("chosen: A")
                .contains("A, the only candidate: ")
                .containsPattern("CANDIDATE +COST .*SERVICE")
                .contains("The prompt is taken for ")
                .containsPattern("PHASE +PREDICTED +OBSERVED +RATIO")
                .containsPattern("total +[0-9]+ ms +[0-9]+ ms")
                .contains("served");
        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void cancelsARequest() {
        a.hold();
        Thread asking = Thread.startVirtualThread(() -> {
            try {
                client.post("/api/chat", CHAT);
            } catch (UncheckedIOException cut) {
                throw new AssertionError("a cancelled request has an answer", cut);
            }
        });
        HerdProcess.await("it runs", () -> a.running() == 1);
        Thread other = Thread.startVirtualThread(() -> client.post("/api/chat", CHAT));
        HerdProcess.await(
                "another waits",
                () -> at(client.get("/fleet/queue").body(), "waiting").equals("1"));
        String waiting =
                at(client.get("/fleet/queue").body(), "waiting_requests.0.id").replace("\"", "");

        List<Ended> first = all("cancel " + waiting);
        a.release();
        List<Ended> gone = all("cancel " + waiting, "cancel nothing --json");

        assertGood(first);
        assertThat(first.getFirst().out()).contains(waiting + " is cancelled");
        assertThat(gone).extracting(Ended::code).containsExactly(1, 1);
        assertThat(gone.getFirst().err()).contains("does not run");
        try {
            asking.join();
            other.join();
        } catch (InterruptedException stopped) {
            throw new AssertionError("interrupted", stopped);
        }
        assertThat(client.get("/fleet/requests/" + waiting).body()).contains("cancelled_by_operator");
    }

    @Test
    void takesMachinesOutAndBack() {
        assertThat(all("pause B").getFirst().out()).isEqualToIgnoringNewLines("B is paused");
        assertThat(state("B")).isEqualTo("paused");
        assertThat(at(all("resume b --json").getFirst().out(), "state")).isEqualTo("\"up\"");
        assertThat(all("drain B --json").getFirst().code()).isZero();
        assertThat(state("B")).isEqualTo("draining");
        assertThat(all("undrain B").getFirst().out()).isEqualToIgnoringNewLines("B is up");

        assertThat(all("pause B --for 1h --json").getFirst().code()).isZero();
        assertThat(client.get("/fleet/status").body()).containsPattern("\"state\":\"paused\",[^}]*\"until\":\"20");
        assertThat(all("resume B").getFirst().code()).isZero();
    }

    @Test
    void pullsAModel() {
        b.pulls().next(FakePulls.MANIFEST, "{\"error\":\"pull model manifest: file does not exist\"}");
        Ended failed = all("pull nothing --node B").getFirst();
        Ended done = all("pull new --node b").getFirst();
        Ended json = all("pull newer --node B --json").getFirst();
        b.pulls().next(FakePulls.MANIFEST, FakePulls.WAIT, FakePulls.SUCCESS);
        HerdProcess watching = HerdProcess.start(place, "pull", "slow", "--node", "B", "--home", home.toString());
        HerdProcess.await(
                "it is pulled", () -> client.get("/fleet/pulls").body().contains("\"slow\""));
        Ended cancelled = all("pull slow --cancel").getFirst();
        Ended ended = watching.ended();
        List<Ended> wrong = all("pull", "pull slow --cancel", "pull new --node nobody");

        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).contains("herd: pull model manifest: file does not exist");
        assertGood(List.of(done, json, cancelled));
        assertThat(done.out().lines()).containsExactly("pulling new to B", "pulling manifest", "pulling", "success");
        assertThat(json.out().lines().toList()).hasSize(4).endsWith(FakePulls.SUCCESS);
        assertThat(cancelled.out()).contains("the pull of slow to B is cancelled");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("the pull was cancelled");
        assertThat(wrong).extracting(Ended::code).containsExactly(2, 1, 1);
        assertThat(wrong.get(1).err()).contains("no pull of slow runs");
        assertThat(wrong.get(2).err()).contains("there is no node 'nobody'");
        assertThat(client.get("/api/tags").body()).contains("\"new:latest\"").contains("\"newer:latest\"");
    }

    @Test
    void pinsAModelAndTakesThePinBack() {
        Ended none = all("pin").getFirst();
        Ended pinned = all("pin m --node a --wait").getFirst();
        Ended listed = all("pin").getFirst();
        Ended json = all("pin --json").getFirst();
        List<Ended> wrong = all("pin othe", "pin other --node nobody", "pin --node B", "pin m --timeout soon", "unpin");
        Ended unpinned = all("unpin m").getFirst();
        Ended again = all("unpin m --json").getFirst();

        assertGood(List.of(none, pinned, listed, json, unpinned, again));
        assertThat(none.out()).contains("nothing is pinned");
        assertThat(pinned.out()).isEqualToIgnoringNewLines("m:latest is pinned: loaded on A");
        assertThat(listed.out()).containsPattern("m:latest +A +loaded +A");
        assertThat(at(json.out(), "pins.0.state")).isEqualTo("\"loaded\"");
        assertThat(wrong).extracting(Ended::code).containsExactly(1, 1, 2, 2, 2);
        assertThat(wrong.getFirst().err()).contains("did you mean 'other'");
        assertThat(unpinned.out()).isEqualToIgnoringNewLines("m:latest is no longer pinned to A");
        assertThat(at(again.out(), "unpinned")).isEqualTo("[]");
    }

    private String state(String node) {
        String status = client.get("/fleet/status").body();
        return status.replaceAll("(?s).*\"name\":\"" + node + "\",\"kind\":\"plain\",\"state\":\"(\\w+)\".*", "$1");
    }

    @Test
    void saysWhatIsWrongWithExitCodes() {
        List<Ended> usage = all("pause", "pause B --for soon", "explain", "requests --limit many", "status --nonsense");
        List<Ended> failed = all("pause nobody", "explain r-none", "requests --limit 0");
        Ended nowhere = HerdProcess.run(
                place, "status", "--home", directory.resolve("empty").toString());
        Ended refused = HerdProcess.run(place, "status", "--url", "http://127.0.0.1:9");
        Ended malformed = HerdProcess.run(place, "status", "--url", "::nonsense::");
        Ended direct = HerdProcess.run(place, "status", "--url", "127.0.0.1:" + herd.port() + "/");

        assertThat(usage).allMatch(ended -> ended.code() == 2 && ended.out().isEmpty());
        assertThat(usage.getFirst().err()).as("this machine is no node here").contains("name one of: A, B");
        assertThat(usage.get(1).err()).contains("--for: a duration is expected");
        assertThat(failed).allMatch(ended -> ended.code() == 1 && ended.out().isEmpty());
        assertThat(failed.getFirst().err()).contains("node 'nobody' not found");
        assertThat(nowhere.code()).isEqualTo(1);
        assertThat(nowhere.err()).contains("Herd does not run on").contains("herd serve");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("does not answer on http://127.0.0.1:9");
        assertThat(malformed.code()).isEqualTo(2);
        assertThat(direct.code()).as(direct.err()).isZero();
        for (Ended ended : List.of(nowhere, refused, malformed)) {
            assertThat(ended.err()).doesNotContain("\tat ");
        }
    }
}
