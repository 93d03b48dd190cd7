package dev.herd.engine.simulation;

import dev.herd.engine.placement.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Requests that run twice since their first byte was late, as the gateway has them: whoever says something first goes
/// on, and the other one is dropped.
final class SecondCopies {
    private final Runs runs;
    private final Map<Task, Run> copies = new LinkedHashMap<>();

    /// Who runs where.
    interface Runs {
        /// The run that a task has beside its copy.
        Run first(Task task);

        /// The copy is the task's run from now on.
        void take(Task task, Run copy);

        void end(Run run, Outcome outcome);
    }

    SecondCopies(Runs runs) {
        this.runs = runs;
    }

    void begin(Task task, Run copy) {
        runs.first(task).job().watched = true;
        copy.job().watched = true;
        copies.put(task, copy);
    }

    boolean has(Task task) {
        return copies.containsKey(task);
    }

    /// Something may have been said.
    void look() {
        for (Map.Entry<Task, Run> each : List.copyOf(copies.entrySet())) {
            Run copy = each.getValue();
            if (runs.first(each.getKey()).answers()) {
                drop(each.getKey());
            } else if (copy.answers()) {
                takeOver(each.getKey());
            }
        }
    }

    /// One of the two is done.
    void completed(Job job) {
        Run copy = copies.get(job.task);
        if (copy != null && copy.job().equals(job)) {
            takeOver(job.task);
        } else {
            drop(job.task);
        }
    }

    /// One of the two is lost with its machine.
    ///
    /// @return whether the other one goes on
    boolean lost(Job job, Outcome outcome) {
        Run copy = copies.remove(job.task);
        if (copy == null) {
            return false;
        }
        Run lost = copy;
        if (!copy.job().equals(job)) {
            lost = runs.first(job.task);
            runs.take(job.task, copy);
        }
        runs.end(lost, outcome);
        return true;
    }

    /// The copy is given up, if there is one.
    void drop(Task task) {
        Run copy = copies.remove(task);
        if (copy != null) {
            stop(task, copy);
        }
    }

    private void takeOver(Task task) {
        Run first = runs.first(task);
        Run copy = copies.remove(task);
        if (copy != null) {
            runs.take(task, copy);
            stop(task, first);
        }
    }

    private void stop(Task task, Run run) {
        run.server().cancel(task);
        runs.end(run, new Outcome.Abandoned());
    }
}
