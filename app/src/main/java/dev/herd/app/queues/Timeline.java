package dev.herd.app.queues;

import dev.herd.app.text.Units;
import dev.herd.engine.api.AttemptTrace;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestState;
import dev.herd.engine.api.RequestTimes;
import dev.herd.engine.api.RequestTrace;
import java.util.ArrayList;
import java.util.List;

/// Where a request's time went: phases one after the other on one scale. Pure.
///
/// @param totalMs from arrival to the end, or to now
/// @param phases in the order in which they happened
/// @param attempts each try, when there was more than one; else empty
record Timeline(double totalMs, List<Phase> phases, List<Try> attempts) {

    /// What a phase was; decides its colour.
    enum Kind {
        HOLD,
        QUEUE,
        LOAD,
        PROMPT,
        GENERATE,
        /// Prompt and answer, where nobody told them apart.
        ANSWER,
        FAILED,
        OTHER
    }

    /// A stretch of the time.
    ///
    /// @param figure how long, or in words why it took none
    record Phase(Kind kind, String label, double fromMs, double toMs, String figure) {
        double length() {
            return toMs - fromMs;
        }
    }

    /// A try on one machine.
    ///
    /// @param words how it ended, and why
    record Try(Phase phase, String words) {}

    /// Less of the whole is no phase of its own, only rounding and the way through Herd.
    private static final double WORTH_A_ROW = 0.05;

    private static final double LEAST_MS = 0.5;

    Timeline {
        phases = List.copyOf(phases);
        attempts = List.copyOf(attempts);
    }

    static Timeline of(RequestTrace request, EngineSnapshot snapshot) {
        return new Builder(request, !request.ended() && Loading.isGoingOn(request, snapshot)).build();
    }

    /// `12 ms`, `0.9 s`.
    static String figure(double ms) {
        return ms < 95 ? Math.round(Math.max(0, ms)) + " ms" : Units.seconds(ms / 1000);
    }

    /// Goes through the phases once, from left to right.
    private static final class Builder {
        private final RequestTrace request;
        private final RequestTimes times;
        private final boolean loading;
        private final double total;
        private final List<Phase> phases = new ArrayList<>();
        private double cursor;

        Builder(RequestTrace request, boolean loading) {
            this.request = request;
            this.times = request.times();
            this.loading = loading;
            this.total = Math.max(
                    times.total(), Math.max(times.hold() + times.queue(), times.firstToken() + times.generate()));
        }

        Timeline build() {
            waits();
            if (!request.attempts().isEmpty()) {
                earlierTries();
                served();
            }
            rest();
            return new Timeline(total, phases, attempts());
        }

        private void waits() {
            double hold = request.state() == RequestState.HELD ? total - times.queue() : times.hold();
            if (hold >= LEAST_MS) {
                add(Kind.HOLD, "Hold", hold);
            }
            double queue = request.state() == RequestState.QUEUED ? total - times.hold() : times.queue();
            if (queue >= LEAST_MS) {
                add(Kind.QUEUE, "Queue", queue);
            } else {
                note(Kind.QUEUE, "Queue", "none");
            }
        }

        private void earlierTries() {
            double start = request.attempts().getLast().startedMs();
            double lost = start - cursor;
            if (request.attempts().size() > 1 && lost >= LEAST_MS) {
                add(Kind.FAILED, "Earlier tries", lost);
            } else {
                cursor = Math.max(cursor, Math.min(start, total));
            }
        }

        private void served() {
            boolean split = times.load() + times.prefill() >= LEAST_MS;
            boolean content = times.firstToken() > 0;
            if (!content && request.ended()) {
                unanswered(split);
            } else if (!content) {
                add(loading ? Kind.LOAD : Kind.PROMPT, loading ? "Load" : "Prompt", total - cursor);
            } else if (request.stream()) {
                beforeContent(split, times.firstToken());
                cursor = Math.max(cursor, Math.min(times.firstToken(), total));
                add(Kind.GENERATE, "Generate", Math.max(times.generate(), 0));
            } else if (split) {
                beforeContent(true, total);
                add(Kind.GENERATE, "Generate", total - cursor);
            } else {
                add(Kind.ANSWER, "Answer", total - cursor);
            }
        }

        /// Up to a moment: load and prompt as the server measured them, or one phase for both.
        private void beforeContent(boolean split, double until) {
            double room = Math.max(0, until - cursor);
            if (!split) {
                boolean loads = Loading.expected(request) > 0;
                add(Kind.PROMPT, loads ? "Load, prompt" : "Prompt", room);
                return;
            }
            double load = Math.min(times.load(), room);
            if (load >= LEAST_MS) {
                add(Kind.LOAD, "Load", load);
            } else {
                note(Kind.LOAD, "Load", Loading.expected(request) > 0 ? "not measured" : "resident");
            }
            add(Kind.PROMPT, "Prompt", Math.min(times.prefill(), room - load));
        }

        private void unanswered(boolean split) {
            if (split) {
                beforeContent(true, total);
            }
            if (total - cursor >= LEAST_MS) {
                add(Kind.FAILED, "No answer", total - cursor);
            }
        }

        /// What no phase explains.
        private void rest() {
            double left = total - cursor;
            if (left >= LEAST_MS && left > total * WORTH_A_ROW) {
                add(Kind.OTHER, request.ended() ? "Until the end" : "Now", left);
            }
        }

        private List<Try> attempts() {
            return request.attempts().size() < 2
                    ? List.of()
                    : request.attempts().stream().map(this::attempt).toList();
        }

        private Try attempt(AttemptTrace attempt) {
            double end = attempt.endedMs() < 0 ? total : attempt.endedMs();
            Kind kind = switch (attempt.outcome()) {
                case "served" -> Kind.GENERATE;
                case "running" -> Kind.ANSWER;
                case "abandoned" -> Kind.OTHER;
                default -> Kind.FAILED;
            };
            Phase phase = new Phase(
                    kind, attempt.node(), attempt.startedMs(), end, figure(Math.max(0, end - attempt.startedMs())));
            return new Try(phase, ending(attempt));
        }

        private static String ending(AttemptTrace attempt) {
            String how = switch (attempt.outcome()) {
                case "served" -> "answered";
                case "running" -> "runs";
                case "busy" -> "was full";
                case "model_gone" -> "did not have the model any more";
                case "refused" -> "refused it";
                case "abandoned" -> "given up";
                default -> attempt.outcome().replace('_', ' ');
            };
            String status = attempt.status() >= 400 ? ", HTTP " + attempt.status() : "";
            return how + status + (attempt.reason().isBlank() ? "" : ": " + Outcomes.reason(attempt.reason()));
        }

        private void add(Kind kind, String label, double length) {
            double end = Math.min(total, cursor + Math.max(0, length));
            phases.add(new Phase(kind, label, cursor, end, figure(end - cursor)));
            cursor = end;
        }

        private void note(Kind kind, String label, String words) {
            phases.add(new Phase(kind, label, cursor, cursor, words));
        }
    }
}
