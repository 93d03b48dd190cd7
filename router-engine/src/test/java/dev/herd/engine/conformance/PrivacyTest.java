package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.Fault;
import dev.herd.engine.testing.RawClient;
import dev.herd.engine.testing.TestHerd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// No word of a prompt or an answer in anything that Herd keeps or says to others.
class PrivacyTest {
    /// As it stands in prompts, in answers, and in what servers say of their errors.
    private static final String SECRET = "Rosebud7 lies under the third oak";

    @TempDir
    Path home;

    private static String chat(String model, String stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"system\",\"content\":\""
                + SECRET + "\"},{\"role\":\"user\",\"content\":\"" + SECRET + "\"}],\"tools\":[{\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"description\":\"" + SECRET + "\"}}]}";
    }

    @Test
    void keepsNoWordOfAPrompt() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.herd");
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG);
        try (FakeUpstream server =
                FakeUpstream.ollama(FakeModel.named("m"), FakeModel.named("e").able("embedding"))) {
            try (TestHerd herd = TestHerd.start(home, server.url() + ",name=A,slots=4")) {
                assertHidden("events and pages", allThatIsSaid(herd, server));
            }
            try (TestHerd again = TestHerd.start(home, server.url() + ",name=A")) {
                assertThat(again.get("/fleet/requests?limit=100").body())
                        .contains("\"completed\"", "\"failed\"", "\"rejected\"", "\"client_disconnected\"");
            }
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
            logger.setAdditive(true);
        }
        assertThat(log.list).isNotEmpty();
        assertHidden(
                "the log",
                log.list.stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        .toList()
                        .toString());
        filesBelow(home).forEach(file -> assertHidden(file.toString(), content(file)));
    }

    private static String allThatIsSaid(TestHerd herd, FakeUpstream server) {
        try (RawClient watcher = RawClient.to(herd).send(RawClient.get("/fleet/events"))) {
            watcher.begin();
            for (String path : List.of("/api/chat", "/v1/chat/completions")) {
                herd.post(path, chat("m", "true"));
                herd.post(path, chat("m", "false"));
                herd.post(path, chat("none", "false"));
                herd.post(path, chat("m", "true").replace("\"" + SECRET, SECRET));
                herd.post(path, chat("m", "\"" + SECRET + "\""));
                herd.post(path, chat("m", "false").replace("{\"model", "{\"options\":{\"num_ctx\":0},\"model"));
                for (int status : List.of(400, 500)) {
                    server.next(
                            Fault.status(status, "{\"error\":\"cannot parse messages: '" + SECRET + "' in prompt\"}"));
                    herd.post(path, chat("m", "true"));
                }
                server.next(new Fault.ErrorAfter(2, "choked on Rosebud7"));
                herd.post(path, chat("m", "true"));
            }
            herd.post("/api/generate", "{\"model\":\"m\",\"prompt\":\"" + SECRET + "\",\"raw\":true}");
            herd.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"" + SECRET + "\"}");
            herd.post("/api/embed", "{\"model\":\"e\",\"input\":\"" + SECRET + "\"}");
            server.next(new Fault.StallAfter(1));
            try (RawClient leaver = RawClient.to(herd)) {
                leaver.send(RawClient.post("/api/chat", chat("m", "true"))).begin();
            }
            Await.until("the leaver is gone", () -> herd.running() == 0);
            String history = herd.get("/fleet/requests?limit=1000").body();
            var said = new StringBuilder(history);
            Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(history);
            while (id.find()) {
                said.append(herd.get("/fleet/requests/" + id.group(1)).body());
            }
            said.append(herd.get("/metrics").body())
                    .append(herd.get("/fleet/status").body());
            watcher.halfClose();
            return said.append(watcher.rest()).toString();
        }
    }

    private static void assertHidden(String where, String text) {
        assertThat(text).as(where).isNotEmpty();
        for (String word : List.of("Rosebud7", "lies under", "third oak", "größe")) {
            assertThat(text.contains(word)).as("%s in %s", word, where).isFalse();
        }
    }

    private static List<Path> filesBelow(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() > 0)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void stillSaysWhatIsWrong() {
        try (FakeUpstream server = FakeUpstream.ollama(FakeModel.named("m"));
                TestHerd herd = TestHerd.start(home, server.url() + ",name=A")) {
            server.next(Fault.status(400, "{\"error\":\"\\\"m\\\" does not support tools\"}"));
            assertThat(at(herd.trace(herd.post("/api/chat", chat("m", "true"))), "reason"))
                    .isEqualTo("\"refused_by_model_server: \\\"m\\\" does not support tools\"");
            assertThat(at(herd.trace(herd.post("/api/chat", chat("none", "true"))), "reason"))
                    .isEqualTo("\"model_not_found: model 'none' not found\"");
            assertThat(at(herd.trace(herd.post("/api/chat", chat("m", "true,\"messages\":[]"))), "reason"))
                    .contains("messages");
        }
    }
}
