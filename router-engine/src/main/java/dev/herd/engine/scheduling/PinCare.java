package dev.herd.engine.scheduling;

import dev.herd.engine.placement.Pin;
import dev.herd.engine.placement.PinStatus;
import dev.herd.engine.placement.PinStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is kept of one pin between two looks.
final class PinCare {
    /// A load that fails fails again, most of the time, until somebody does something about it; a server that is just
    /// being started again is there at the second try.
    private static final List<Duration> BACK_OFF =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(5));

    /// A model that goes sooner than this after it came is being pushed out by somebody: to load it at once again would
    /// only make the two push each other.
    private static final Duration STEADY = Duration.ofMinutes(1);

    final Pin pin;

    /// Where the model is kept or going to be.
    @Nullable
    InstanceState place;

    private final Set<InstanceState> failedOn = new HashSet<>();
    private int failures;
    private String failure = "";
    private Instant notBefore = Instant.MIN;
    private @Nullable Instant loadedAt;
    private PinStatus status;

    PinCare(Pin pin, Instant at) {
        this.pin = pin;
        this.status = new PinStatus(pin, Phase.WAITING, null, "", at, 0);
    }

    PinStatus status() {
        return status;
    }

    /// Shows it so from now on.
    void show(Phase phase, String reason, Instant at) {
        Instant since = phase == status.phase() ? status.since() : at;
        PinStatus.Place shown = place == null ? null : PinStatus.Place.of(place.holder);
        status = new PinStatus(pin, phase, shown, reason, since, failures);
    }

    /// Whether a load has failed there since it was last in memory anywhere.
    boolean failedOn(InstanceState instance) {
        return failedOn.contains(instance);
    }

    /// A load has failed, or came to nothing.
    void failed(InstanceState where, String why, Instant at) {
        failures++;
        failure = why;
        failedOn.add(where);
        notBefore = at.plus(BACK_OFF.get(Math.min(failures, BACK_OFF.size()) - 1));
        loadedAt = null;
    }

    /// It is in memory.
    void loaded(Instant at) {
        loadedAt = loadedAt == null ? at : loadedAt;
        failedOn.clear();
        if (!at.isBefore(loadedAt.plus(STEADY))) {
            failures = 0;
        }
        show(Phase.LOADED, "", at);
    }

    /// It is neither in memory nor coming.
    void absent(InstanceState where, Instant at) {
        Instant came = loadedAt;
        if (came != null) {
            loadedAt = null;
            if (at.isBefore(came.plus(STEADY))) {
                failed(where, "it left memory again soon after it came", at);
            }
        }
    }

    /// What keeps the next load waiting after one that failed, empty when nothing does.
    String rests(Instant at) {
        return at.isBefore(notBefore) ? failure : "";
    }

    /// When the next load may begin.
    Instant notBefore() {
        return notBefore;
    }
}
