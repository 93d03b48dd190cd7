package dev.herd.engine.conformance;

import static dev.herd.engine.testing.TestHerd.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.testing.Await;
import dev.herd.engine.testing.FakeModel;
import dev.herd.engine.testing.FakeUpstream;
import dev.herd.engine.testing.TestHerd;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `GET /fleet/trends`.
class TrendsTest {
    @TempDir
    Path home;

    private FakeUpstream a = FakeUpstream.ollama();
    private TestHerd herd;

    @BeforeEach
    void start() {
        a = FakeUpstream.ollama("0.30.1", FakeModel.named("m").loaded(8192));
        herd = TestHerd.start(home, a.url() + ",name=A");
    }

    @AfterEach
    void stop() {
        herd.close();
        a.close();
    }

    private String trends(String query) {
        HttpResponse<String> answer = herd.get("/fleet/trends" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void tellsHowMachinesAreFromTheFirstPointOn() {
        Await.until("there is a point", () -> !at(trends(""), "nodes").equals("[]"));
        String trends = trends("");

        assertThat(at(trends, "step_s")).isEqualTo("20");
        assertThat(at(trends, "nodes.0.id")).isEqualTo("\"A\"");
        assertThat(at(trends, "nodes.0.series.running.mean.0"))
                .as("an hour ago")
                .isEqualTo("null");
        assertThat(at(trends, "nodes.0.series.running.known.0")).isEqualTo("0.0");
        assertThat(at(trends, "nodes.0.series.running.mean")).endsWith("0.0]");
        assertThat(at(trends, "nodes.0.series"))
                .as("a server alone is not sensed")
                .doesNotContain("cpu");
        assertThat(Instant.parse(at(trends, "since").replace("\"", ""))).isBefore(Instant.now());
        assertThat(at(trends("?node=a,b"), "nodes.0.name")).isEqualTo("\"A\"");
        assertThat(at(trends("?node=b"), "nodes")).isEqualTo("[]");
    }

    @Test
    void pausesAreEventsAtOnceAndOutliveARestart() {
        herd.post("/fleet/nodes/A/pause", "");
        assertThat(at(trends(""), "events.0.kind")).isEqualTo("\"pause\"");
        assertThat(at(trends(""), "events.0.end")).isEqualTo("null");

        herd.post("/fleet/nodes/A/resume", "");
        String before = at(trends(""), "events");
        assertThat(before).contains("\"detail\":\"paused by a person\"").doesNotContain("\"end\":null");
        herd.close();
        herd = TestHerd.start(home, a.url() + ",name=A");

        assertThat(at(trends(""), "events")).isEqualTo(before);
    }

    @Test
    void momentsAreIsoOrUnixSeconds() {
        assertThat(trends("?from=2026-01-01T00:00:00Z&points=1000")).contains("\"step_s\":");
        assertThat(trends("?from=2026-01-01T00:00:00+01:00&to=2026-01-02T00:00:00%5A&node=a%20b"))
                .contains("nodes\":[]");
        assertThat(trends("?from=2026-01-01T00:00:00%2B01:00&to=2026-01-02T00:00:00Z"))
                .contains("2025-12-31T2");
        assertThat(at(trends("?from=1767225600&to=1767312000&points=24"), "from"))
                .isEqualTo("\"2026-01-01T00:00:00Z\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?from=yesterday",
                "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
                "?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
                "?from=4102444800",
                "?from=999999999999999999999",
                "?from=-5",
                "?points=0",
                "?points=1001",
                "?points=ten"
            })
    void rangesWithoutSenseAre400(String query) {
        HttpResponse<String> answer = herd.get("/fleet/trends" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("error");
    }
}
