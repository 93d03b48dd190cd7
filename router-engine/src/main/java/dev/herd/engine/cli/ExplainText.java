package dev.herd.engine.cli;

import dev.herd.engine.placement.CostTerm;
import dev.herd.engine.placement.Figures;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The text of `herd explain`: lays out what the engine's page says, in lines of 100 columns.
final class ExplainText {
    private static final int COLUMNS = 100;
    private static final int LONGEST_NAME = 28;
    private static final String NONE = "–";

    private final JsonFields trace;
    private final JsonFields explanation;

    ExplainText(JsonFields trace) throws BadRequestException {
        this.trace = trace;
        this.explanation = trace.object("explanation");
    }

    void print(PrintWriter out) throws BadRequestException {
        JsonFields decision = trace.object("decision");
        out.printf("%s asked for %s: %s%n", trace.textOrEmpty("id"), trace.textOrEmpty("asked_model"), ending());
        String chosen = decision.textOrEmpty("chosen");
        if (!chosen.isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "chosen: %s, predicted %.0f ms%n",
                    chosen,
                    RequestCommands.number(decision, "predicted_ms"));
        }
        wrapped(out, explanation.textOrEmpty("summary"), "");
        candidates(out, decision);
        verdicts(out, explanation);
        reckoning(out);
        attempts(out);
        String changed = trace.textOrEmpty("protected");
        if (!changed.isEmpty()) {
            out.println();
            wrapped(out, "changed by Herd: " + changed, "  ");
        }
        hindsight(out);
        times(out);
    }

    private String ending() {
        String outcome = trace.textOrEmpty("outcome");
        String reason = trace.textOrEmpty("reason");
        return (outcome.isEmpty() ? trace.textOrEmpty("state") : outcome)
                + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    /// Every candidate with its terms; a term that costs nobody anything has no column.
    private void candidates(PrintWriter out, JsonFields decision) throws BadRequestException {
        List<JsonSlice> all = decision.array("candidates");
        if (all.isEmpty()) {
            return;
        }
        List<CostTerm> terms = new ArrayList<>();
        for (CostTerm term : CostTerm.values()) {
            for (JsonSlice each : all) {
                double milliseconds = RequestCommands.number(each.fields().object("terms"), term.label());
                if (Math.abs(milliseconds) >= 1 && !terms.contains(term)) {
                    terms.add(term);
                }
            }
        }
        List<String> titles = new ArrayList<>(List.of("CANDIDATE", "COST"));
        terms.forEach(term -> titles.add(title(term)));
        var table = new Table(titles.toArray(String[]::new));
        for (JsonSlice each : all) {
            JsonFields candidate = each.fields();
            List<String> cells = new ArrayList<>(List.of(shortened(name(candidate))));
            boolean eligible = candidate.get("cost_ms") != null;
            cells.add(eligible ? seconds(RequestCommands.number(candidate, "cost_ms")) : "not eligible");
            for (CostTerm term : terms) {
                cells.add(eligible ? seconds(RequestCommands.number(candidate.object("terms"), term.label())) : "");
            }
            table.row(cells.toArray(String[]::new));
        }
        out.println();
        table.print(out);
    }

    /// As the engine calls it: unlike any other.
    private String name(JsonFields candidate) throws BadRequestException {
        for (JsonSlice each : explanation.array("candidates")) {
            JsonFields known = each.fields();
            boolean isMeant = known.textOrEmpty("node").equals(candidate.textOrEmpty("node"))
                    && known.textOrEmpty("model").equals(candidate.textOrEmpty("model"))
                    && (candidate.get("server") == null
                            || known.textOrEmpty("server").equals(candidate.textOrEmpty("server")));
            if (isMeant) {
                return known.textOrEmpty("name");
            }
        }
        return candidate.textOrEmpty("node");
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    }

    /// Short, so that all seven fit beside a name.
    private static String title(CostTerm term) {
        return term == CostTerm.AVAILABILITY ? "PERSON" : term.label().toUpperCase(Locale.ROOT);
    }

    private static String seconds(double milliseconds) {
        double seconds = milliseconds / 1000;
        return seconds < 0 ? "−" + Figures.fine(-seconds) : Figures.fine(seconds);
    }

    private static void verdicts(PrintWriter out, JsonFields words) throws BadRequestException {
        boolean first = true;
        for (JsonSlice each : words.array("candidates")) {
            JsonFields candidate = each.fields();
            String verdict = candidate.textOrEmpty("verdict");
            if (!verdict.isEmpty()) {
                if (first) {
                    out.println();
                    first = false;
                }
                String change = candidate.textOrEmpty("change");
                wrapped(
                        out,
                        candidate.textOrEmpty("name") + ": " + verdict + (change.isEmpty() ? "." : "; " + change + "."),
                        "  ");
            }
        }
    }

    private void reckoning(PrintWriter out) throws BadRequestException {
        List<JsonSlice> inputs = explanation.array("inputs");
        if (!inputs.isEmpty()) {
            out.println();
            wrapped(out, String.join(" ", inputs.stream().map(JsonSlice::text).toList()), "");
        }
    }

    private void attempts(PrintWriter out) throws BadRequestException {
        List<JsonSlice> all = trace.array("attempts");
        if (all.isEmpty()) {
            return;
        }
        var table = new Table("ATTEMPT", "FROM", "TO", "OUTCOME", "STATUS", "REASON");
        for (JsonSlice element : all) {
            JsonFields attempt = element.fields();
            table.row(
                    attempt.textOrEmpty("node"),
                    milliseconds(attempt, "started_ms"),
                    milliseconds(attempt, "ended_ms"),
                    attempt.textOrEmpty("outcome"),
                    Long.toString(attempt.whole("status")),
                    attempt.textOrEmpty("reason"));
        }
        out.println();
        table.print(out);
        for (JsonSlice element : explanation.array("attempts")) {
            JsonFields earlier = element.fields();
            out.println();
            wrapped(out, "before, at " + earlier.textOrEmpty("node") + ": " + earlier.textOrEmpty("summary"), "  ");
            verdicts(out, earlier);
        }
    }

    private void hindsight(PrintWriter out) throws BadRequestException {
        JsonFields predicted = explanation.object("predicted_ms");
        JsonFields observed = explanation.object("observed_ms");
        var table = new Table("PHASE", "PREDICTED", "OBSERVED", "RATIO");
        boolean any = false;
        for (String phase : List.of("queue", "load", "prefill", "first_token", "generate", "total")) {
            if (predicted.get(phase) != null || observed.get(phase) != null) {
                any = true;
                table.row(
                        phase.replace('_', ' '),
                        milliseconds(predicted, phase),
                        milliseconds(observed, phase),
                        ratio(predicted, observed, phase));
            }
        }
        if (any) {
            out.println();
            table.print(out);
        }
    }

    private static String ratio(JsonFields predicted, JsonFields observed, String phase) {
        double hoped = RequestCommands.number(predicted, phase);
        return hoped < 1 || observed.get(phase) == null
                ? NONE
                : Figures.times(RequestCommands.number(observed, phase) / hoped);
    }

    private void times(PrintWriter out) throws BadRequestException {
        JsonFields times = trace.object("times_ms");
        out.println();
        out.printf(
                Locale.ROOT,
                "times in ms: hold %.0f, queue %.0f, load %.0f, prefill %.0f, first token %.0f, total %.0f%n",
                RequestCommands.number(times, "hold"),
                RequestCommands.number(times, "queue"),
                RequestCommands.number(times, "load"),
                RequestCommands.number(times, "prefill"),
                RequestCommands.number(times, "first_token"),
                RequestCommands.number(times, "total"));
    }

    private static String milliseconds(JsonFields fields, String name) {
        return fields.get(name) == null
                ? NONE
                : String.format(Locale.ROOT, "%.0f ms", RequestCommands.number(fields, name));
    }

    /// A text in lines, the later ones indented.
    private static void wrapped(PrintWriter out, String text, String indent) {
        var line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > COLUMNS) {
                out.println(line);
                line.setLength(0);
                line.append(indent);
            } else if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
        }
        if (!line.isEmpty()) {
            out.println(line);
        }
    }
}
