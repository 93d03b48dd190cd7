package dev.herd.app.shell;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// A figure above its label. Wide enough that four digits come and go without moving the neighbours.
final class CounterView extends VBox {
    private static final PseudoClass ALARMING = PseudoClass.getPseudoClass("alarming");

    private final Label value = new Label();
    private final Label label = new Label();

    CounterView(FrameViewModel.Counter counter) {
        getStyleClass().add("counter");
        setId("counter-" + counter.id());
        value.getStyleClass().add("counter-value");
        label.getStyleClass().add("counter-label");
        setAccessibleRole(AccessibleRole.TEXT);
        getChildren().addAll(value, label);
        show(counter);
    }

    void show(FrameViewModel.Counter counter) {
        value.setText(counter.value());
        label.setText(counter.label());
        setAccessibleText(counter.value() + " " + counter.label());
        pseudoClassStateChanged(ALARMING, counter.alarming());
    }
}
