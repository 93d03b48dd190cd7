package dev.herd.app.fleet;

import dev.herd.app.text.Courtesy;
import dev.herd.app.text.Units;
import dev.herd.engine.fleet.Guard;
import dev.herd.engine.fleet.Node;
import dev.herd.engine.fleet.Upstream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Why a machine does not serve as it could, and the way out of it.
///
/// @param way what its button says, empty when there is none; the button resumes the machine, or lets it step back
/// again
record Notice(Tone tone, String title, String text, String way) {
    private static final String NO_WAY = "";

    enum Tone {
        /// Wanted so.
        CALM,
        /// Passes by itself.
        CAUTION,
        FAULT
    }

    /// Null when there is nothing to say.
    static @Nullable Notice of(Node node, Condition condition, Moment moment) {
        return switch (condition) {
            case MEETING ->
                stepsBack(
                        node,
                        moment,
                        node.guard().until() == null
                                ? "No new work here; it comes back by itself after the meeting."
                                : "No new work here" + stillFor(node, moment) + ".");
            case HOT -> stepsBack(node, moment, "No new work here until it has cooled down.");
            case ASLEEP -> stepsBack(node, moment, "Its work goes elsewhere until it wakes up.");
            case PAUSED ->
                new Notice(Tone.CALM, title(node, "Paused"), paused(node, moment) + rest(node, moment), "Resume");
            case DRAINING ->
                new Notice(Tone.CALM, title(node, "Draining"), "Takes nothing new." + rest(node, moment), "Resume");
            case DRAINED ->
                new Notice(Tone.CALM, "Drained", "Nothing runs here any more; it can be taken away.", "Resume");
            case FULL ->
                new Notice(
                        Tone.CAUTION,
                        "Full",
                        Words.sentence(node.reason()) + " New requests go elsewhere or wait.",
                        NO_WAY);
            case STARTING -> new Notice(Tone.CAUTION, "Starting", Words.sentence(node.reason()), NO_WAY);
            case LOOKING ->
                new Notice(Tone.CAUTION, "Looking", "Herd has just started and asks for its models.", NO_WAY);
            case SILENT, DOWN -> fault(node, condition);
            case BARE ->
                new Notice(
                        Tone.CAUTION,
                        "No model server here",
                        "Herd keeps looking and adds one, such as Ollama, as soon as it runs.",
                        NO_WAY);
            case SERVING, IDLE -> partly(node, moment);
        };
    }

    private static String title(Node node, String otherwise) {
        return node.reason().isBlank() ? otherwise : Words.capitalised(node.reason());
    }

    private static String paused(Node node, Moment moment) {
        String left = Words.left(moment.snapshot().now(), node.until());
        return left == null ? "Takes nothing new until resumed." : "Takes nothing new for another " + left + ".";
    }

    private static String rest(Node node, Moment moment) {
        int running = moment.running(node);
        return running == 0
                ? ""
                : " " + Units.plural(running, "request", "requests") + (running == 1 ? " still runs." : " still run.");
    }

    private static Notice stepsBack(Node node, Moment moment, String text) {
        return new Notice(
                Tone.CALM,
                Words.capitalised(Courtesy.detail(node.guard())),
                text + rest(node, moment),
                Courtesy.SERVE_ANYWAY);
    }

    private static Notice fault(Node node, Condition condition) {
        String cause = LikelyCause.of(node.reason());
        String advice = condition == Condition.SILENT ? "Restart its model server if this lasts." : cause;
        String text = Stream.of(Words.sentence(node.reason()), advice, lastKnown(node))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return new Notice(Tone.FAULT, condition.word(), text, NO_WAY);
    }

    private static String lastKnown(Node node) {
        String servers = node.upstreams().stream()
                .filter(upstream -> !upstream.models().isEmpty())
                .map(upstream -> Words.server(upstream) + " with "
                        + Units.plural(upstream.models().size(), "model", "models"))
                .collect(Collectors.joining(", "));
        return servers.isEmpty() ? "" : "Last known: " + servers + ".";
    }

    /// A machine serves although one of its servers does not, or although its person is in a meeting.
    private static @Nullable Notice partly(Node node, Moment moment) {
        List<Upstream> silent = node.upstreams().stream()
                .filter(upstream -> !upstream.state().serves())
                .toList();
        if (!silent.isEmpty()) {
            Upstream first = silent.getFirst();
            String title = silent.size() == 1
                    ? first.id().hostAndPort() + " is " + first.state().label()
                    : silent.size() + " of its servers do not serve";
            return new Notice(Tone.CAUTION, title, Words.sentence(first.reason()) + " The others serve on.", NO_WAY);
        }
        return courtesy(node, moment);
    }

    /// What a machine's person leaves to the fleet while they use it; nothing where that is everything.
    private static @Nullable Notice courtesy(Node node, Moment moment) {
        Guard guard = node.guard();
        String title = Words.capitalised(Courtesy.detail(guard));
        String left = stillFor(node, moment);
        if (guard.state() == Guard.State.SERVES_ANYWAY) {
            return new Notice(Tone.CALM, title, "Serves whatever they do" + left + ".", Courtesy.OBEY);
        }
        if (guard.closed()) {
            return new Notice(Tone.CALM, title, "Serves nobody but its own person" + left + ".", Courtesy.SERVE_ANYWAY);
        }
        return guard.allowance().longestSeconds() < Double.POSITIVE_INFINITY
                ? new Notice(
                        Tone.CALM, title, "Takes short requests, one at a time" + left + ".", Courtesy.SERVE_ANYWAY)
                : null;
    }

    /// `, for another 2 min`, as far as that is known.
    private static String stillFor(Node node, Moment moment) {
        String left = Words.left(moment.snapshot().now(), node.guard().until());
        if (left == null) {
            return "";
        }
        // Each touch begins that time anew.
        boolean touched =
                node.guard().state() == Guard.State.ACTIVE || node.guard().state() == Guard.State.LIGHT;
        return touched ? ", until nobody has touched it for another " + left : ", for another " + left;
    }
}
