package dev.herd.engine.scheduling;

import dev.herd.engine.placement.RequestClass;

/// How far a waiting ticket goes before those who came earlier, because serving it now saves work.
///
/// Under overload first come, first served makes each conversation's turn evict another's prefix, and each
/// model's request another model. So a ticket has a head start of ten times the prefill that a cache saves it
/// (a study of this routing: half the mean wait at 16 conversations on two machines; less gains less, more
/// gains nothing), and one that keeps a loaded model at work has the head start that its class may cost
/// others.
final class HeadStart {
    static final double PER_SAVED_SECOND = 20;

    /// No more than half of what clients wait before they give up.
    private static final double MOST_SECONDS = 300;

    private HeadStart() {}

    static double of(Waiting waiting, Surroundings around) {
        waiting.saved = 0;
        waiting.savedAt = null;
        boolean loaded = false;
        for (var model : waiting.ticket.models()) {
            for (InstanceState instance : around.instances().of(model)) {
                if (instance.resident() != null && instance.shown.serves()) {
                    loaded = true;
                    look(waiting, instance, around);
                }
            }
        }
        return forPrefix(waiting.saved) + (loaded ? grouping(waiting.ticket.requestClass()) : 0);
    }

    /// The same after only that instance has changed, without a look at the others unless it had been the best.
    static double after(InstanceState changed, Waiting waiting, Surroundings around) {
        double before = waiting.saved;
        boolean best = changed.equals(waiting.savedAt);
        if (best) {
            waiting.saved = 0;
            waiting.savedAt = null;
        }
        look(waiting, changed, around);
        if (best && waiting.saved < before) {
            return of(waiting, around);
        }
        return waiting.headStart - forPrefix(before) + forPrefix(waiting.saved);
    }

    private static void look(Waiting waiting, InstanceState instance, Surroundings around) {
        double saved = saved(waiting, instance, around);
        if (saved > waiting.saved) {
            waiting.saved = saved;
            waiting.savedAt = instance;
        }
    }

    static double forPrefix(double savedSeconds) {
        return Math.min(PER_SAVED_SECOND * savedSeconds, MOST_SECONDS);
    }

    private static double saved(Waiting waiting, InstanceState instance, Surroundings around) {
        int cached = CostModel.cachedTokens(waiting.ticket, instance, around);
        return cached == 0
                ? 0
                : cached / instance.rates(waiting.ticket.promptTokens()).prefillTokensPerSecond();
    }

    /// How long work for a model that is not loaded may be made to wait by work for those that are.
    private static double grouping(RequestClass requestClass) {
        return switch (requestClass) {
            case INTERACTIVE -> 5;
            case NORMAL -> 20;
            case BATCH -> 60;
        };
    }
}
