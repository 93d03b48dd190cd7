package dev.herd.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.HistoryQuery;
import dev.herd.engine.api.RequestSummary;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.WebClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the Queues tab shows is what a real engine did, and what its buttons say happens there.
class WholeQueuesTest {
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    Path home;

    private final FakeUpstream first = FakeUpstream.ollama(FakeModel.named("tiny"));
    private final FakeUpstream second = FakeUpstream.ollama(FakeModel.named("small"));
    private WholeHerd herd;
    private WebClient client;

    @BeforeEach
    void open() {
        herd = WholeHerd.serving(home, WholeHerd.server("one", first), WholeHerd.server("two", second));
        client = herd.client();
        herd.press("#tab-queues");
    }

    @AfterEach
    void close() {
        // What still runs ends with the engine, and only then its client.
        herd.close();
        client.close();
        first.close();
        second.close();
    }

    private static String ask(String model) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"a secret\"}]}";
    }

    private CompletableFuture<HttpResponse<String>> later(String model) {
        return CompletableFuture.supplyAsync(() -> client.post(CHAT, ask(model)));
    }

    private List<RequestSummary> history() {
        try {
            return herd.engine().door().history(HistoryQuery.newest(100)).rows();
        } catch (IOException notYet) {
            return List.of();
        }
    }

    private int rows(String table) {
        return herd.lookup(table).<TableView<?>>query().getItems().size();
    }

    @Test
    void cancelClosesTheConnectionToTheModelServer() {
        first.hold();
        CompletableFuture<HttpResponse<String>> answer = later("tiny");
        herd.until("it runs before the person's eyes", () -> herd.shows(".cancel-button"));
        Await.until("the model server has it", () -> first.running() == 1);

        herd.press(".cancel-button").press("#ask-yes");
        Await.until("the model server is left", () -> first.closedEarly() == 1);
        assertThat(answer.join().statusCode()).isEqualTo(503);
        herd.untilSays("cancelled");
        Await.until("it is kept", () -> history().size() == 1);
        assertThat(history()).extracting(RequestSummary::reason).containsExactly("cancelled_by_operator");
    }

    @Test
    void filtersTheHistoryThatTheEngineKept() {
        first.next(new Fault.Status(400, "{\"error\":\"no\"}", Map.of()));
        client.post(CHAT, ask("tiny"));
        client.post(CHAT, ask("tiny"));
        client.post(CHAT, ask("small"));
        herd.until("all three are there", () -> herd.shows("#history") && rows("#history") == 3);

        herd.filter("#filter-machine", "two");
        herd.until("one machine's", () -> rows("#history") == 1);
        herd.filter("#filter-machine", "All machines");
        herd.filter("#filter-outcome", "Completed");
        herd.until("one outcome's", () -> rows("#history") == 2);
        herd.filter("#filter-outcome", "All outcomes");
        herd.press("#filter-text").enter("small").key(KeyCode.ENTER);
        herd.until("one model's", () -> rows("#history") == 1);
    }

    @Test
    void tellsTheStoryOfARequestAndCopiesItWithoutItsWords() {
        String id = client.post(CHAT, ask("tiny"))
                .headers()
                .firstValue("X-Fleet-Request")
                .orElseThrow();
        herd.until("it is history", () -> herd.shows("#history") && rows("#history") == 1);
        herd.untilSays("completed");
        herd.clickOn("completed");
        herd.until("the inspector is open", () -> herd.shows("#inspector"));
        herd.untilSays(id);
        herd.untilSays("Why one");

        herd.press("#copy-curl");
        assertThat(herd.clipboard())
                .startsWith("curl " + herd.moment().endpoint() + CHAT)
                .contains("\"model\":\"tiny\"", "<your messages>")
                .doesNotContain("a secret");
    }
}
