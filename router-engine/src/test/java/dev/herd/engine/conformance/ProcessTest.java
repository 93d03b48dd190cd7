package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.HerdProcess;
import dev.herd.engine.testing.HerdProcess.Ended;
import dev.herd.engine.testing.HerdProcess.Place;
import dev.herd.engine.testing.WebClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Herd as a process: what it prints, with what it ends, what signals do, and where its files lie.
class ProcessTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Place place = Place.in(Path.of(""));
    private Path home = Path.of("");

    @BeforeEach
    void choose() {
        place = Place.in(directory);
        home = directory.resolve("herd-home");
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private FakeUpstream ollama() {
        return opened(FakeUpstream.ollama(FakeModel.named("m").loaded(8192)));
    }

    private HerdProcess serve(String... arguments) {
        return serve(place, arguments);
    }

    private HerdProcess serve(Place where, String... arguments) {
        return opened(HerdProcess.start(where, serving(arguments)));
    }

    private String[] serving(String... more) {
        return Stream.concat(Stream.of("serve", "--port", "0", "--home", home.toString()), Stream.of(more))
                .toArray(String[]::new);
    }

    private WebClient client(HerdProcess herd) {
        return opened(new WebClient(herd.port()));
    }

    private static String status(WebClient client) {
        return client.get("/fleet/status").body();
    }

    @Test
    void printsTheReadyLineAndNothingElseOnStdout() throws IOException {
        FakeUpstream upstream = ollama();
        HerdProcess herd =
                serve("--no-local", "--upstream", upstream.url() + ",name=A").ready();

        HttpResponse<String> answer = client(herd).post("/api/chat", CHAT);
        String running = Files.readString(home.resolve("run/engine.json"));
        herd.terminate();
        Ended ended = herd.ended();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(at(running, "port")).isEqualTo(Integer.toString(herd.port()));
        assertThat(at(running, "pid")).isEqualTo(Long.toString(herd.pid()));
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).matches("Herd ready on http://127\\.0\\.0\\.1:" + herd.port() + " \\(\\d+ ms\\)\\R");
        assertThat(ended.err()).contains("node A is up").contains("ending");
        assertThat(Files.readString(home.resolve("logs/herd.log")))
                .contains("node A is up")
                .contains("ending");
        assertThat(home.resolve("run/engine.json")).doesNotExist();
    }

    @Test
    void hasEveryServersModelsWhenItSaysThatItIsReady() {
        FakeUpstream named = ollama();
        FakeUpstream found = opened(FakeUpstream.ollama(FakeModel.named("local")));
        HerdProcess herd = serve(
                        place.with("OLLAMA_HOST", found.url().replace("http://", "")),
                        "--name",
                        "desk",
                        "--upstream",
                        named.url() + ",name=A")
                .ready();

        String first = status(client(herd));

        assertThat(first).contains("\"name\":\"m:latest\"").contains("\"name\":\"local:latest\"");
        assertThat(herd.err()).contains("found a model server on this machine: " + found.url());
    }

    @Test
    void takesOneServerUnderTwoAddressesForOneUpstream() throws IOException {
        FakeUpstream upstream = ollama();
        String port = upstream.url().replaceAll(".*:", "");
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 studio.lan\n127.0.0.1 localhost\n");
        HerdProcess herd = serve(
                        place.with("OLLAMA_HOST", "127.0.0.1:" + port).jvm("-Djdk.net.hosts.file=" + hosts),
                        "--name",
                        "desk",
                        "--upstream",
                        "http://studio.lan:" + port + ",name=A")
                .ready();

        String now = status(client(herd));

        assertThat(now).contains("\"url\":\"http://studio.lan:" + port + "\"");
        assertThat(now).doesNotContain(upstream.url());
        assertThat(at(now, "totals.nodes_up")).isEqualTo("1");
    }

    @Test
    void makesAServerWithThisMachinesNamePartOfIt() {
        FakeUpstream upstream = ollama();
        Place alone = place.with("HERD_NODE_NAME", "desk");
        HerdProcess herd =
                serve(alone, "--upstream", upstream.url() + ",name=Desk").ready();

        String now = status(client(herd));
        Ended other = HerdProcess.run(
                alone, "serve", "--port", "0", "--home", home + "2", "--upstream", "http://192.0.2.7:1,name=desk");

        assertThat(now).contains("\"kind\":\"herd\"").contains("\"name\":\"m:latest\"");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("has this machine's own name, desk");
    }

    @Test
    void knowsTheLastInventoryAfterARestart() {
        FakeUpstream named = ollama();
        FakeUpstream found = opened(FakeUpstream.ollama(FakeModel.named("local")));
        Place where = place.with("OLLAMA_HOST", found.url().replace("http://", ""));
        String[] arguments = {"--name", "desk", "--upstream", named.url() + ",name=A"};
        HerdProcess first = serve(where, arguments).ready();
        HerdProcess.await("both are up", () -> status(client(first)).contains("local:latest"));
        HerdProcess.await(
                "it is written",
                () -> inventory().contains("local") && inventory().contains("\"m"));
        first.terminate();
        first.ended();
        named.stop();
        found.stop();

        HerdProcess second = serve(where, arguments).ready();
        WebClient client = client(second);

        assertThat(status(client)).contains("\"name\":\"m:latest\"").contains("\"name\":\"local:latest\"");
        found.start();
        assertThat(client.post("/api/chat", CHAT.replace("\"m\"", "\"local\"")).statusCode())
                .as("held until it is back")
                .isEqualTo(200);
        assertThat(client.post("/api/show", "{\"model\":\"nowhere\"}").statusCode())
                .as("A is not there to be asked")
                .isEqualTo(503);
    }

    private String inventory() {
        try {
            Path file = home.resolve("inventory.json");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void letsARunningStreamEndWhenItIsAskedToEnd() throws IOException {
        FakeUpstream upstream = ollama();
        List<String> chunks = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            chunks.add("{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"w" + i
                    + "\"},\"done\":false}\n");
        }
        chunks.add("{\"model\":\"m\",\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n");
        upstream.says(chunks).pace(40);
        HerdProcess herd =
                serve("--no-local", "--upstream", upstream.url() + ",name=A").ready();
        WebClient client = client(herd);
        var stream = client.open("/api/chat", CHAT);
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).contains("w0");

        herd.terminate();
        HerdProcess.await("it stops", () -> status(client).contains("\"state\":\"stopping\""));
        HttpResponse<String> late = client.post("/api/chat", CHAT);

        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.headers().firstValue("Retry-After")).isPresent();
        List<String> rest = lines.lines().toList();
        assertThat(rest).hasSize(60);
        assertThat(rest.getLast()).contains("\"done\":true");
        Ended ended = herd.ended();
        assertThat(ended.code()).isZero();
        assertThat(home.resolve("run/engine.json")).doesNotExist();
    }

    @Test
    void endsAtOnceAtASecondSignal() {
        FakeUpstream upstream = ollama().hold();
        HerdProcess herd =
                serve("--no-local", "--upstream", upstream.url() + ",name=A").ready();
        WebClient client = client(herd);
        Thread.startVirtualThread(() -> {
            try {
                client.post("/api/chat", CHAT);
            } catch (UncheckedIOException cut) {
                // The process is gone, as it was told.
            }
        });
        HerdProcess.await("it runs", () -> upstream.running() == 1);
        herd.terminate();
        HerdProcess.await("it stops", () -> status(client).contains("\"state\":\"stopping\""));

        herd.terminate();

        assertThat(herd.ended().code()).isEqualTo(1);
        assertThat(HerdProcess.run(place, "status", "--home", home.toString()).code())
                .as("what it left behind misleads nobody")
                .isEqualTo(1);
        HerdProcess next = serve("--no-local", "--upstream", upstream.url() + ",name=A");
        next.ready();
    }

    @Test
    void writesNothingOutsideItsHome() throws IOException {
        FakeUpstream upstream = ollama();
        HerdProcess herd =
                serve("--no-local", "--upstream", upstream.url() + ",name=A").ready();
        WebClient client = client(herd);
        client.post("/api/chat", CHAT);
        HerdProcess.await(
                "the history is open", () -> client.get("/fleet/requests").statusCode() == 200);
        herd.terminate();
        herd.ended();

        try (Stream<Path> written = Files.walk(directory.resolve("elsewhere"))) {
            assertThat(written.filter(Files::isRegularFile)).isEmpty();
        }
        try (Stream<Path> kept = Files.walk(home)) {
            assertThat(kept.map(path -> home.relativize(path).toString()))
                    .contains("traces.db", "inventory.json", "logs/herd.log");
        }
    }

    @Test
    void servesOnAndSaysSoWhenItsHistoryWasDamaged() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("traces.db"), "this was a database once ".repeat(200));
        FakeUpstream upstream = ollama();
        HerdProcess herd =
                serve("--no-local", "--upstream", upstream.url() + ",name=A").ready();
        WebClient client = client(herd);

        assertThat(client.post("/api/chat", CHAT).statusCode()).isEqualTo(200);
        HerdProcess.await("it is a finding", () -> status(client).contains("database_set_aside"));

        assertThat(at(status(client), "findings.0.code")).isEqualTo("\"database_set_aside\"");
        assertThat(at(status(client), "findings.0.since")).startsWith("\"20");
        assertThat(HerdProcess.run(place, "status", "--home", home.toString()).out())
                .contains("was set aside as traces.db.unreadable-");
        HerdProcess.await(
                "it is in the new history",
                () -> client.get("/fleet/requests").body().contains("\"completed\""));
    }

    @Test
    void servesOnWhileItsHistoryIsLocked() throws IOException, SQLException {
        Files.createDirectories(home);
        FakeUpstream upstream = ollama();
        HerdProcess herd;
        WebClient client;
        String id;
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("traces.db"));
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");
            herd = serve("--no-local", "--upstream", upstream.url() + ",name=A").ready();
            client = client(herd);
            WebClient asking = client;
            HerdProcess.await("it is a finding", () -> status(asking).contains("history_unavailable"));

            HttpResponse<String> answer = client.post("/api/chat", CHAT);
            id = answer.headers().firstValue("X-Fleet-Request").orElseThrow();

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(client.get("/fleet/requests/" + id).body()).contains("\"completed\"");
            assertThat(client.get("/fleet/requests").statusCode()).isEqualTo(503);
        }
        HerdProcess.await(
                "it is no finding any more",
                () -> at(status(client), "findings").equals("[]"));
        HerdProcess.await(
                "nothing was lost", () -> client.get("/fleet/requests").body().contains(id));
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("unreadable"));
        }
    }
}
