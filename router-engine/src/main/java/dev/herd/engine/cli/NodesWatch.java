package dev.herd.engine.cli;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.locks.LockSupport;

/// Shows the machines again and again: in one place on a terminal, else one block after another.
final class NodesWatch {
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final Duration LAST_MINUTES = Duration.ofMinutes(10);
    private static final int POINTS = 61;
    private static final String CLEAR = "\u001b[2J";
    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";

    private final EngineClient engine;
    private final PrintWriter out;
    private final Style style;

    /// What a block looks like.
    enum Style {
        /// A table that changes in place.
        TERMINAL,
        /// A table after another, an empty line between.
        TEXT,
        /// A line of JSON after another.
        JSON
    }

    NodesWatch(EngineClient engine, PrintWriter out, Style style) {
        this.engine = engine;
        this.out = out;
        this.style = style;
    }

    /// Shows them until nobody reads any more, or the thread is interrupted. Ctrl-C ends the whole process.
    void run() throws CommandFailed, BadRequestException {
        if (style == Style.TERMINAL) {
            out.print(CLEAR);
        }
        while (!Thread.currentThread().isInterrupted()) {
            show(look());
            if (out.checkError()) {
                return;
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private NodesView look() throws CommandFailed, BadRequestException {
        JsonFields status = engine.getJson("/fleet/status");
        return NodesView.of(status, trends(status.textOrEmpty("now")));
    }

    /// Nothing while the history is not there: the rest is worth showing without it.
    private JsonFields trends(String now) {
        try {
            Instant from = Instant.parse(now).minus(LAST_MINUTES);
            return engine.getJson("/fleet/trends?points=" + POINTS + "&from=" + from);
        } catch (CommandFailed | DateTimeParseException none) {
            return JsonFields.EMPTY;
        }
    }

    private void show(NodesView view) {
        switch (style) {
            case JSON -> out.println(view.json());
            case TEXT -> {
                view.print(out);
                out.println();
            }
            case TERMINAL -> {
                var text = new StringWriter();
                view.print(new PrintWriter(text, true));
                out.print(HOME + text.toString().replace("\n", REST_OF_LINE + "\n") + REST_OF_SCREEN);
            }
        }
    }
}
