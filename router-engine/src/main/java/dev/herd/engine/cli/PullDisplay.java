package dev.herd.engine.cli;

import dev.herd.engine.protocol.JsonFields;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A pull's progress for a person: one line that changes in place on a terminal, else a line for each step.
final class PullDisplay {
    private static final int BAR = 24;

    private final PrintWriter out;
    private final boolean inPlace;
    private final Map<String, Long> totals = new LinkedHashMap<>();
    private final Map<String, Long> completed = new LinkedHashMap<>();
    private String shown = "";
    private String step = "";

    /// @param inPlace whether `out` is a terminal
    PullDisplay(PrintWriter out, boolean inPlace) {
        this.out = out;
        this.inPlace = inPlace;
    }

    /// Shows one line of Ollama's progress.
    void show(JsonFields line) {
        String digest = line.textOrEmpty("digest");
        String status = line.textOrEmpty("status");
        if (!digest.isEmpty() && line.whole("total") > 0) {
            totals.put(digest, line.whole("total"));
            completed.merge(digest, line.whole("completed"), Math::max);
            status = inPlace ? bar() : "pulling";
        }
        if (status.isEmpty()) {
            // An error, which is told where all errors of commands are.
            return;
        }
        if (inPlace) {
            change(status);
        } else if (!status.equals(step)) {
            out.println(status);
            out.flush();
        }
        step = status;
    }

    /// Ends the line that changes in place.
    void end() {
        if (!shown.isEmpty()) {
            out.println();
            out.flush();
            shown = "";
        }
    }

    private void change(String text) {
        String blank = " ".repeat(Math.max(0, shown.length() - text.length()));
        out.print("\r" + text + blank);
        out.flush();
        shown = text;
    }

    private String bar() {
        long total = sum(totals);
        long done = sum(completed);
        int full = (int) (BAR * done / total);
        return String.format(
                Locale.ROOT,
                "pulling [%s%s] %3d %%  %.2f of %.2f GB",
                "#".repeat(full),
                ".".repeat(BAR - full),
                100 * done / total,
                done / 1e9,
                total / 1e9);
    }

    private static long sum(Map<String, Long> parts) {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }
}
