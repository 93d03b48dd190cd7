package dev.herd.engine.protocol.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.EngineEvent;
import dev.herd.engine.api.Finding;
import dev.herd.engine.api.RequestOutcome;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.NodeKind;
import dev.herd.engine.fleet.NodeState;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.inference.TokenUsage;
import dev.herd.engine.placement.Accuracy;
import dev.herd.engine.placement.Candidate;
import dev.herd.engine.placement.CostInputs;
import dev.herd.engine.placement.CostTerms;
import dev.herd.engine.placement.Decision;
import dev.herd.engine.placement.Insight;
import dev.herd.engine.placement.InstanceRates;
import dev.herd.engine.placement.Objection;
import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.RequestClass;
import dev.herd.engine.placement.Situation;
import dev.herd.engine.placement.Slowdown;
import dev.herd.engine.placement.Ticket;
import dev.herd.engine.placement.TicketId;
import dev.herd.engine.scheduling.SchedulerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The shapes that the outside relies on, word for word.
class FleetJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-23T13:41:14Z");
    private static final HostedModel LOADED = new HostedModel(
            "tiny:latest",
            ModelRef.of("tiny"),
            "abc",
            42,
            "",
            "{}",
            "",
            Set.of("tools", "completion"),
            4096,
            2,
            new Residency(8192, 1, 1, null));
    private static final HostedModel COLD =
            new HostedModel("cold", ModelRef.of("cold"), "", 0, "", "{}", "", null, 0, 1, null);
    private static final Upstream UPSTREAM = new Upstream(
            UpstreamId.parse("http://studio:11434"),
            UpstreamKind.OLLAMA,
            UpstreamState.UP,
            "",
            "0.25.0",
            true,
            List.of(LOADED, COLD));
    private static final Node STUDIO =
            new Node(new NodeId("n1"), "Studio", NodeKind.PLAIN, NodeState.UP, "", null, List.of(UPSTREAM));
    private static final Node MINI = new Node(
            new NodeId("n2"), "mini", NodeKind.HERD, NodeState.PAUSED, "in a meeting", NOW.plusSeconds(60), List.of());
    private static final FleetSnapshot FLEET = new FleetSnapshot(1, List.of(STUDIO, MINI));

    private static SchedulerView work() {
        Ticket ticket = new Ticket(
                new TicketId("r-1"),
                List.of(ModelRef.of("tiny")),
                RequestClass.INTERACTIVE,
                "me",
                NOW,
                null,
                null,
                Set.of(),
                Set.of(),
                false,
                0,
                10,
                0,
                PrefixChain.NONE,
                false,
                0);
        return new SchedulerView(
                List.of(new SchedulerView.Load(new Holder(STUDIO, UPSTREAM, LOADED), 2, 1, 1.25, false)),
                List.of(new SchedulerView.WaitingTicket(ticket, 1, "Studio", 1.25)),
                2,
                Map.of(),
                new Insight(
                        Map.of(
                                new InstanceId(UPSTREAM.id(), LOADED.ref()),
                                new Accuracy(
                                        new Accuracy.Miss(7, 1.5, 0.2, 0.5),
                                        new Accuracy.Miss(7, 2, 0.3, 1),
                                        new Accuracy.Miss(7, 1.25, 0.1, 0.25),
                                        false)),
                        Map.of(STUDIO.id(), new Slowdown(0.55, NOW))));
    }

    private static StatusJson.Overview overview(FleetSnapshot fleet, boolean stopping) {
        return overview(fleet, stopping, work());
    }

    private static StatusJson.Overview overview(FleetSnapshot fleet, boolean stopping, SchedulerView view) {
        return new StatusJson.Overview(
                "0.1.0",
                NOW,
                Duration.ofSeconds(61),
                stopping,
                fleet,
                view,
                12.5,
                Map.of("Studio", 12.5),
                3,
                List.of(new Finding("code", "text", NOW)));
    }

    @Test
    void tellsTheWindowThatAModelsUseAsksForWhereItIsKnown() {
        var known = new SchedulerView(work().loads(), List.of(), 2, Map.of(ModelRef.of("tiny"), 16_384), Insight.NONE);

        assertThat(new String(StatusJson.of(overview(FLEET, false, known)), UTF_8))
                .contains("\"window\":8192,\"recommended_window\":16384,\"slots\":2")
                .contains("\"window\":0,\"slots\":1");
    }

    @Test
    void tellsTheStatus() {
        assertThat(new String(StatusJson.of(overview(FLEET, false)), UTF_8))
                .isEqualTo(
                        "{\"version\":\"0.1.0\",\"now\":\"2026-11-23T13:41:14Z\",\"state\":\"serving\",\"uptime_s\":61,"
                                + "\"totals\":{\"nodes_up\":1,\"resident_models\":1,\"running\":2,\"waiting\":1,\"tokens_per_s\":12.5,"
                                + "\"errors_1h\":3},\"nodes\":[{\"id\":\"n1\",\"name\":\"Studio\",\"kind\":\"plain\",\"state\":\"up\","
                                + "\"reason\":\"\",\"until\":null,\"person\":{\"state\":\"unknown\",\"reason\":\"\",\"until\":null,"
                                + "\"most_at_once\":null,\"longest_s\":null},"
                                + "\"running\":2,\"waiting\":1,\"tokens_per_s\":12.5,\"slowdown\":{"
                                + "\"share\":0.55,\"since\":\"2026-11-23T13:41:14Z\"},\"upstreams\":["
                                + "{\"url\":\"http://studio:11434\",\"kind\":\"ollama\",\"state\":\"up\",\"reason\":\"\",\"version\":"
                                + "\"0.25.0\",\"models\":[{\"name\":\"tiny:latest\",\"digest\":\"abc\",\"size_bytes\":42,"
                                + "\"capabilities\":[\"completion\",\"tools\"],\"resident\":true,\"window\":8192,\"slots\":2,"
                                + "\"running\":2,\"waiting\":1,\"prediction\":{\"n\":7,\"bias\":1.25,\"spread\":0.1,\"error\":0.25,"
                                + "\"first_token\":{\"n\":7,\"bias\":1.5,\"spread\":0.2,\"error\":0.5},\"total\":{\"n\":7,"
                                + "\"bias\":2.0,\"spread\":0.3,\"error\":1.0}}},{\"name\":\"cold\",\"digest\":\"\",\"size_bytes\":0,"
                                + "\"capabilities\":[],\"resident\":false,\"window\":0,\"slots\":1,\"running\":0,\"waiting\":0,"
                                + "\"prediction\":null}]}]},"
                                + "{\"id\":\"n2\",\"name\":\"mini\",\"kind\":\"herd\",\"state\":\"paused\",\"reason\":\"in a meeting\","
                                + "\"until\":\"2026-11-23T13:42:14Z\",\"person\":{\"state\":\"unknown\",\"reason\":\"\",\"until\":null,"
                                + "\"most_at_once\":null,\"longest_s\":null},\"running\":0,\"waiting\":0,\"tokens_per_s\":0.0,"
                                + "\"slowdown\":null,\"upstreams\":[]}],\"findings\":[{\"code\":\"code\",\"message\":\"text\","
                                + "\"since\":\"2026-11-23T13:41:14Z\",\"severity\":\"warning\"}]}");
    }

    @Test
    void saysThatItStopsAndThatNobodyServes() {
        assertThat(new String(StatusJson.of(overview(FLEET, true)), UTF_8)).contains("\"state\":\"stopping\"");
        assertThat(new String(StatusJson.of(overview(FleetSnapshot.EMPTY, false)), UTF_8))
                .contains("\"state\":\"no_nodes\"")
                .contains("\"nodes\":[]");
    }

    @Test
    void tellsTheQueue() {
        assertThat(new String(QueueJson.of(work(), NOW), UTF_8))
                .isEqualTo(
                        "{\"now\":\"2026-11-23T13:41:14Z\",\"running\":2,\"waiting\":1,\"queues\":[{\"node\":\"Studio\","
                                + "\"model\":\"tiny:latest\",\"slots\":2,\"running\":2,\"waiting\":1,\"eta_ms\":1250.0}],"
                                + "\"waiting_requests\":[{\"id\":\"r-1\",\"model\":\"tiny:latest\",\"class\":\"interactive\","
                                + "\"tenant\":\"me\",\"position\":1,\"eta_ms\":1250.0,\"planned_node\":\"Studio\"}]}");
    }

    private static final CostInputs INPUTS =
            new CostInputs(1000, 250, 80, new InstanceRates(1000, 40, -1, 0.5, 7), 1, 0.75, 0.25, 0.5, 0.125, 0.9);

    private static RequestTrace trace(@Nullable RequestOutcome outcome) {
        InstanceId instance = new InstanceId(UPSTREAM.id(), ModelRef.of("tiny"));
        Candidate chosen = new Candidate(
                new NodeId("n1"),
                "Studio",
                instance,
                Objection.NONE,
                new CostTerms(1, 2, 0.5, 0, -0.25, 0, 0.0001),
                INPUTS,
                new Situation(true, 1, 2, 8192, 4096));
        Candidate other = new Candidate(
                new NodeId("n2"), "mini", instance, new Objection(Objection.Code.POLICY, "paused"), null, null);
        return new RequestTrace(
                "r-1",
                outcome == null ? RequestState.STREAMING : RequestState.DONE,
                outcome,
                "",
                "ollama",
                "/api/chat",
                true,
                "Tiny",
                "tiny:latest",
                "Studio",
                NOW,
                "normal",
                "me",
                List.of("a\"b"),
                new RequestTimes(0, 1.5, 0, 20.12345, 30, 40, 70),
                new TokenUsage(66, 60, 11),
                "num_ctx 4096->8192",
                List.of(
                        new AttemptTrace("mini", 0.5, 1, "failed", 500, "no"),
                        new AttemptTrace("Studio", 1, outcome == null ? -1 : 70, "running", 0, "")),
                new Decision(chosen, 3.25, List.of(chosen, other), 0.5));
    }

    private static final String COMMON =
            "\"reason\":\"\",\"dialect\":\"ollama\",\"path\":\"/api/chat\",\"stream\":true,"
                    + "\"asked_model\":\"Tiny\",\"served_model\":\"tiny:latest\",\"node\":\"Studio\","
                    + "\"received_at\":\"2026-11-23T13:41:14Z\",\"class\":\"normal\",\"tenant\":\"me\",\"tags\":[\"a\\\"b\"],"
                    + "\"times_ms\":{\"hold\":0.0,\"queue\":1.5,\"load\":0.0,\"prefill\":20.123,\"first_token\":30.0,"
                    + "\"generate\":40.0,\"total\":70.0},\"tokens\":{\"prompt\":66,\"cached\":60,\"completion\":11},";

    @Test
    void tellsAWholeTrace() {
        assertThat(TraceJson.whole(trace(RequestOutcome.COMPLETED)))
                .isEqualTo("{\"id\":\"r-1\",\"state\":\"done\",\"outcome\":\"completed\"," + COMMON
                        + "\"protected\":\"num_ctx 4096->8192\",\"attempts\":["
                        + "{\"node\":\"mini\",\"started_ms\":0.5,\"ended_ms\":1.0,\"outcome\":\"failed\",\"status\":500,"
                        + "\"reason\":\"no\"},{\"node\":\"Studio\",\"started_ms\":1.0,\"ended_ms\":70.0,\"outcome\":"
                        + "\"running\",\"status\":0,\"reason\":\"\"}],\"decision\":{\"chosen\":\"Studio\","
                        + "\"server\":\"http://studio:11434\",\"predicted_ms\":3250.0,\"promised_wait_ms\":500.0,"
                        + "\"candidates\":[{\"node\":\"Studio\",\"server\":\"http://studio:11434\",\"model\":\"tiny:latest\","
                        + "\"eligible\":true,\"code\":\"\",\"reason\":\"\",\"cost_ms\":3250.1,\"terms\":{\"queue\":1000.0,"
                        + "\"service\":2000.0,\"load\":500.0,\"thermal\":0.0,\"affinity\":-250.0,\"availability\":0.0,"
                        + "\"context\":0.1},\"inputs\":{\"prompt_tokens\":1000,\"cached_tokens\":250,\"answer_tokens\":80.0,"
                        + "\"prefill_tokens_per_s\":1000.0,\"decode_tokens_per_s\":40.0,\"contention\":0.5,\"samples\":7,\"rate_share\":1.0,"
                        + "\"beside\":1.0,\"wait_ms\":750.0,\"others_ms\":250.0,\"load_ms\":500.0,\"eviction_ms\":125.0,"
                        + "\"speed\":0.9},\"situation\":{\"personal\":true,\"occupied\":1,\"slots\":2,\"window\":8192,"
                        + "\"asked_window\":4096}},{\"node\":\"mini\",\"server\":\"http://studio:11434\",\"model\":\"tiny:latest\",\"eligible\":false,\"code\":\"policy\","
                        + "\"reason\":\"paused\",\"cost_ms\":null,\"terms\":null}]}}");
    }

    @Test
    void tellsOfARequestThatRuns() {
        RequestTrace running = trace(null);

        assertThat(TraceJson.whole(running))
                .startsWith("{\"id\":\"r-1\",\"state\":\"streaming\",\"outcome\":null,")
                .contains("\"ended_ms\":null");
        assertThat(TraceJson.outcome(running)).isEqualTo("streaming");
    }

    @Test
    void tellsALineOfTheHistory() {
        assertThat(TraceJson.summary(trace(RequestOutcome.INCOMPLETE)))
                .isEqualTo(
                        "{\"id\":\"r-1\",\"state\":\"done\",\"outcome\":\"incomplete\"," + COMMON + "\"retries\":1}");
    }

    @Test
    void tellsThatNothingWasDecided() {
        RequestTrace trace = trace(RequestOutcome.REJECTED);
        RequestTrace refused = new RequestTrace(
                trace.id(),
                trace.state(),
                trace.outcome(),
                "",
                trace.dialect(),
                trace.path(),
                false,
                "",
                "",
                "",
                NOW,
                "",
                "",
                List.of(),
                RequestTimes.NONE,
                TokenUsage.NONE,
                "",
                List.of(),
                Decision.NONE);

        assertThat(TraceJson.whole(refused))
                .endsWith("\"attempts\":[],\"decision\":{\"chosen\":null,\"predicted_ms\":0.0,\"candidates\":[]}}");
        assertThat(TraceJson.summary(refused)).endsWith("\"retries\":0}");
    }

    @Test
    void tellsEventsAsTheyAreServed() {
        assertThat(EventJson.of(7, new EngineEvent.NodeChanged("n1", "Studio", "down", "gone\nfor good")))
                .isEqualTo("id: 7\nevent: node\ndata: {\"id\":\"n1\",\"name\":\"Studio\",\"state\":\"down\","
                        + "\"reason\":\"gone\\nfor good\"}\n\n");
        assertThat(EventJson.of(8, new EngineEvent.RequestChanged(trace(null))))
                .startsWith("id: 8\nevent: request\ndata: {\"id\":\"r-1\"")
                .endsWith("}\n\n");
        assertThat(EventJson.of(9, new EngineEvent.FindingRaised(new Finding("code", "text", NOW))))
                .isEqualTo("id: 9\nevent: finding\ndata: {\"code\":\"code\",\"message\":\"text\",\"since\":"
                        + "\"2026-11-23T13:41:14Z\",\"severity\":\"warning\"}\n\n");
        assertThat(EventJson.gap(10, 3)).isEqualTo("id: 10\nevent: gap\ndata: {\"lost\":3}\n\n");
    }

    @Test
    void tellsMetricsInPrometheusFormat() {
        String text = new MetricsText()
                .gauges(overview(FLEET, false))
                .counters(new MetricsText.Counters(Map.of("completed", 5L, "failed", 1L), 100, 200, 3, 0))
                .histogram(new MetricsText.Seconds(
                        "herd_first_token_seconds", "Help.", Map.of(0.1, 1L, 10.0, 3L, 2.5, 2L), 4, 12.75))
                .toString();

        assertThat(text.lines())
                .allMatch(line -> line.startsWith("# HELP herd_")
                        || line.startsWith("# TYPE herd_")
                        || line.matches("herd_[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? [0-9.]+"));
        assertThat(text)
                .contains("herd_info{version=\"0.1.0\"} 1\n")
                .contains("herd_node_up{node=\"Studio\"} 1\nherd_node_up{node=\"mini\"} 0\n")
                .contains("herd_prediction_error_ratio{node=\"Studio\",model=\"tiny:latest\",of=\"total\"} 1.0\n")
                .contains(
                        "herd_prediction_bias_ratio{node=\"Studio\",model=\"tiny:latest\",of=\"known_length\"} 1.25\n")
                .contains("herd_node_speed_ratio{node=\"Studio\"} 0.55\nherd_node_speed_ratio{node=\"mini\"} 1.0\n")
                .contains("herd_running{node=\"Studio\",model=\"tiny:latest\"} 2\n")
                .contains("herd_requests_total{outcome=\"completed\"} 5\nherd_requests_total{outcome=\"failed\"} 1\n")
                .contains("herd_completion_tokens_total 200\n")
                .endsWith("""
                        herd_first_token_seconds_bucket{le="0.1"} 1
                        herd_first_token_seconds_bucket{le="2.5"} 2
                        herd_first_token_seconds_bucket{le="10.0"} 3
                        herd_first_token_seconds_bucket{le="+Inf"} 4
                        herd_first_token_seconds_sum 12.75
                        herd_first_token_seconds_count 4
                        """);
    }

    @Test
    void aNameCannotBreakTheMetrics() {
        Node odd = new Node(new NodeId("x"), "a\"b\\c\nd", NodeKind.PLAIN, NodeState.UP, "", null, List.of());

        assertThat(new MetricsText()
                        .gauges(overview(new FleetSnapshot(1, List.of(odd)), false))
                        .toString())
                .contains("herd_node_up{node=\"a\\\"b\\\\c\\nd\"} 1\n");
    }
}
