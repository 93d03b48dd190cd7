package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Four servers with the same model: who is tried, how often, and what the client hears of it.
class FailoverTest {
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String WHOLE = CHAT.replace("\"m\",", "\"m\",\"stream\":false,");

    @TempDir
    Path home;

    private List<FakeUpstream> servers = List.of();
    private TestHerd herd;

    @BeforeEach
    void start() {
        servers = IntStream.range(0, 4)
                .mapToObj(i -> FakeUpstream.ollama(FakeModel.named("m").loaded(4096)))
                .toList();
        String[] upstreams = IntStream.range(0, 4)
                .mapToObj(i -> servers.get(i).url() + ",slots=4,name=" + (char) ('A' + i))
                .toArray(String[]::new);
        // Inventories are read once and then stay as they are.
        herd = TestHerd.start(home, TestHerd.Settings.GENTLE, upstreams);
    }

    @AfterEach
    void stop() {
        herd.close();
        servers.forEach(FakeUpstream::close);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private long tries() {
        return servers.stream()
                .mapToLong(server -> server.seen("/api/chat").size())
                .sum();
    }

    private FakeUpstream named(String name) {
        return servers.get(name.charAt(0) - 'A');
    }

    private void all(Fault... faults) {
        for (int i = 0; i < servers.size(); i++) {
            servers.get(i).always(faults[i % faults.length]);
        }
    }

    private static Fault broken(String why) {
        return Fault.status(500, "{\"error\":\"" + why + "\"}");
    }

    @Test
    void triesTwoOtherNodesAndNoMore() {
        all(broken("one"), broken("two"), broken("three"), broken("four"));

        HttpResponse<String> answer = herd.post("/api/chat", CHAT);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(tries()).isEqualTo(3);
        assertThat(header(answer, "X-Fleet-Retries")).isEqualTo("2");
        String trace = herd.trace(answer);
        assertThat(at(trace, "outcome")).isEqualTo("\"failed\"");
        List<String> nodes = Stream.of("0", "1", "2")
                .map(i -> at(trace, "attempts." + i + ".node"))
                .distinct()
                .toList();
        assertThat(nodes).as("never the same one again").hasSize(3);
        assertThat(header(answer, "X-Fleet-Node")).isEqualTo(nodes.getLast().replace("\"", ""));
        assertThat(at(trace, "attempts.2.status")).isEqualTo("500");
        assertThat(herd.running()).isZero();
    }

    @Test
    void triesAnotherNodeWhateverBreaksBeforeTheFirstContent() {
        for (Fault fault : List.of(
                new Fault.Reset(),
                new Fault.ResetAfter(0),
                new Fault.CloseAfter(0),
                new Fault.ErrorAfter(0, "runner died"),
                new Fault.MalformedAfter(0),
                broken("x"),
                Fault.status(502, "bad gateway"),
                Fault.status(599, ""),
                Fault.status(302, "elsewhere"),
                new Fault.Status(404, "{\"error\":\"model 'm' not found\"}", Map.of()),
                new Fault.Status(503, "{\"error\":\"server busy\"}", Map.of("Retry-After", "1")))) {
            for (String body : List.of(CHAT, WHOLE)) {
                long before = tries();
                servers.forEach(server -> server.always(fault));
                named("D").always(null);

                HttpResponse<String> pinned = herd.post("/api/chat", body, "X-Herd-Node", "A");
                HttpResponse<String> free = servedBy(body);

                assertThat(pinned.statusCode()).as("%s to %s", fault, body).isGreaterThanOrEqualTo(400);
                assertThat(free.statusCode()).as("%s to %s", fault, body).isEqualTo(200);
                assertThat(free.body()).contains("\"done\":true").doesNotContain("error");
                assertThat(tries()).isGreaterThan(before);
            }
            restart();
        }
    }

    /// The answer of a request that finds the one good server within its three tries.
    private HttpResponse<String> servedBy(String body) {
        named("B").always(null);
        named("C").always(null);
        return herd.post("/api/chat", body);
    }

    private void restart() {
        stop();
        home = home.resolve("again");
        start();
    }

    @Test
    void neverTriesAgainAfterTheFirstContent() {
        for (Fault fault : List.of(
                new Fault.ResetAfter(1),
                new Fault.CloseAfter(1),
                new Fault.NoTerminator(),
                new Fault.ErrorAfter(1, "x"),
                new Fault.MalformedAfter(1))) {
            servers.forEach(server -> server.always(fault));
            long before = tries();

            HttpResponse<String> answer = herd.post("/api/chat", CHAT);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(tries() - before).as("%s", fault).isEqualTo(1);
            assertThat(answer.body()).contains("\"error\"").doesNotContain("\"done\":true");
            assertThat(at(herd.trace(answer), "outcome")).isEqualTo("\"incomplete\"");
        }
    }

    @Test
    void doesNotTakeTwoBrokenConnectionsForTheRequestsOwnMistake() {
        for (Fault fault : List.of(
                new Fault.CloseAfter(0), new Fault.ResetAfter(0), new Fault.MalformedAfter(0), new Fault.Reset())) {
            servers.forEach(server -> server.always(fault));

            HttpResponse<String> answer = herd.post("/api/chat", CHAT);

            assertThat(answer.statusCode()).as("%s", fault).isEqualTo(502);
            restart();
        }
    }

    @Test
    void saysNothingOfNodesThatNeverAnswered() {
        servers.forEach(FakeUpstream::stop);

        HttpResponse<String> answer = herd.post("/api/chat", CHAT);

        assertThat(answer.statusCode()).isIn(502, 503);
        assertThat(header(answer, "X-Fleet-Request")).isNotEmpty();
        for (String name : List.of(
                "Node",
                "Score",
                "Retries",
                "Fallback",
                "Requested-Model",
                "Served-Model",
                "Backend",
                "Affinity",
                "Protected")) {
            assertThat(header(answer, "X-Fleet-" + name)).as(name).isEmpty();
        }
    }

    @Test
    void namesTheNodeThatAnsweredWhenTheLastOneDidNot() {
        named("A").always(broken("x"));
        Stream.of("B", "C", "D").forEach(name -> named(name).stop());
        HttpResponse<String> answer = herd.post("/api/chat", CHAT);
        while (named("A").seen("/api/chat").isEmpty()) {
            answer = herd.post("/api/chat", CHAT);
        }

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(header(answer, "X-Fleet-Node")).isEqualTo("A");
    }

    @Test
    void repeatsOnceWhatAnOldConnectionLost() {
        HttpResponse<String> first = herd.post("/api/chat", CHAT, "X-Herd-Node", "A");
        assertThat(at(herd.trace(first), "outcome"))
                .as("its connection is free again")
                .isEqualTo("\"completed\"");
        named("A").next(new Fault.Reset());

        HttpResponse<String> second = herd.post("/api/chat", CHAT, "X-Herd-Node", "A");

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(header(second, "X-Fleet-Retries")).isEqualTo("0");
        assertThat(named("A").seen("/api/chat")).hasSize(3);
        assertThat(at(herd.trace(second), "attempts.0.outcome")).isEqualTo("\"served\"");

        named("A").next(new Fault.Reset()).next(new Fault.Reset());
        assertThat(herd.post("/api/chat", CHAT, "X-Herd-Node", "A").statusCode())
                .as("a fresh connection that breaks is a failure")
                .isEqualTo(502);
        assertThat(named("A").seen("/api/chat")).hasSize(5);
    }

    @Test
    void doesNotRepeatOnAFreshConnection() {
        servers.forEach(server -> server.closesConnections(true));
        herd.post("/api/chat", CHAT, "X-Herd-Node", "A");
        int before = named("A").seen("/api/chat").size();
        named("A").next(new Fault.Reset());

        HttpResponse<String> answer = herd.post("/api/chat", CHAT, "X-Herd-Node", "A");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(named("A").seen("/api/chat")).hasSize(before + 1);
    }

    @Test
    void passesARefusalOnWithoutAnyOtherTry() {
        for (int status : List.of(400, 405, 409, 413, 415, 422)) {
            servers.forEach(server -> server.always(Fault.status(status, "{\"error\":\"not like this\"}")));
            long before = tries();

            HttpResponse<String> answer = herd.post("/api/chat", CHAT);

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(at(answer.body(), "error")).isEqualTo("\"not like this\"");
            assertThat(tries() - before).isEqualTo(1);
            assertThat(header(answer, "X-Fleet-Retries")).isEqualTo("0");
            assertThat(at(herd.trace(answer), "outcome")).isEqualTo("\"failed\"");
        }
        servers.forEach(server -> server.always(null));
        assertThat(header(herd.post("/api/chat", CHAT), "X-Fleet-Retries"))
                .as("nobody is blamed")
                .isEqualTo("0");
    }

    @Test
    void takesAFiveHundredThatNamesTheRequestsMistakeForIt() {
        for (String text : List.of(
                "invalid format: \\\"yaml\\\"; expected \\\"json\\\" or a JSON schema",
                "option \\\"temperature\\\" must be of type float32")) {
            for (int i = 0; i < 4; i++) {
                all(broken(text));
                long before = tries();

                HttpResponse<String> answer = herd.post("/api/chat", CHAT);

                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(at(answer.body(), "error")).isEqualTo("\"" + text + "\"");
                assertThat(tries() - before).isEqualTo(1);
            }
        }
        servers.forEach(server -> server.always(null));
        for (int i = 0; i < 8; i++) {
            assertThat(herd.post("/api/chat", CHAT).statusCode()).isEqualTo(200);
        }
        assertThat(servers).allSatisfy(server -> assertThat(server.running()).isZero());
    }

    @Test
    void takesWhatTwoNodesSayForTheRequestsMistakeWhoeverStandsBetween() {
        all(broken("same"), broken("same"), broken("same"), broken("same"));
        HttpResponse<String> same = herd.post("/api/chat", CHAT);
        long sameTries = tries();
        all(broken("one"), broken("two"), broken("one"), broken("two"));
        HttpResponse<String> alternating = herd.post("/api/chat", CHAT);

        assertThat(same.statusCode()).isEqualTo(400);
        assertThat(sameTries).isEqualTo(2);
        assertThat(alternating.statusCode()).isEqualTo(400);
    }

    @Test
    void asksEachBusyServerOnceAndTellsTheClientToComeBack() {
        for (Fault busy : List.of(
                new Fault.Status(503, "{\"error\":\"server busy, please try again\"}", Map.of("Retry-After", "7")),
                new Fault.Status(429, "{\"error\":\"slow down\"}", Map.of("Retry-After", "7")))) {
            all(busy);

            HttpResponse<String> answer = herd.post("/v1/chat/completions", CHAT);

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(header(answer, "Retry-After")).isEqualTo("7");
            assertThat(at(answer.body(), "error.type")).isEqualTo("\"rate_limit_error\"");
            assertThat(servers)
                    .allSatisfy(server -> assertThat(server.seen("/api/chat")).hasSizeLessThanOrEqualTo(1));
            assertThat(at(herd.trace(answer), "attempts.0.outcome")).isEqualTo("\"busy\"");
            restart();
        }
    }

    @Test
    void goesOnToTheNextWhenAHolderHasLostTheModel() {
        Stream.of("A", "B").forEach(name -> named(name).has(FakeModel.named("other")));
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> answer = herd.post("/api/chat", CHAT);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "X-Fleet-Node")).isIn("C", "D");
        }
        servers.forEach(server -> server.has(FakeModel.named("other")));

        HttpResponse<String> gone = herd.post("/api/chat", CHAT);

        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(at(gone.body(), "error")).contains("not found");
    }
}
