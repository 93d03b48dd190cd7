package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.MachineSensors;
import dev.herd.engine.cli.WeekCommand;
import dev.herd.engine.sensing.ScriptedSensor;
import dev.herd.engine.sensing.Sleep;
import dev.herd.engine.signal.Power;
import dev.herd.engine.signal.Reading;
import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.TestHerd;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The week of the person at the machine that Herd runs on, over HTTP and by the command line.
class WeekPagesTest {
    private static final String WEEK = "/fleet/nodes/test-host/week";

    @TempDir
    Path home;

    private final FakeUpstream own = FakeUpstream.ollama(FakeModel.named("m").loaded(131_072));
    private final FakeUpstream other = FakeUpstream.ollama(FakeModel.named("m").loaded(131_072));
    private TestHerd herd;

    @BeforeEach
    void start() {
        Power mains = new Power(Power.Source.MAINS, 100, false);
        var power = new ScriptedSensor<>(
                Power.class, Duration.ofHours(1), () -> new Reading.Known<>(mains, Instant.EPOCH, "test"));
        herd = TestHerd.startAt(
                own,
                home,
                (clock, environment, threads) -> new MachineSensors.Opened(List.of(power), Sleep.NONE),
                other.url() + ",name=other");
        Await.until("its person is watched", () -> herd.get(WEEK).statusCode() == 200);
    }

    @AfterEach
    void stop() {
        herd.close();
        own.close();
        other.close();
    }

    private static String body(String day, String from, String to, String mark) {
        return "{\"day\":%s,\"from\":%s,\"to\":%s,\"mark\":%s}".formatted(day, from, to, mark);
    }

    private static List<String> marks(String week, int day) {
        return Stream.iterate(24 * day, hour -> hour < 24 * day + 24, hour -> hour + 1)
                .map(hour -> at(week, "hours." + hour + ".mark").replace("\"", ""))
                .toList();
    }

    @Test
    void marksHoursAndForgetsThem() {
        HttpResponse<String> marked = herd.post(WEEK, body("\"tue\"", "9", "17", "\"busy\""));

        assertThat(marked.statusCode()).isEqualTo(200);
        String week = herd.get(WEEK).body();
        assertThat(at(week, "node")).isEqualTo("\"test-host\"");
        assertThat(at(week, "use")).isEqualTo("\"\"");
        for (String shown : List.of(marked.body(), week)) {
            assertThat(marks(shown, 1).subList(9, 18)).containsOnly("busy");
            assertThat(marks(shown, 1)).filteredOn("busy"::equals).hasSize(9);
            assertThat(marks(shown, 0)).containsOnly("learned");
        }
        herd.post(WEEK, body("\"Tuesday\"", "12", "12", "\"free\""));
        herd.post(WEEK, body("\"tue\"", "13", "13", "\"learned\""));
        assertThat(marks(herd.get(WEEK).body(), 1).subList(11, 15)).containsExactly("busy", "free", "learned", "busy");

        HttpResponse<String> forgotten = herd.delete(WEEK);

        assertThat(forgotten.statusCode()).isEqualTo(200);
        assertThat(marks(forgotten.body(), 1)).containsOnly("learned");
        assertThat(marks(herd.get(WEEK).body(), 1)).containsOnly("learned");
    }

    @Test
    void refusesNonsenseAndSaysWhatIsExpected() {
        refuses("", "\"day\" must be one of mon, tue");
        refuses("{", "");
        refuses("[]", "");
        refuses(body("\"someday\"", "9", "17", "\"busy\""), "not \"someday\"");
        refuses(body("3", "9", "17", "\"busy\""), "\"day\" must be a string");
        refuses(body("\"mon\"", "-1", "17", "\"busy\""), "\"from\" must be a whole hour from 0 to 23, not -1");
        refuses(body("\"mon\"", "9", "24", "\"busy\""), "\"to\" must be a whole hour from 0 to 23, not 24");
        refuses(body("\"mon\"", "9.5", "17", "\"busy\""), "\"from\" must be a whole hour");
        refuses(body("\"mon\"", "1e99", "17", "\"busy\""), "\"from\" must be a whole hour");
        refuses(body("\"mon\"", "\"9\"", "17", "\"busy\""), "\"from\" must be a whole hour");
        refuses(body("\"mon\"", "9", "null", "\"busy\""), "\"to\" must be a whole hour");
        refuses(body("\"mon\"", "17", "9", "\"busy\""), "is after");
        refuses(body("\"mon\"", "9", "17", "\"maybe\""), "\"mark\" must be busy, free or learned, not \"maybe\"");
        refuses(body("\"mon\"", "9", "17", "null"), "\"mark\" must be");
        refuses("{\"day\":\"mon\",\"from\":1,\"from\":2,\"to\":3,\"mark\":\"busy\"}", "from");
        assertThat(marks(herd.get(WEEK).body(), 0)).containsOnly("learned");
    }

    private void refuses(String body, String reason) {
        HttpResponse<String> refused = herd.post(WEEK, body);
        assertThat(refused.statusCode()).as(body).isEqualTo(400);
        assertThat(refused.body().replace("\\\"", "\"")).as(body).contains(reason);
    }

    @Test
    void knowsNothingOfOthers() {
        String sensible = body("\"mon\"", "9", "17", "\"busy\"");
        for (String path : List.of("/fleet/nodes/nobody/week", "/fleet/nodes/other/week")) {
            assertThat(herd.get(path).statusCode()).isEqualTo(404);
            assertThat(herd.post(path, sensible).statusCode()).isEqualTo(404);
            assertThat(herd.delete(path).statusCode()).isEqualTo(404);
        }
        assertThat(herd.get("/fleet/nodes/other/week").body()).contains("not sensed here");
    }

    private int runs(StringWriter said, String... arguments) {
        var writer = new PrintWriter(said, true);
        return new CommandLine(new WeekCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(Stream.concat(Stream.of("--url", "http://127.0.0.1:" + herd.port()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void theCommandLineShowsMarksAndForgets() {
        var map = new StringWriter();
        assertThat(runs(map, "--mark", "mon-fri 9-17 busy", "--mark", "sat 22-6 free"))
                .isZero();
        assertThat(map.toString().lines().filter(line -> line.contains("·×"))).hasSize(5);
        assertThat(map.toString().lines().filter(line -> line.contains("·○"))).hasSize(2);

        var json = new StringWriter();
        assertThat(runs(json, "--json", "test-host")).isZero();
        assertThat(marks(json.toString(), 4).subList(8, 19))
                .startsWith("learned", "busy")
                .endsWith("busy", "learned");

        var forgotten = new StringWriter();
        assertThat(runs(forgotten, "--forget")).isZero();
        assertThat(forgotten.toString()).doesNotContain("·×");
    }

    @Test
    void theCommandLineDoesNothingOfWhatItDoesNotUnderstand() {
        var said = new StringWriter();

        assertThat(runs(said, "--mark", "mon 9-17 busy", "--mark", "mon late busy"))
                .isEqualTo(2);
        assertThat(runs(said, "--mark", "mon 9-17 busy", "--forget")).isEqualTo(2);
        assertThat(runs(said, "other")).isEqualTo(1);

        assertThat(said.toString()).contains("\"mon-fri 9-17 busy\", not \"mon late busy\"", "exclude", "not sensed");
        assertThat(marks(herd.get(WEEK).body(), 0)).containsOnly("learned");
    }
}
