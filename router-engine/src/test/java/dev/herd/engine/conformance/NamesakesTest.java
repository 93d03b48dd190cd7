package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One name, two models: on two machines it is one, on a third another.
class NamesakesTest {
    private static final String EMBED = "{\"model\":\"e\",\"input\":[\"one\",\"two\"]}";
    private static final FakeModel COMMON =
            FakeModel.named("e").able("embedding").loaded(2048).being("common");
    private static final FakeModel RARE =
            FakeModel.named("e").able("embedding").loaded(2048).being("rare");

    @TempDir
    Path home;

    private final FakeUpstream one = FakeUpstream.ollama(COMMON, FakeModel.named("m"));
    private final FakeUpstream two = FakeUpstream.ollama(COMMON);
    private final FakeUpstream other =
            FakeUpstream.ollama(RARE, FakeModel.named("m").being("another"));
    private TestHerd herd;

    @BeforeEach
    void start() {
        herd = TestHerd.start(
                home, TestHerd.Settings.GENTLE, other.url() + ",name=A", one.url() + ",name=B", two.url() + ",name=C");
    }

    @AfterEach
    void stop() {
        herd.close();
        List.of(one, two, other).forEach(FakeUpstream::close);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void vectorsComeFromTheModelOfMostMachinesInEveryDialect() {
        for (String path : List.of("/api/embed", "/v1/embeddings")) {
            for (int i = 0; i < 4; i++) {
                assertThat(header(herd.post(path, EMBED), "X-Fleet-Node")).isIn("B", "C");
            }
        }
        String old = "{\"model\":\"e\",\"prompt\":\"x\"}";
        assertThat(header(herd.post("/api/embeddings", old), "X-Fleet-Node")).isIn("B", "C");
        assertThat(other.seen("/api/embed")).isEmpty();
    }

    @Test
    void aFailureIsNotAnsweredByTheOtherModel() {
        one.always(Fault.status(500, "{\"error\":\"broken here\"}"));
        two.always(new Fault.Reset());

        HttpResponse<String> answer = herd.post("/api/embed", EMBED);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(other.seen("/api/embed")).isEmpty();
    }

    @Test
    void anAnswerThatDoesNotMatchTheInputsIsAskedForOnAnotherMachineOfTheSameModel() {
        Fault.Status one = Fault.status(200, "{\"embeddings\":[[0.1,0.2]],\"prompt_eval_count\":2}");
        two.hold();
        var busy = herd.later("/api/embed", EMBED, "X-Herd-Node", "C");
        Await.until("C works", () -> two.running() == 1);
        this.one.next(one);
        var answer = herd.later("/api/embed", EMBED);
        Await.until("B was asked", () -> this.one.seen("/api/embed").size() == 1);
        two.release();

        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(header(answer.join(), "X-Fleet-Node")).isEqualTo("C");
        assertThat(header(answer.join(), "X-Fleet-Retries")).isEqualTo("1");
        assertThat(busy.join().statusCode()).isEqualTo(200);
        assertThat(other.seen("/api/embed")).isEmpty();
    }

    @Test
    void whoeverNamesTheMachineReachesTheOtherModel() {
        HttpResponse<String> answer = herd.post("/api/embed", EMBED, "X-Herd-Node", "A");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "X-Fleet-Node")).isEqualTo("A");
    }

    @Test
    void textsComeFromEveryMachine() {
        one.hold();
        other.hold();
        String chat = "{\"model\":\"m\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

        var answers = IntStream.range(0, 2)
                .mapToObj(i -> herd.later("/api/chat", chat))
                .toList();

        Await.until("both work", () -> one.running() == 1 && other.running() == 1);
        one.release();
        other.release();
        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    @Test
    void listsAndDescribesTheModelThatTheNameMeans() {
        String tags = herd.get("/api/tags").body();

        int entry = at(tags, "models.0.name").equals("\"e:latest\"") ? 0 : 1;
        assertThat(at(tags, "models." + entry + ".digest")).isEqualTo("\"" + COMMON.digest() + "\"");
        assertThat(at(tags, "models." + entry + ".details.fleet_digests")).contains(RARE.digest());
        assertThat(at(herd.get("/api/ps").body(), "models.0.digest")).isEqualTo("\"" + COMMON.digest() + "\"");
        herd.post("/api/show", "{\"model\":\"e\"}");
        assertThat(other.seen("/api/show"))
                .as("asked once by the inventory alone")
                .filteredOn(seen -> seen.body().contains("\"e\""))
                .isEmpty();
    }

    @Test
    void aFindingSaysWhatDiffersAndWhatToDo() {
        String findings = herd.status("findings");

        assertThat(findings)
                .contains("model_differs e:latest")
                .contains(COMMON.digest().substring(0, 12) + " on B and C")
                .contains(RARE.digest().substring(0, 12) + " on A")
                .contains("herd pull e:latest --node ");
        other.has(COMMON);
        herd.post("/api/embed", "{\"model\":\"unheard-of\",\"input\":\"x\"}");
        Await.until("the finding is gone", () -> !herd.status("findings").contains("model_differs e:latest"));
    }
}
