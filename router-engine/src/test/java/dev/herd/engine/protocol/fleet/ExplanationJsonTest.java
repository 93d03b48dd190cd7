package dev.herd.engine.protocol.fleet;

import static dev.herd.engine.testing.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.protocol.BadRequestException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The explanation of a trace as it is served, whoever stored it.
class ExplanationJsonTest {
    /// As version 0.1.0 kept them: no servers, no situation, no promise.
    private static final String OLD = "{\"id\":\"r-1\",\"state\":\"done\",\"outcome\":\"completed\",\"reason\":\"\","
            + "\"stream\":true,\"asked_model\":\"m\",\"node\":\"Studio\",\"received_at\":\"2026-11-23T13:41:14Z\","
            + "\"times_ms\":{\"queue\":5,\"first_token\":300,\"total\":900},\"tokens\":{},\"attempts\":[{\"node\":\"Studio\","
            + "\"started_ms\":10,\"ended_ms\":900,\"outcome\":\"served\",\"status\":200,\"reason\":\"\"}],"
            + "\"decision\":{\"chosen\":\"Studio\",\"predicted_ms\":1000,\"candidates\":["
            + "{\"node\":\"Studio\",\"model\":\"m\",\"eligible\":true,\"reason\":\"\",\"cost_ms\":1000,\"terms\":{\"queue\":0,"
            + "\"service\":1000}},{\"node\":\"Mini\",\"model\":\"m\",\"eligible\":true,\"reason\":\"\",\"cost_ms\":4000,\"terms\":{"
            + "\"queue\":0,\"service\":900,\"load\":3100}},{\"node\":\"Air\",\"model\":\"m\",\"eligible\":false,\"reason\":\"down\","
            + "\"cost_ms\":null,\"terms\":null}]}}";

    @Test
    void explainsWhatAnOlderVersionStored() throws BadRequestException {
        String told = TraceJson.explained(OLD);

        assertThat(told)
                .startsWith(
                        OLD.substring(0, OLD.length() - 1) + ",\"explanation\":{\"summary\":\"Studio, the cheapest of"
                                + " 2: 1.0 s, 3.0 s less than Mini.\",\"inputs\":[],")
                .contains("\"name\":\"Mini\"")
                .contains(
                        "\"fate\":\"lost\",\"verdict\":\"3.0 s dearer, because it would first load the model (3.1 s)\","
                                + "\"change\":\"it would have won if m were loaded there (−3.1 s)\"")
                .contains(
                        "\"fate\":\"ineligible\",\"verdict\":\"could not take it: down\",\"change\":\"it would have been"
                                + " considered if it could be reached\"")
                .contains("\"predicted_ms\":{\"queue\":null,\"total\":1000.0},\"observed_ms\":{\"queue\":5.0,"
                        + "\"total\":890.0},\"attempts\":[]}}");
    }

    @Test
    void refusesWhatIsNoTrace() {
        assertThatThrownBy(() -> TraceJson.explained("[")).isInstanceOf(BadRequestException.class);
    }

    @Test
    void comparesEveryPhaseWithWhatCame() {
        assertThat(TraceJson.explained(trace("r-1").build()))
                .contains(
                        "\"predicted_ms\":{\"queue\":null,\"load\":0.0,\"prefill\":1000.0,\"first_token\":1000.0,\"generate\":500.0,"
                                + "\"total\":1500.0},\"observed_ms\":{\"queue\":10.0,\"load\":0.0,\"prefill\":120.0,\"first_token\":250.0,"
                                + "\"generate\":1000.0,\"total\":1.0}");
    }

    @Test
    void everyEarlierAttemptHasItsOwnReasons() throws BadRequestException {
        RequestTrace one = trace("r-1").attempts(2).build();
        Candidate candidate = one.decision().candidates().getFirst();
        AttemptTrace first = one.attempts().getFirst().because(new Decision(candidate, 2, List.of(candidate)));
        RequestTrace retried = new RequestTrace(
                one.id(),
                one.state(),
                one.outcome(),
                "",
                one.dialect(),
                one.path(),
                true,
                one.askedModel(),
                one.servedModel(),
                one.node(),
                one.receivedAt(),
                one.requestClass(),
                one.tenant(),
                one.tags(),
                one.times(),
                one.tokens(),
                "",
                List.of(first, one.attempts().getLast()),
                one.decision());

        String told = TraceJson.explained(retried);
        RequestTrace read = TraceReader.whole(TraceJson.whole(retried));

        assertThat(told).contains("\"attempts\":[{\"node\":\"a\",\"summary\":\"a, the only candidate: 1.5 s.\"");
        assertThat(read.attempts().getFirst().decision()).isNotNull();
        assertThat(read.attempts().getLast().decision()).isNull();
        assertThat(TraceJson.whole(read)).isEqualTo(TraceJson.whole(retried));
        assertThat(TraceJson.explained(read)).isEqualTo(told);
        assertThat(TraceJson.explained(TraceJson.whole(retried))).isEqualTo(told);
    }
}
