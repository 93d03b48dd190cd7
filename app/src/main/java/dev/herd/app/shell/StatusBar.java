package dev.herd.app.shell;

import dev.herd.app.text.Units;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The window's lower edge. Its right end says how old the picture is: calm while it is live, and plain when the engine
/// has not been heard of for a while.
final class StatusBar extends HBox {
    /// A few beats may be late on a machine that works hard.
    private static final Duration LIVE = Duration.ofSeconds(2);

    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final HBox facts = new HBox();
    private final Label history = new Label();
    private final Label age = new Label();
    private final LongSupplier nanos;
    private final Timeline ticks = new Timeline(new KeyFrame(javafx.util.Duration.seconds(1), _ -> tick()));
    private long shownAt;
    private boolean anyShown;

    /// @param nanos a clock that only goes on
    StatusBar(LongSupplier nanos) {
        this.nanos = nanos;
        getStyleClass().add("status-bar");
        facts.getStyleClass().add("status-facts");
        age.setId("age");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(facts, space, history, age);
        ticks.setCycleCount(Animation.INDEFINITE);
    }

    void show(FrameViewModel view) {
        List<String> words = view.facts();
        while (facts.getChildren().size() < words.size()) {
            facts.getChildren().add(new Label());
        }
        for (int i = 0; i < words.size(); i++) {
            ((Label) facts.getChildren().get(i)).setText(words.get(i));
        }
        history.setText(view.history());
        shownAt = nanos.getAsLong();
        anyShown = true;
        tick();
    }

    /// No engine, so that nothing gets old.
    void showWithoutEngine() {
        facts.getChildren().clear();
        history.setText("");
        age.setText("");
        anyShown = false;
    }

    /// Counts on while the window can be seen.
    void run() {
        ticks.play();
    }

    void rest() {
        ticks.stop();
    }

    void tick() {
        if (!anyShown) {
            return;
        }
        Duration old = Duration.ofNanos(nanos.getAsLong() - shownAt);
        boolean live = old.compareTo(LIVE) < 0;
        age.setText(live ? "updated just now" : "updated " + Units.duration(old) + " ago");
        age.pseudoClassStateChanged(STALE, !live);
    }
}
