package dev.herd.app.queues;

import dev.herd.app.controls.Waterfall;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// Where the time went.
final class TimeSection extends Section {
    private static final double LABELS = 88;
    private static final double FIGURES = 96;

    private final Waterfall phases = new Waterfall(LABELS, FIGURES);
    private final Label triesTitle = new Label("Tries");
    private final Waterfall tries = new Waterfall(LABELS, FIGURES);
    private final VBox endings = new VBox(2);

    TimeSection() {
        triesTitle.getStyleClass().add("quiet");
        getChildren().addAll(phases, triesTitle, tries, endings);
    }

    void show(Timeline timeline) {
        head("Time", Timeline.figure(timeline.totalMs()));
        phases.show(bars(timeline.phases()), timeline.totalMs());
        boolean several = !timeline.attempts().isEmpty();
        shown(triesTitle, several);
        shown(tries, several);
        shown(endings, several);
        tries.show(bars(timeline.attempts().stream().map(Timeline.Try::phase).toList()), timeline.totalMs());
        while (endings.getChildren().size() > timeline.attempts().size()) {
            endings.getChildren().removeLast();
        }
        while (endings.getChildren().size() < timeline.attempts().size()) {
            Label line = new Label();
            line.setWrapText(true);
            line.setMinHeight(USE_PREF_SIZE);
            line.getStyleClass().add("quiet");
            endings.getChildren().add(line);
        }
        for (int i = 0; i < timeline.attempts().size(); i++) {
            Timeline.Try attempt = timeline.attempts().get(i);
            ((Label) endings.getChildren().get(i)).setText(attempt.phase().label() + " " + attempt.words());
        }
    }
}
