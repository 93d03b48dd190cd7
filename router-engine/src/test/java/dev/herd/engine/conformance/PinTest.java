package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.Seen;
import dev.herd.engine.testing.TestHerd;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models that a person wants kept in memory. A and B have `m` on disk, B has `other` too, and room for one of them; C
/// is an OpenAI-compatible server with `x`.
class PinTest {
    @TempDir
    Path home;

    private final FakeUpstream a = FakeUpstream.ollama(FakeModel.named("m"));
    private final FakeUpstream b = FakeUpstream.ollama(FakeModel.named("m"), FakeModel.named("other"));
    private final FakeUpstream c = FakeUpstream.openAi(FakeModel.named("x"));
    private TestHerd herd;

    @BeforeEach
    void start() {
        herd = TestHerd.start(
                home, a.url() + ",name=A", b.url() + ",name=B,memory=4500MiB", c.url() + ",name=C,kind=openai");
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
        b.close();
        c.close();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private HttpResponse<String> pin(String body) {
        return herd.post("/fleet/pins", json(body));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private String pins(String path) {
        return at(herd.get("/fleet/pins").body(), "pins." + path);
    }

    private void awaitState(String state) {
        Await.until("it is " + state, () -> pins("0.state").equals('"' + state + '"'));
    }

    private static List<String> loads(FakeUpstream server) {
        return server.seen("/api/generate").stream().map(Seen::body).toList();
    }

    @Test
    void loadsAModelForEverAndSaysWhenItIsThere() {
        HttpResponse<String> pinned = pin("{'model':'m','node':'B','wait':true}");

        assertThat(pinned.statusCode()).as(pinned.body()).isEqualTo(200);
        assertThat(at(pinned.body(), "model")).isEqualTo("\"m:latest\"");
        assertThat(at(pinned.body(), "node")).isEqualTo("\"B\"");
        assertThat(at(pinned.body(), "place")).isEqualTo("\"B\"");
        assertThat(at(pinned.body(), "state")).isEqualTo("\"loaded\"");
        assertThat(loads(b)).hasSize(1).first().asString().contains("\"keep_alive\":-1");
        assertThat(pins("0.failures")).isEqualTo("0");
        assertThat(pin("{'model':'M','node':'B'}").statusCode()).as("again").isEqualTo(200);
        assertThat(loads(b)).hasSize(1);
        assertThat(loads(a)).isEmpty();
    }

    @Test
    void answersAtOnceUnlessItIsToldToWait() {
        a.hold();
        HttpResponse<String> begun = pin("{'model':'m','node':'A'}");
        HttpResponse<String> waited = pin("{'model':'m','node':'A','wait':'50ms'}");
        CompletableFuture<HttpResponse<String>> end =
                herd.later("/fleet/pins", json("{'model':'m','node':'A','wait':true}"));

        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(at(begun.body(), "state")).isEqualTo("\"loading\"");
        assertThat(waited.statusCode()).isEqualTo(202);
        a.release();
        assertThat(end.join().statusCode()).isEqualTo(200);
    }

    @Test
    void refusesWhatCannotBeAndSaysWhy() {
        HttpResponse<String> first = pin("{'model':'other','wait':true}");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);

        HttpResponse<String> full = pin("{'model':'m','node':'B'}");
        HttpResponse<String> unknown = pin("{'model':'othe'}");
        HttpResponse<String> nowhere = pin("{'model':'m','node':'Z'}");
        HttpResponse<String> elsewhere = pin("{'model':'other','node':'A'}");
        HttpResponse<String> untold = pin("{'model':'x'}");

        assertThat(full.statusCode()).isEqualTo(409);
        assertThat(at(full.body(), "error"))
                .contains("B: needs 4.4 GiB")
                .contains("may take 4.4 GiB")
                .contains("kept for other:latest, pinned");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(at(unknown.body(), "error")).contains("did you mean 'other'");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(at(elsewhere.body(), "error")).contains("it is on B");
        assertThat(header(elsewhere, "X-Fleet-Hint")).isEqualTo("herd pull other:latest --node A");
        assertThat(untold.statusCode()).isEqualTo(409);
        for (String bad : List.of("{}", "{'model':''}", "{'model':'m','wait':3}", "{'model':'m','wait':'soon'}", "[")) {
            assertThat(pin(bad).statusCode()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void keepsWhatIsPinnedAgainstClientsAndServers() {
        pin("{'model':'m','node':'A','wait':true}");
        String chat = "{'model':'m','messages':[{'role':'user','content':'Hi'}]%s}";
        HttpResponse<String> plain = herd.post("/api/chat", json(chat.formatted("")), "X-Herd-Node", "A");
        HttpResponse<String> wish =
                herd.post("/api/chat", json(chat.formatted(",'keep_alive':'10m'")), "X-Herd-Node", "A");
        HttpResponse<String> same =
                herd.post("/api/chat", json(chat.formatted(",'keep_alive':-1")), "X-Herd-Node", "A");
        HttpResponse<String> openAi = herd.post("/v1/chat/completions", json(chat.formatted("")), "X-Herd-Node", "A");
        HttpResponse<String> free =
                herd.post("/api/chat", json(chat.formatted(",'keep_alive':'10m'")), "X-Herd-Node", "B");

        assertThat(header(plain, "X-Fleet-Protected")).contains("keep_alive unset->-1");
        assertThat(header(wish, "X-Fleet-Protected")).contains("keep_alive 10m->-1");
        assertThat(header(same, "X-Fleet-Protected")).doesNotContain("keep_alive");
        assertThat(header(openAi, "X-Fleet-Protected")).contains("keep_alive unset->-1");
        assertThat(a.seen("/api/chat"))
                .hasSize(4)
                .allSatisfy(request -> assertThat(request.body()).contains("\"keep_alive\":-1"));
        assertThat(b.last("/api/chat").body()).contains("\"keep_alive\":\"10m\"");
        assertThat(header(free, "X-Fleet-Protected")).doesNotContain("keep_alive");

        HttpResponse<String> unload = herd.post("/api/generate", json("{'model':'m','keep_alive':0}"));

        assertThat(at(unload.body(), "done_reason")).isEqualTo("\"unload\"");
        assertThat(header(unload, "X-Fleet-Protected")).isEqualTo("keep_alive 0->-1");
        assertThat(loads(a)).noneMatch(body -> body.contains("\"keep_alive\":0"));
        assertThat(loads(b)).anyMatch(body -> body.contains("\"keep_alive\":0"));
    }

    @Test
    void saysWhyAPinFailsAndTriesAgain() {
        a.always(Fault.status(500, "{\"error\":\"cannot allocate memory\"}"));
        HttpResponse<String> failed = pin("{'model':'m','node':'A','wait':true}");

        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(at(failed.body(), "error")).contains("cannot allocate memory");
        assertThat(header(failed, "Retry-After")).isNotEmpty();
        assertThat(pins("0.state")).isEqualTo("\"failing\"");
        assertThat(pins("0.failures")).isEqualTo("1");

        a.always(null);
        awaitState("loaded");
        assertThat(herd.get("/fleet/status").body()).doesNotContain("pin_failing");
    }

    @Test
    void takesAPinBackAndLetsTheServerLetItGo() {
        pin("{'model':'m','node':'A','wait':true}");
        pin("{'model':'m','node':'B','wait':true}");

        HttpResponse<String> one = herd.delete("/fleet/pins/m?node=A");
        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(at(one.body(), "unpinned.0.node")).isEqualTo("\"A\"");
        Await.until("A may let it go", () -> loads(a).size() == 2);
        assertThat(loads(a).getLast()).doesNotContain("keep_alive");
        assertThat(pins("0.node")).isEqualTo("\"B\"");

        HttpRequest withBody = herd.request("/fleet/pins")
                .method("DELETE", HttpRequest.BodyPublishers.ofString("{\"model\":\"m\"}"))
                .build();
        assertThat(at(herd.send(withBody).body(), "unpinned.0.node")).isEqualTo("\"B\"");
        assertThat(at(herd.get("/fleet/pins").body(), "pins")).isEqualTo("[]");
        assertThat(at(herd.delete("/fleet/pins?model=m").body(), "unpinned")).isEqualTo("[]");
    }

    @Test
    void survivesARestartAndAFileThatIsDamaged() throws IOException {
        pin("{'model':'m','wait':true}");
        herd.close();
        start();

        awaitState("loaded");
        assertThat(pins("0.model")).isEqualTo("\"m:latest\"");
        assertThat(pins("0.node")).isEqualTo("null");
        herd.close();
        Files.writeString(home.resolve("pins.json"), "{\"pins\":[{");
        start();

        assertThat(at(herd.get("/fleet/pins").body(), "pins")).isEqualTo("[]");
        assertThat(herd.get("/fleet/status").body()).contains("pins_set_aside");
        assertThat(home.resolve("pins.json.damaged")).exists();
    }
}
