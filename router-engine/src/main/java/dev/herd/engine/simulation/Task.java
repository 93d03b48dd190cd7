package dev.herd.engine.simulation;

import dev.herd.engine.placement.PrefixChain;
import dev.herd.engine.placement.RequestClass;
import org.jspecify.annotations.Nullable;

/// One request of a simulation, and what became of it. Times are seconds from the beginning.
final class Task {
    final long number;
    final String model;
    final String client;
    final RequestClass requestClass;
    final PrefixChain prefix;
    final int promptTokens;
    final int answerTokens;
    final boolean images;
    final double deadlineSeconds;
    final double arrivedAt;

    /// What its sender does next.
    final Runnable afterwards;

    @Nullable
    String machine;

    double firstTokenAt = Double.NaN;
    double endedAt = Double.NaN;
    int attempts;
    Fate fate = Fate.OPEN;

    /// How it ended.
    enum Fate {
        OPEN,
        COMPLETED,
        REFUSED
    }

    Task(long number, Ask ask, double arrivedAt, Runnable afterwards) {
        this.number = number;
        this.model = ask.model();
        this.client = ask.client();
        this.requestClass = ask.requestClass();
        this.prefix = ask.prefix();
        this.promptTokens = Math.max(1, ask.prefix().tokens());
        this.answerTokens = ask.answerTokens();
        this.images = ask.images();
        this.deadlineSeconds = ask.deadlineSeconds();
        this.arrivedAt = arrivedAt;
        this.afterwards = afterwards;
    }

    /// What is asked.
    record Ask(
            String model,
            String client,
            RequestClass requestClass,
            PrefixChain prefix,
            int answerTokens,
            boolean images,
            double deadlineSeconds) {}

    void end(Fate how, double at) {
        if (fate != Fate.OPEN) {
            throw new IllegalStateException("request " + number + " ends twice");
        }
        fate = how;
        endedAt = at;
    }

    double completionSeconds() {
        return endedAt - arrivedAt;
    }

    double firstTokenSeconds() {
        return firstTokenAt - arrivedAt;
    }
}
