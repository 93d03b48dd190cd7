package dev.herd.engine.sensing;

import dev.herd.engine.signal.Reading;
import dev.herd.engine.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One signal, those who can read it in order of preference, and its latest reading. Belongs to the lock of its
/// [SensorRounds].
final class Channel<T extends Signal> {
    static final String SILENT = "gives no answer";

    /// A single failure may be an accident.
    private static final int FAILURES_BEFORE_ASIDE = 2;

    /// So many in a row are how this machine is.
    private static final int FAILURES_OF_THE_MUTE = 6;

    private final Class<T> kind;
    private final List<Candidate<T>> candidates = new ArrayList<>();
    private Reading<T> reading = new Reading.Unknown<>("not read yet");
    private @Nullable Attempt<T> current;
    private @Nullable Instant lastStart;
    private @Nullable Instant lastHinted;
    private @Nullable Instant hintDue;
    private boolean hinted;
    private boolean again;
    private String complained = "";
    private long nanos;

    Channel(Class<T> kind) {
        this.kind = kind;
    }

    Class<T> kind() {
        return kind;
    }

    /// What a reading has changed.
    enum Change {
        NONE,
        READ,
        /// Its value is another one, or it has become known or unknown.
        VALUE
    }

    void add(Candidate<T> candidate) {
        candidates.add(candidate);
    }

    List<Candidate<T>> candidates() {
        return candidates;
    }

    Reading<T> reading() {
        return reading;
    }

    /// How often its first choice wants to be read.
    Duration every() {
        return candidates.getFirst().sensor().every();
    }

    /// Whether none of them has told anything for a while.
    boolean isMute() {
        return candidates.stream().allMatch(candidate -> candidate.failures() >= FAILURES_OF_THE_MUTE);
    }

    @Nullable
    Instant lastStart() {
        return lastStart;
    }

    /// The last reading's cost: how long all took that were asked for it.
    Duration took() {
        return Duration.ofNanos(nanos);
    }

    /// The reading that somebody waits for.
    Optional<Attempt<T>> current() {
        return Optional.ofNullable(current);
    }

    boolean isHinted() {
        return hinted;
    }

    /// A regular reading is due.
    Optional<Attempt<T>> due(Instant now) {
        lastStart = now;
        return current == null ? first(now, false) : Optional.empty();
    }

    /// Somebody heard that the signal may have changed. What is being read just now may be older than that, so it is
    /// read once more afterwards; a storm of hints costs a reading each [SensorRounds#BETWEEN_HINTS].
    Optional<Attempt<T>> hint(Instant now) {
        again = true;
        return again(now);
    }

    /// The reading that a hint asked for, when its time has come.
    Optional<Attempt<T>> again(Instant now) {
        if (!again || current != null) {
            return Optional.empty();
        }
        Instant earliest = lastHinted == null ? now : lastHinted.plus(SensorRounds.BETWEEN_HINTS);
        if (lastHinted != null && now.isBefore(earliest) && !now.isBefore(lastHinted)) {
            hintDue = earliest;
            return Optional.empty();
        }
        hintDue = null;
        Optional<Attempt<T>> begun = first(now, true);
        if (begun.isPresent()) {
            again = false;
            lastHinted = now;
        }
        return begun;
    }

    /// When a reading that a hint asked for may begin; empty when none waits for its time.
    Optional<Instant> hintDue() {
        return Optional.ofNullable(hintDue);
    }

    private Optional<Attempt<T>> first(Instant now, boolean byHint) {
        Optional<Attempt<T>> begun = next(0, now);
        if (begun.isPresent()) {
            hinted = byHint;
            nanos = 0;
        }
        return begun;
    }

    private Optional<Attempt<T>> next(int from, Instant now) {
        for (int i = from; i < candidates.size(); i++) {
            Candidate<T> candidate = candidates.get(i);
            if (candidate.isFree(now)) {
                current = candidate.begin(now);
                return Optional.of(current);
            }
        }
        current = null;
        return Optional.empty();
    }

    /// Nobody waits for the current reading any more; the next choice is asked, if there is one.
    Optional<Attempt<T>> giveUp(Attempt<T> silent, Instant now) {
        silent.giveUp();
        silent.candidate().failed(SILENT);
        nanos += silent.nanos();
        return next(candidates.indexOf(silent.candidate()) + 1, now);
    }

    /// What nobody tells.
    Change untold() {
        String reasons = candidates.stream()
                .map(Candidate::reason)
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        return takes(new Reading.Unknown<>(reasons));
    }

    /// A reading has ended with a result.
    ///
    /// @return the next choice's reading, where this one told nothing and there is one
    Optional<Attempt<T>> ended(Attempt<T> attempt, Reading<T> result, Instant now) {
        Candidate<T> candidate = attempt.candidate();
        candidate.ended();
        if (!attempt.isGivenUp()) {
            nanos += attempt.nanos();
        }
        if (result instanceof Reading.Unknown<T>(String reason)) {
            if (attempt.isGivenUp()) {
                return Optional.empty();
            }
            candidate.failed(reason);
            return next(candidates.indexOf(candidate) + 1, now);
        }
        candidate.told();
        if (attempt == current) {
            current = null;
            restBefore(candidate, now);
        }
        return Optional.empty();
    }

    /// Whoever is preferred but tells nothing again and again rests while another one tells.
    private void restBefore(Candidate<T> told, Instant now) {
        for (Candidate<T> preferred : candidates.subList(0, candidates.indexOf(told))) {
            if (preferred.failures() >= FAILURES_BEFORE_ASIDE) {
                preferred.putAside(now, SensorRounds.ASIDE);
            }
        }
    }

    /// Takes what was read.
    Change takes(Reading<T> now) {
        boolean same = now.known().equals(reading.known());
        boolean unread = now.equals(reading);
        reading = now;
        if (unread) {
            return Change.NONE;
        }
        return same ? Change.READ : Change.VALUE;
    }

    /// What to tell who keeps this machine running: that the signal is not told any more, why not, or that it is
    /// again; each once, and a first reading never.
    Optional<String> complaint() {
        String reason = reading instanceof Reading.Unknown<T>(String why) ? why : "";
        if (reason.equals(complained) || reason.equals(Metered.FIRST)) {
            return Optional.empty();
        }
        complained = reason;
        String name = kind.getSimpleName().toLowerCase(Locale.ROOT);
        return Optional.of(reason.isEmpty() ? name + " is sensed again" : name + " is not sensed: " + reason);
    }
}
