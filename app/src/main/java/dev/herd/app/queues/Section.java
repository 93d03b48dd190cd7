package dev.herd.app.queues;

import dev.herd.app.controls.Waterfall;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// One answer of the inspector: a title with a remark, and what follows.
class Section extends VBox {
    private final Label title = new Label();
    private final Label remark = new Label();

    Section() {
        super(8);
        getStyleClass().add("section");
        title.getStyleClass().add("section-title");
        title.setMinWidth(30);
        remark.getStyleClass().add("quiet");
        remark.setMinWidth(USE_PREF_SIZE);
        setMinWidth(0);
        HBox head = new HBox(8, title, remark);
        head.getStyleClass().add("section-head");
        getChildren().add(head);
    }

    final void head(String what, String about) {
        title.setText(what);
        remark.setText(about);
    }

    /// Shows a node, or leaves no gap where it would be.
    static void shown(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    static String style(Timeline.Kind kind) {
        return "span-" + kind.name().toLowerCase(Locale.ROOT);
    }

    static List<Waterfall.Bar> bars(List<Timeline.Phase> phases) {
        return phases.stream()
                .map(phase -> new Waterfall.Bar(
                        phase.label(), style(phase.kind()), phase.fromMs(), phase.toMs(), phase.figure()))
                .toList();
    }
}
