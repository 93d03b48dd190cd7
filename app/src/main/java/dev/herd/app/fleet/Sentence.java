package dev.herd.app.fleet;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.herd.app.text.Units;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.fleet.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What is happening, in words: first the work, then every machine that does not take part in it.
final class Sentence {
    /// In the order in which they are told: what nobody wanted comes first.
    private static final List<Condition> EXCEPTIONS = List.of(
            Condition.DOWN,
            Condition.SILENT,
            Condition.FULL,
            Condition.STARTING,
            Condition.LOOKING,
            Condition.MEETING,
            Condition.HOT,
            Condition.ASLEEP,
            Condition.PAUSED,
            Condition.DRAINING,
            Condition.DRAINED);

    private final Moment moment;
    private final Map<Condition, List<Node>> machines;
    private final List<Phrase> phrases = new ArrayList<>();

    private Sentence(Moment moment) {
        this.moment = moment;
        this.machines = moment.snapshot().fleet().nodes().stream()
                .collect(groupingBy(node -> Condition.of(node, moment), TreeMap::new, toList()));
    }

    static List<Phrase> of(Moment moment) {
        return new Sentence(moment).told();
    }

    /// The same as plain text.
    static String text(List<Phrase> phrases) {
        return phrases.stream().map(Phrase::text).collect(Collectors.joining());
    }

    private List<Phrase> told() {
        EngineSnapshot snapshot = moment.snapshot();
        if (machines.keySet().stream().allMatch(condition -> condition == Condition.BARE)) {
            return List.of(new Phrase(
                    snapshot.state() == EngineState.STARTING
                            ? "Looking for model servers."
                            : "No model server has been found yet.",
                    false));
        }
        if (snapshot.demo()) {
            strong("Demo: ").plain("all machines are simulated. ");
        }
        if (!allAlike()) {
            work();
            EXCEPTIONS.forEach(this::exception);
        }
        return merged();
    }

    /// One condition for the whole fleet, when nothing runs or can run.
    private boolean allAlike() {
        List<Condition> conditions =
                machines.keySet().stream().filter(it -> it != Condition.BARE).toList();
        if (conditions.size() != 1 || conditions.getFirst().serves() || runs() > 0 || waits() > 0) {
            return false;
        }
        Condition condition = conditions.getFirst();
        List<Node> all = machines.getOrDefault(condition, List.of());
        if (all.size() == 1) {
            subject(all);
            plain(" " + singular(condition, all.getFirst()) + ".");
        } else {
            strong(condition.isFault() ? noneOf(all.size()) : allOf(all.size()))
                    .plain(condition.isFault() ? " can be reached." : " " + plural(condition) + ".");
        }
        if (condition.isDeliberate()) {
            plain(" New requests are refused until one resumes.");
        }
        return true;
    }

    private static String noneOf(int machines) {
        return machines == 2 ? "Neither machine" : "None of " + machines + " machines";
    }

    private static String allOf(int machines) {
        return machines == 2 ? "Both machines" : "All " + machines + " machines";
    }

    private void work() {
        long running = runs();
        long waiting = waits();
        if (moment.snapshot().state() == EngineState.STOPPING) {
            plain("Stopping: nothing new is taken, ")
                    .strong(Units.plural(running, "request", "requests"))
                    .plain(running == 1 ? " still runs. " : " still run. ");
        } else if (running > 0) {
            plain("Serving ")
                    .strong(Units.plural(running, "request", "requests"))
                    .plain(" on " + servingMachines());
            if (waiting > 0) {
                plain("; ").strong(Units.count(waiting)).plain(waiting == 1 ? " waits" : " wait");
            }
            plain(". ");
        } else if (waiting > 0) {
            strong(Units.plural(waiting, "request", "requests"))
                    .plain(waiting == 1 ? " waits for a machine. " : " wait for a machine. ");
        } else {
            ready();
        }
    }

    private String servingMachines() {
        List<Node> busy = moment.snapshot().fleet().nodes().stream()
                .filter(node -> moment.running(node) > 0)
                .toList();
        return busy.size() == 1 ? busy.getFirst().name() : busy.size() + " machines";
    }

    private void ready() {
        List<Node> ready = machines.getOrDefault(Condition.IDLE, List.of());
        long all = machines.values().stream().mapToLong(List::size).sum()
                - machines.getOrDefault(Condition.BARE, List.of()).size();
        if (ready.isEmpty()) {
            strong("No machine").plain(" can serve now. ");
        } else if (ready.size() == 1) {
            strong(ready.getFirst().name()).plain(" is ready, nothing to do. ");
        } else {
            strong(ready.size() == all ? ready.size() + " machines" : ready.size() + " of " + all + " machines")
                    .plain(" are ready, nothing to do. ");
        }
    }

    private void exception(Condition condition) {
        List<Node> those = machines.getOrDefault(condition, List.of());
        if (!those.isEmpty()) {
            subject(those);
            plain(" " + (those.size() == 1 ? singular(condition, those.getFirst()) : plural(condition)) + ". ");
        }
    }

    private void subject(List<Node> those) {
        switch (those.size()) {
            case 1 -> strong(those.getFirst().name());
            case 2 ->
                strong(those.getFirst().name())
                        .plain(" and ")
                        .strong(those.getLast().name());
            default -> strong(those.size() + " machines");
        }
    }

    private String singular(Condition condition, Node node) {
        return switch (condition) {
            case DOWN -> "cannot be reached";
            case SILENT -> "accepts connections and does not answer";
            case FULL -> "says that it is full";
            case STARTING -> "is starting";
            case LOOKING -> "is being looked for";
            case MEETING -> "steps back for a meeting";
            case HOT -> "is too hot to work";
            case ASLEEP -> "sleeps";
            case PAUSED -> {
                String left = Words.left(moment.snapshot().now(), node.until());
                yield left == null ? "is paused" : "is paused for another " + left;
            }
            case DRAINING -> "drains, " + Units.plural(moment.running(node), "request", "requests") + " left";
            case DRAINED -> "is drained";
            case SERVING, IDLE, BARE -> "is there";
        };
    }

    private static String plural(Condition condition) {
        return switch (condition) {
            case DOWN -> "cannot be reached";
            case SILENT -> "accept connections and do not answer";
            case FULL -> "say that they are full";
            case STARTING -> "are starting";
            case LOOKING -> "are being looked for";
            case MEETING -> "step back for a meeting";
            case HOT -> "are too hot to work";
            case ASLEEP -> "sleep";
            case PAUSED -> "are paused";
            case DRAINING -> "drain";
            case DRAINED -> "are drained";
            case SERVING, IDLE, BARE -> "are there";
        };
    }

    private long runs() {
        return moment.snapshot().totals().running();
    }

    private long waits() {
        return moment.snapshot().totals().waiting();
    }

    private Sentence strong(String text) {
        phrases.add(new Phrase(text, true));
        return this;
    }

    private Sentence plain(String text) {
        phrases.add(new Phrase(text, false));
        return this;
    }

    /// Neighbours of one kind as one phrase, and no space at the end.
    private List<Phrase> merged() {
        List<Phrase> merged = new ArrayList<>();
        for (Phrase phrase : phrases) {
            if (!merged.isEmpty() && merged.getLast().strong() == phrase.strong()) {
                Phrase before = merged.removeLast();
                merged.add(new Phrase(before.text() + phrase.text(), phrase.strong()));
            } else {
                merged.add(phrase);
            }
        }
        Phrase last = merged.removeLast();
        merged.add(new Phrase(last.text().stripTrailing(), last.strong()));
        return List.copyOf(merged);
    }
}
