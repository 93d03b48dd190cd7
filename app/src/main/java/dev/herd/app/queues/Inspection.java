package dev.herd.app.queues;

import dev.herd.app.bridge.Actions;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestTrace;
import java.util.Optional;
import java.util.Set;
import javafx.animation.PauseTransition;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Which request is inspected, and where its trace comes from: the moment while it runs, the engine once it has ended.
final class Inspection {
    /// Reading that takes less is not worth a word.
    private static final Duration WORTH_A_WORD = Duration.millis(300);

    private final Actions actions;
    private final Inspector inspector;
    private final PauseTransition slow = new PauseTransition(WORTH_A_WORD);
    private @Nullable String id;

    /// Whether it is asked for, or an answer has come that stays as it is.
    private boolean settled;

    Inspection(Actions actions, Inspector inspector) {
        this.actions = actions;
        this.inspector = inspector;
        slow.setOnFinished(event -> inspector.showMessage(id == null ? "" : id, "Reading…"));
    }

    @Nullable
    String id() {
        return id;
    }

    /// @param chosen null for none
    void choose(@Nullable String chosen) {
        if (chosen == null || !chosen.equals(id)) {
            id = chosen;
            settled = false;
            slow.stop();
        }
        if (chosen == null) {
            inspector.showNothing();
        }
    }

    /// @param cancelling ids of requests that the person has asked to stop
    void show(EngineSnapshot moment, Set<String> cancelling) {
        String wanted = id;
        if (wanted == null) {
            return;
        }
        Optional<RequestTrace> running = moment.live().stream()
                .filter(request -> request.id().equals(wanted) && !request.ended())
                .findFirst();
        if (running.isPresent()) {
            settled = false;
            slow.stop();
            inspector.show(running.get(), moment, cancelling.contains(wanted));
        } else if (!settled) {
            settled = true;
            slow.playFromStart();
            actions.request(wanted, found -> read(wanted, found, moment), reason -> failed(wanted, reason));
        }
    }

    private void read(String asked, Optional<RequestTrace> found, EngineSnapshot moment) {
        if (!asked.equals(id)) {
            return;
        }
        slow.stop();
        if (found.isEmpty()) {
            inspector.showMessage(asked, "This request is not kept any more.");
            return;
        }
        // It still runs, and the moment was older: the next one shows it, or asks again.
        settled = found.get().ended();
        inspector.show(found.get(), moment, false);
    }

    private void failed(String asked, String reason) {
        if (asked.equals(id)) {
            slow.stop();
            settled = false;
            inspector.showMessage(asked, "It cannot be read: " + HistoryNotice.because(reason));
        }
    }
}
