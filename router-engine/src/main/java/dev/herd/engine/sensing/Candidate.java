package dev.herd.engine.sensing;

import dev.herd.engine.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One of the sensors that can read a signal, and how it fared. Belongs to its channel's lock.
final class Candidate<T extends Signal> {
    private final Sensor<T> sensor;
    private @Nullable Attempt<T> running;
    private @Nullable Instant asideUntil;
    private String reason = "";
    private int failures;

    Candidate(Sensor<T> sensor) {
        this.sensor = sensor;
    }

    Sensor<T> sensor() {
        return sensor;
    }

    /// Why it told nothing the last time; empty when it did, or was not asked yet.
    String reason() {
        return reason;
    }

    /// Readings in a row without a value.
    int failures() {
        return failures;
    }

    boolean isFree(Instant now) {
        if (asideUntil != null && !now.isBefore(asideUntil)) {
            asideUntil = null;
        }
        return running == null && asideUntil == null;
    }

    /// Lets it rest, since another one does its work.
    void putAside(Instant now, Duration rest) {
        if (asideUntil == null) {
            asideUntil = now.plus(rest);
        }
    }

    /// It heard of something: worth a try.
    void recall() {
        asideUntil = null;
    }

    Attempt<T> begin(Instant now) {
        running = new Attempt<>(this, now);
        return running;
    }

    void interrupt() {
        if (running != null) {
            running.giveUp();
        }
    }

    void ended() {
        running = null;
    }

    void told() {
        failures = 0;
        reason = "";
    }

    void failed(String why) {
        failures++;
        reason = why;
    }
}
