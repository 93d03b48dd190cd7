package dev.herd.engine.protocol.fleet;

import dev.herd.engine.api.Finding;
import dev.herd.engine.fleet.Allowance;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.InstanceId;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.placement.Accuracy;
import dev.herd.engine.placement.Slowdown;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.scheduling.SchedulerView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// `GET /fleet/status`.
public final class StatusJson {
    private final Overview overview;
    private final Map<InstanceId, SchedulerView.Load> loads = new HashMap<>();

    /// All that the page shows.
    ///
    /// @param version Herd's own
    /// @param tokensPerSecond generated over the last minute, by node name
    public record Overview(
            String version,
            Instant now,
            Duration uptime,
            boolean stopping,
            FleetSnapshot fleet,
            SchedulerView work,
            double totalTokensPerSecond,
            Map<String, Double> tokensPerSecond,
            int errorsLastHour,
            List<Finding> findings) {
        public Overview {
            findings = List.copyOf(findings);
            tokensPerSecond = Map.copyOf(tokensPerSecond);
        }
    }

    private StatusJson(Overview overview) {
        this.overview = overview;
        for (SchedulerView.Load load : overview.work().loads()) {
            loads.put(load.holder().instance(), load);
        }
    }

    public static byte[] of(Overview overview) {
        var page = new StatusJson(overview);
        return Json.bytes(page::write);
    }

