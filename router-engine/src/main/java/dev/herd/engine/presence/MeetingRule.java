package dev.herd.engine.presence;

import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whether a machine's person is in a meeting, from who uses camera and microphone and for how long.
///
/// A camera counts once it has been in use for [#CAMERA], a microphone for [#MICROPHONE]. The meeting is over when
/// neither has been in use for [#CLEAR]: somebody who is muted or looks for a cable is still in it. A reading that is
/// unknown is no sign, for or against: what it said last holds for [#BLIND] at most.
///
/// Confined to one thread at a time; moments never go back.
final class MeetingRule {
    /// Programs that list cameras open each of them for less.
    static final Duration CAMERA = Duration.ofMillis(300);

    /// Dictation of a word, and the check of a level, take less.
    static final Duration MICROPHONE = Duration.ofSeconds(3);

    static final Duration CLEAR = Duration.ofMinutes(2);

    /// A sensor that has failed for so long will not tell of the end.
    static final Duration BLIND = Duration.ofMinutes(30);

    private final Sign camera = new Sign(CAMERA);
    private final Sign microphone = new Sign(MICROPHONE);
    private String sign = "";
    private @Nullable Instant clearSince;

    /// @param inMeeting whether one goes on
    /// @param sign what shows it; when it was last seen, after it went
    /// @param endsAt when it is over unless a sign comes back; null while there is one, or no meeting
    record State(boolean inMeeting, String sign, @Nullable Instant endsAt) {}

    private enum Use {
        YES,
        NO,
        UNKNOWN;

        static Use of(boolean yes) {
            return yes ? YES : NO;
        }
    }

    /// One kind of sign.
    private static final class Sign {
        private final Duration lasts;
        private @Nullable Instant since;
        private @Nullable Instant seen;

        Sign(Duration lasts) {
            this.lasts = lasts;
        }

        void take(Use use, Instant at) {
            if (use == Use.UNKNOWN) {
                Instant end = blindFrom();
                since = end != null && !at.isBefore(end) ? null : since;
                return;
            }
            seen = at;
            since = use == Use.NO ? null : since == null ? at : since;
        }

        /// From when on nobody knows any more; null when it is not in use, as far as was seen.
        @Nullable
        Instant blindFrom() {
            Instant last = seen;
            return since == null || last == null ? null : last.plus(BLIND);
        }

        /// From when on it counts; null when it is not in use.
        @Nullable
        Instant countsFrom() {
            Instant begun = since;
            return begun == null ? null : begun.plus(lasts);
        }

        boolean counts(Instant at) {
            Instant from = countsFrom();
            return from != null && !at.isBefore(from);
        }
    }

    /// How it stands at that moment.
    State on(NodeSignals signals, PersonConfig config, Instant at) {
        camera.take(config.camera() ? use(signals.get(Camera.class), Camera::uses, config) : Use.NO, at);
        microphone.take(
                config.microphone() ? use(signals.get(Microphone.class), Microphone::uses, config) : Use.NO, at);
        if (camera.counts(at) || microphone.counts(at)) {
            sign = camera.counts(at) ? "camera in use" : "microphone in use";
            clearSince = null;
            return new State(true, sign, null);
        }
        if (sign.isEmpty()) {
            return new State(false, "", null);
        }
        Instant since = clearSince == null ? at : clearSince;
        clearSince = since;
        Instant end = since.plus(CLEAR);
        if (at.isBefore(end)) {
            return new State(true, sign, end);
        }
        sign = "";
        clearSince = null;
        return new State(false, "", end);
    }

    /// When it has to be looked at again although no signal changes; null when it need not.
    @Nullable
    Instant next(Instant at) {
        Instant soonest = null;
        Instant end = clearSince == null ? null : clearSince.plus(CLEAR);
        for (Instant each : new @Nullable Instant[] {
            camera.countsFrom(), microphone.countsFrom(), camera.blindFrom(), microphone.blindFrom(), end
        }) {
            if (each != null && each.isAfter(at) && (soonest == null || each.isBefore(soonest))) {
                soonest = each;
            }
        }
        return soonest;
    }

    private static <T> Use use(Reading<T> reading, Function<T, List<CaptureUse>> uses, PersonConfig config) {
        return reading.known()
                .map(value -> Use.of(isSign(uses.apply(value), config)))
                .orElse(Use.UNKNOWN);
    }

    private static boolean isSign(List<CaptureUse> uses, PersonConfig config) {
        return uses.stream().anyMatch(use -> isSign(use, config));
    }

    /// Calls and recordings, and whoever is not known: dictation and filters are none.
    static boolean isSign(CaptureUse use, PersonConfig config) {
        boolean talks = use.kind() != CaptureUse.Kind.VOICE && use.kind() != CaptureUse.Kind.PROCESSING;
        return talks && !config.ignored().contains(use.program().toLowerCase(Locale.ROOT));
    }
}
