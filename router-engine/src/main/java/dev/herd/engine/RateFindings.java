package dev.herd.engine;

import dev.herd.engine.api.Finding;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Accuracy;
import dev.herd.engine.placement.Insight;
import dev.herd.engine.placement.Slowdown;
import dev.herd.engine.trace.Findings;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Tells the person what the answers show: machines that have become slow, and predictions that miss. For one
/// thread at a time.
final class RateFindings implements Runnable {
    /// Told in steps, so that a finding does not change with every answer.
    private static final double STEP = 0.05;

    /// Below, answers take so much longer that somebody should look.
    private static final double SERIOUS = 0.6;

    private final Findings findings;
    private final Supplier<Insight> insight;
    private final Supplier<FleetSnapshot> fleet;
    private final DateTimeFormatter clock;
    private Set<String> raised = Set.of();
    private volatile Map<NodeId, Slowdown> slowdowns = Map.of();

    /// @param zone of the clock that people read
    RateFindings(Findings findings, Supplier<Insight> insight, Supplier<FleetSnapshot> fleet, ZoneId zone) {
        this.findings = findings;
        this.insight = insight;
        this.fleet = fleet;
        this.clock = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(zone);
    }

    static RateFindings of(Findings findings, Supplier<Insight> insight, Supplier<FleetSnapshot> fleet) {
        return new RateFindings(findings, insight, fleet, ZoneId.systemDefault());
    }

    /// What a machine wrote of its cold speed when this last looked; NaN where no answer told. On any thread.
    double coldSpeed(NodeId node) {
        Slowdown slow = slowdowns.get(node);
        return slow == null ? Double.NaN : slow.share();
    }

    @Override
    public void run() {
        Insight now = insight.get();
        slowdowns = now.slowdowns();
        Set<String> current = new LinkedHashSet<>();
        for (Node node : fleet.get().nodes()) {
            Slowdown slow = now.slowdowns().get(node.id());
            if (slow != null) {
                slow(node, slow, current);
            }
        }
        fleet.get()
                .models()
                .values()
                .forEach(holders -> holders.forEach(holder -> {
                    Accuracy accuracy = now.accuracies().get(holder.instance());
                    if (accuracy != null && accuracy.isOff()) {
                        misses(holder, accuracy.known(), current);
                    }
                }));
        raised.stream().filter(code -> !current.contains(code)).forEach(findings::clear);
        raised = current;
    }

    private void slow(Node node, Slowdown slow, Set<String> current) {
        String code = "machine_slow " + node.name();
        double share = Math.max(STEP, Math.round(slow.share() / STEP) * STEP);
        current.add(code);
        findings.raise(
                code,
                String.format(
                        Locale.ROOT,
                        "%s answers at %.2f of its cold speed since %s",
                        node.name(),
                        share,
                        clock.format(slow.since())),
                share < SERIOUS ? Finding.Severity.WARNING : Finding.Severity.NOTE);
    }

    private void misses(Holder holder, Accuracy.Miss miss, Set<String> current) {
        String code =
                "predictions_off " + holder.node().name() + " " + holder.model().name();
        current.add(code);
        findings.raise(
                code,
                String.format(
                        Locale.ROOT,
                        "predictions for %s on %s miss by %.0f %% on the average of the last answers; they take %.1f times"
                                + " as long as predicted",
                        holder.model().name(),
                        holder.node().name(),
                        Math.round(miss.error() * 10) * 10.0,
                        miss.bias()),
                Finding.Severity.NOTE);
    }
}