    private void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("version", overview.version());
        json.writeStringProperty("now", overview.now().toString());
        json.writeStringProperty("state", state());
        json.writeNumberProperty("uptime_s", overview.uptime().toSeconds());
        totals(json);
        json.writeArrayPropertyStart("nodes");
        overview.fleet().nodes().forEach(node -> node(json, node));
        json.writeEndArray();
        findings(json);
        json.writeEndObject();
    }

    private void findings(JsonGenerator json) {
        json.writeArrayPropertyStart("findings");
        for (Finding finding : overview.findings()) {
            json.writeStartObject();
            json.writeStringProperty("code", finding.code());
            json.writeStringProperty("message", finding.message());
            json.writeStringProperty("since", finding.since().toString());
            json.writeStringProperty("severity", finding.severity().label());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private String state() {
        if (overview.stopping()) {
            return "stopping";
        }
        return overview.fleet().nodes().stream().anyMatch(node -> node.state().serves()) ? "serving" : "no_nodes";
    }

    private void totals(JsonGenerator json) {
        long up = overview.fleet().nodes().stream()
                .filter(node -> node.state().serves())
                .count();
        long resident = overview.fleet().models().values().stream()
                .filter(holders -> holders.stream()
                        .anyMatch(holder -> holder.serves() && holder.model().listedAsLoaded()))
                .count();
        json.writeObjectPropertyStart("totals");
        json.writeNumberProperty("nodes_up", up);
        json.writeNumberProperty("resident_models", resident);
        json.writeNumberProperty("running", overview.work().running());
        json.writeNumberProperty("waiting", overview.work().waiting().size());
        TraceJson.number(json, "tokens_per_s", overview.totalTokensPerSecond());
        json.writeNumberProperty("errors_1h", overview.errorsLastHour());
        json.writeEndObject();
    }

    /// How the machine stands to its person, and what that leaves to the fleet; numbers without a limit are null.
    private static void person(JsonGenerator json, Guard guard) {
        Allowance allowance = guard.allowance();
        json.writeObjectPropertyStart("person");
        json.writeStringProperty("state", guard.state().label());
        json.writeStringProperty("reason", guard.reason());
        moment(json, "until", guard.until());
        if (allowance.mostAtOnce() == Integer.MAX_VALUE) {
            json.writeNullProperty("most_at_once");
        } else {
            json.writeNumberProperty("most_at_once", allowance.mostAtOnce());
        }
        if (Double.isInfinite(allowance.longestSeconds())) {
            json.writeNullProperty("longest_s");
        } else {
            TraceJson.number(json, "longest_s", allowance.longestSeconds());
        }
        json.writeEndObject();
    }

    private void node(JsonGenerator json, Node node) {
        json.writeStartObject();
        json.writeStringProperty("id", node.id().value());
        json.writeStringProperty("name", node.name());
        json.writeStringProperty("kind", node.kind().label());
        json.writeStringProperty("state", node.state().label());
        json.writeStringProperty("reason", node.reason());
        moment(json, "until", node.until());
        person(json, node.guard());
        int running = 0;
        int waiting = 0;
        for (SchedulerView.Load load : overview.work().loads()) {
            if (load.holder().node().id().equals(node.id())) {
                running += load.running();
                waiting += load.waiting();
            }
        }
        json.writeNumberProperty("running", running);
        json.writeNumberProperty("waiting", waiting);
        TraceJson.number(json, "tokens_per_s", overview.tokensPerSecond().getOrDefault(node.name(), 0.0));
        Slowdown slow = overview.work().insight().slowdowns().get(node.id());
        if (slow == null) {
            json.writeNullProperty("slowdown");
        } else {
            json.writeObjectPropertyStart("slowdown");
            TraceJson.number(json, "share", slow.share());
            moment(json, "since", slow.since());
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("upstreams");
        node.upstreams().forEach(upstream -> upstream(json, upstream));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void moment(JsonGenerator json, String name, @Nullable Instant moment) {
        if (moment == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, moment.toString());
        }
    }

    private void upstream(JsonGenerator json, Upstream upstream) {
        json.writeStartObject();
        json.writeStringProperty("url", upstream.id().url());
        json.writeStringProperty("kind", upstream.kind().label());
        json.writeStringProperty("state", upstream.state().label());
        json.writeStringProperty("reason", upstream.reason());
        json.writeStringProperty("version", upstream.version());
        json.writeArrayPropertyStart("models");
        upstream.models().forEach(model -> model(json, upstream, model));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void model(JsonGenerator json, Upstream upstream, HostedModel model) {
        SchedulerView.Load load = loads.get(new InstanceId(upstream.id(), model.ref()));
        Residency residency = model.resident();
        json.writeStartObject();
        json.writeStringProperty("name", model.name());
        json.writeStringProperty("digest", model.digest());
        json.writeNumberProperty("size_bytes", model.sizeBytes());
        json.writeArrayPropertyStart("capabilities");
        Set<String> capabilities = model.capabilities();
        if (capabilities != null) {
            capabilities.stream().sorted().forEach(json::writeString);
        }
        json.writeEndArray();
        json.writeBooleanProperty("resident", residency != null);
        json.writeNumberProperty("window", residency == null ? 0 : residency.window());
        Integer recommended = overview.work().recommendedWindows().get(model.ref());
        if (recommended != null) {
            json.writeNumberProperty("recommended_window", recommended);
        }
        json.writeNumberProperty("slots", model.slots());
        json.writeNumberProperty("running", load == null ? 0 : load.running());
        json.writeNumberProperty("waiting", load == null ? 0 : load.waiting());
        prediction(json, overview.work().insight().accuracies().get(new InstanceId(upstream.id(), model.ref())));
        json.writeEndObject();
    }

    /// Null where nothing was compared yet. At the top what the rates are to blame for: the length of an
    /// answer is nobody's fault.
    private static void prediction(JsonGenerator json, @Nullable Accuracy accuracy) {
        if (accuracy == null) {
            json.writeNullProperty("prediction");
            return;
        }
        json.writeObjectPropertyStart("prediction");
        miss(json, accuracy.known());
        json.writeObjectPropertyStart("first_token");
        miss(json, accuracy.firstToken());
        json.writeEndObject();
        json.writeObjectPropertyStart("total");
        miss(json, accuracy.total());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void miss(JsonGenerator json, Accuracy.Miss miss) {
        json.writeNumberProperty("n", miss.count());
        TraceJson.number(json, "bias", miss.bias());
        TraceJson.number(json, "spread", miss.spread());
        TraceJson.number(json, "error", miss.error());
    }
}
