package dev.herd.app.shell;

import dev.herd.app.bridge.StopMode;
import dev.herd.app.text.Units;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.EngineState;
import dev.herd.engine.api.FleetTotals;
import java.util.List;
import java.util.Optional;

/// Something that only the person can decide.
///
/// @param choices the first is the one that Enter takes
public record Question<T>(String title, String text, List<Choice<T>> choices) {
    public Question {
        choices = List.copyOf(choices);
    }

    /// @param value empty to leave things as they are, which is also what Escape takes
    public record Choice<T>(String label, Optional<T> value) {
        static <T> Choice<T> of(String label, T value) {
            return new Choice<>(label, Optional.of(value));
        }
    }

    /// What closing the window should do.
    public enum Closing {
        PUT_AWAY,
        QUIT
    }

    /// Asks how to quit, if that matters to anybody.
    public static Optional<Question<StopMode>> quitting(EngineSnapshot snapshot) {
        FleetTotals totals = snapshot.totals();
        int inFlight = totals.running() + totals.waiting();
        if (inFlight == 0) {
            return Optional.empty();
        }
        Choice<StopMode> now = Choice.of("Quit now", StopMode.NOW);
        if (snapshot.state() == EngineState.STOPPING) {
            return Optional.of(new Question<>(
                    "Herd quits when it is idle",
                    work(totals) + ". Nothing new is taken. Quitting now ends them with an error.",
                    List.of(new Choice<>("Keep waiting", Optional.empty()), now)));
        }
        return Optional.of(new Question<>(
                "Quit while work is under way?",
                work(totals) + ". Quitting when idle lets them finish and takes nothing new; quitting now ends them"
                        + " with an error.",
                List.of(
                        Choice.of("Quit when idle", StopMode.WHEN_IDLE),
                        now,
                        new Choice<>("Cancel", Optional.empty()))));
    }

    private static String work(FleetTotals totals) {
        String running = Units.plural(totals.running(), "request runs", "requests run");
        String waiting = Units.plural(totals.waiting(), "waits", "wait");
        if (totals.waiting() == 0) {
            return running;
        }
        return totals.running() == 0
                ? Units.plural(totals.waiting(), "request waits", "requests wait")
                : running + " and " + waiting;
    }

    /// Explains what closing the window does, once.
    ///
    /// @param quitKey the key that ends Herd, as people read it
    static Question<Closing> closing(Face face, String quitKey) {
        String text = face == Face.TRAY
                ? "Closing the window does not end it: clients are served as before, and the icon in the tray brings the"
                        + " window back."
                : "This system shows no tray icon, so that closing the window puts it away to the task bar. Clients are"
                        + " served as before, and starting Herd again brings the window back.";
        return new Question<>(
                "Herd goes on serving",
                text + " To end Herd, quit it with " + quitKey + ".",
                List.of(
                        Choice.of("Close window", Closing.PUT_AWAY),
                        Choice.of("Quit Herd", Closing.QUIT),
                        new Choice<>("Cancel", Optional.empty())));
    }
}
