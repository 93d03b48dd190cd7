package dev.herd.engine.presence;

import dev.herd.engine.fleet.Guard;
import dev.herd.engine.signal.Front;
import dev.herd.engine.signal.Input;
import dev.herd.engine.signal.NodeSignals;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// What a machine is used for, as a class: which program, which file and which title never get here, and
/// class and load alone leave the machine (signals spec 9).
///
/// @param reason for people: `builds software: the processor is 74 % busy`
public record Fingerprint(Kind kind, String reason) {
    /// The class.
    public enum Kind {
        CALL("talks to others"),
        BUILD("builds software"),
        GAME("plays"),
        CREATIVE("edits sound or pictures"),
        MEDIA("watches or listens"),
        OFFICE("reads and writes"),
        /// Something on no list works hard.
        BUSY("runs something heavy"),
        IDLE("nobody is at it"),
        /// Nobody can tell.
        UNKNOWN("not sensed");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /// On a whole screen this is a game (signals spec 9).
    private static final double PLAYS = 0.6;

    /// So long a person may listen without touching anything.
    private static final Duration LISTENS = Duration.ofMinutes(30);

    /// The reason; empty where nobody can tell.
    public String known() {
        return kind == Kind.UNKNOWN ? "" : reason;
    }

    /// @param foreign what [ForeignLoadRule] left of the machine's load
    /// @param state how the machine stands to its person: who is in a meeting talks, whatever stands in front
    public static Fingerprint of(NodeSignals signals, ForeignLoad foreign, Guard.State state) {
        var look = new Look(
                signals.get(Front.class).known(),
                signals.get(Input.class).known().map(Input::idle),
                foreign);
        Kind kind = state == Guard.State.MEETING ? Kind.CALL : look.kind();
        return new Fingerprint(kind, kind.label() + look.because(kind));
    }

    /// What is seen of the machine.
    private record Look(Optional<Front> front, Optional<Duration> idle, ForeignLoad foreign) {
        Kind kind() {
            Kind program = front.map(each -> program(each.kind())).orElse(Kind.UNKNOWN);
            boolean works = foreign.heavy();
            boolean untouched = isIdleFor(Now.IDLE_AFTER);
            if (program == Kind.UNKNOWN && isFullScreen() && foreign.accelerator() >= PLAYS) {
                return Kind.GAME;
            }
            if (program == Kind.CALL && !isIdleFor(LISTENS)) {
                return Kind.CALL;
            }
            if (isFullScreen() && (program == Kind.MEDIA || (program == Kind.UNKNOWN && untouched))) {
                return Kind.MEDIA;
            }
            if (untouched && !works) {
                return Kind.IDLE;
            }
            return program == Kind.UNKNOWN || (isLight(program) && works) ? ofLoad(works) : program;
        }

        /// A text or a conference does not work hard: what does is another program.
        private static boolean isLight(Kind program) {
            return program == Kind.OFFICE || program == Kind.CALL;
        }

        private Kind ofLoad(boolean works) {
            if (works) {
                return Kind.BUSY;
            }
            return idle.isPresent() ? Kind.OFFICE : Kind.UNKNOWN;
        }

        private static Kind program(Front.Kind front) {
            return switch (front) {
                case CALL -> Kind.CALL;
                case BUILD -> Kind.BUILD;
                case GAME -> Kind.GAME;
                case CREATIVE -> Kind.CREATIVE;
                case MEDIA -> Kind.MEDIA;
                case OFFICE -> Kind.OFFICE;
                case UNKNOWN -> Kind.UNKNOWN;
            };
        }

        private boolean isFullScreen() {
            return front.map(Front::fullScreen).orElse(false);
        }

        private boolean isIdleFor(Duration time) {
            return idle.map(each -> each.compareTo(time) >= 0).orElse(false);
        }

        String because(Kind kind) {
            String load = loadWords();
            String screen = isFullScreen() ? "on the whole screen" : "";
            return switch (kind) {
                case BUILD, CREATIVE, BUSY -> tail(load, "");
                case GAME -> tail(screen, load);
                case CALL, MEDIA -> tail(screen, "");
                case OFFICE, UNKNOWN -> "";
                case IDLE -> tail(idle.map(Look::untouchedWords).orElse(""), "");
            };
        }

        private static String tail(String first, String second) {
            String both = first.isEmpty() || second.isEmpty() ? first + second : first + ", " + second;
            return both.isEmpty() ? "" : ": " + both;
        }

        private String loadWords() {
            if (!foreign.isKnown()) {
                return "";
            }
            boolean graphics = !(foreign.processor() >= foreign.most());
            return String.format(
                    Locale.ROOT,
                    "the %s is %.0f %% busy",
                    graphics ? "accelerator" : "processor",
                    foreign.most() * 100);
        }

        private static String untouchedWords(Duration idle) {
            long minutes = idle.toMinutes();
            return minutes < 120 ? "untouched for " + minutes + " min" : "untouched for " + idle.toHours() + " h";
        }
    }
}
