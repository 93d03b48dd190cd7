package dev.herd.app.shell;

import dev.herd.engine.api.EngineSnapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Puts pages that nobody has chosen yet through their first showing, unseen behind the chosen one, once that has been
/// drawn: a first showing makes and styles everything that later ones find, which takes several times as long. For the
/// toolkit's thread.
final class Rehearsal extends AnimationTimer {
    /// Until what is before the person's eyes has settled.
    private static final long SETTLING = TimeUnit.MILLISECONDS.toNanos(500);

    /// Between two steps, so that hands and eyes have their turn.
    private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(100);

    /// Until what a page asks for has come and is drawn.
    private static final long ANSWERS = TimeUnit.SECONDS.toNanos(1);

    private final StackPane stage;
    private final Deque<Page> cast;
    private @Nullable EngineSnapshot moment;
    private @Nullable Page playing;
    private boolean told;
    private boolean seen;
    private long due;

    /// @param stage where pages are shown
    Rehearsal(StackPane stage, List<Page> pages) {
        this.stage = stage;
        cast = new ArrayDeque<>(pages);
    }

    /// What pages are to show; null when there is nothing.
    void moment(@Nullable EngineSnapshot newest) {
        boolean begins = moment == null && newest != null;
        moment = newest;
        if (newest == null) {
            interrupt();
        } else if (begins) {
            begin();
        }
    }

    /// Whether the window can be seen: nothing is drawn in one that cannot.
    void seen(boolean nowSeen) {
        seen = nowSeen;
        if (seen) {
            begin();
        } else {
            interrupt();
        }
    }

    /// A page is about to be shown to the person, who comes first.
    void makeWay(Page page) {
        cast.remove(page);
        if (page.equals(playing)) {
            playing = null;
            undisguise(page.view());
        }
    }

    private void begin() {
        if (seen && moment != null && !cast.isEmpty()) {
            due = 0;
            start();
        }
    }

    private void interrupt() {
        stop();
        Page page = playing;
        if (page != null) {
            putAway(page);
            cast.addFirst(page);
        }
    }

    @Override
    public void handle(long now) {
        if (due == 0) {
            due = now + SETTLING;
        }
        EngineSnapshot newest = moment;
        if (now < due || newest == null) {
            return;
        }
        Page page = playing;
        if (page == null) {
            enter();
            due = now + BREATH;
        } else if (!told) {
            told = true;
            page.show(newest);
            due = now + ANSWERS;
        } else {
            putAway(page);
            due = now + BREATH;
        }
    }

    private void enter() {
        Page next = cast.poll();
        if (next == null) {
            stop();
            return;
        }
        playing = next;
        told = false;
        Node view = next.view();
        view.setOpacity(0);
        view.setMouseTransparent(true);
        view.setVisible(true);
        view.setManaged(true);
        if (!stage.getChildren().contains(view)) {
            stage.getChildren().addFirst(view);
        }
    }

    private void putAway(Page page) {
        playing = null;
        page.view().setVisible(false);
        page.view().setManaged(false);
        undisguise(page.view());
    }

    private static void undisguise(Node view) {
        view.setOpacity(1);
        view.setMouseTransparent(false);
    }
}
