package dev.herd.engine.presence;

import dev.herd.engine.config.PersonConfig;
import dev.herd.engine.signal.Camera;
import dev.herd.engine.signal.CaptureUse;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.Lock;
import dev.herd.engine.signal.Microphone;
import dev.herd.engine.signal.NodeSignals;
import dev.herd.engine.signal.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Finds programs that record all the time, whoever is there: for them a machine would pause for ever, as for a meeting
/// without end. Such a program is not overlooked for that, since only the person knows what it is; they are told.
///
/// Confined to one thread at a time; moments never go back.
public final class AlwaysOnRule {
    /// Longer than most meetings.
    static final Duration LASTS = Duration.ofHours(4);

    private final Recorders camera = new Recorders();
    private final Recorders microphone = new Recorders();

    /// Whether there is one that counts as a sign of a meeting. Once found it stays so until it stops to record, or is
    /// ignored.
    public boolean on(NodeSignals signals, PersonConfig config, Instant at) {
        boolean alone = isAlone(signals);
        boolean films =
                config.camera() && camera.on(programs(signals.get(Camera.class), Camera::uses, config), alone, at);
        boolean listens = config.microphone()
                && microphone.on(programs(signals.get(Microphone.class), Microphone::uses, config), alone, at);
        return films || listens;
    }

    private static <T> Optional<Set<String>> programs(
            Reading<T> reading, Function<T, List<CaptureUse>> uses, PersonConfig config) {
        return reading.known().map(value -> {
            Set<String> programs = new HashSet<>();
            for (CaptureUse use : uses.apply(value)) {
                if (MeetingRule.isSign(use, config)) {
                    programs.add(use.program());
                }
            }
            return programs;
        });
    }

    private static boolean isAlone(NodeSignals signals) {
        return signals.get(Lock.class).known().map(Lock::locked).orElse(false)
                || signals.get(Input.class)
                        .known()
                        .map(input -> input.idle().compareTo(Person.AWAY) >= 0)
                        .orElse(false);
    }

    /// Those who use one kind of device.
    private static final class Recorders {
        private final Map<String, Instant> since = new HashMap<>();
        private final Set<String> found = new HashSet<>();

        /// A sensor that fails says of nobody that they have stopped.
        boolean on(Optional<Set<String>> programs, boolean alone, Instant at) {
            programs.ifPresent(now -> {
                since.keySet().retainAll(now);
                found.retainAll(now);
                now.forEach(program -> since.putIfAbsent(program, at));
            });
            since.forEach((program, from) -> {
                if (alone && !at.isBefore(from.plus(LASTS))) {
                    found.add(program);
                }
            });
            return !found.isEmpty();
        }
    }
}
