package dev.herd.app.queues;

import dev.herd.engine.api.RequestOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// What of the history is shown: how far back, which machine, which outcome, which text.
final class FilterBar extends HBox {
    static final Duration TYPING = Duration.millis(250);

    private static final Choice<String> ALL_MACHINES = new Choice<>(null, "All machines");
    private static final Choice<RequestOutcome> ALL_OUTCOMES = new Choice<>(null, "All outcomes");

    private final ComboBox<HistoryFilter.Span> span = new ComboBox<>();
    private final ComboBox<Choice<String>> machine = new ComboBox<>();
    private final ComboBox<Choice<RequestOutcome>> outcome = new ComboBox<>();
    private final TextField text = new TextField();
    private final PauseTransition typing = new PauseTransition(TYPING);
    private final Consumer<HistoryFilter> changed;
    private HistoryFilter filter = HistoryFilter.DEFAULT;
    private boolean setting;

    /// Something to choose, or all.
    private record Choice<T>(@Nullable T value, String label) {
        @Override
        public String toString() {
            return label;
        }
    }

    FilterBar(Consumer<HistoryFilter> changed) {
        super(8);
        this.changed = changed;
        setAlignment(Pos.CENTER_RIGHT);
        getStyleClass().add("filters");
        choice(span, "filter-since", "How far back").setPrefWidth(108);
        choice(machine, "filter-machine", "Which machine").setPrefWidth(124);
        choice(outcome, "filter-outcome", "Which outcome").setPrefWidth(124);
        span.getItems().setAll(HistoryFilter.Span.values());
        machine.getItems().add(ALL_MACHINES);
        outcome.getItems().add(ALL_OUTCOMES);
        for (RequestOutcome each : RequestOutcome.values()) {
            outcome.getItems().add(new Choice<>(each, Outcomes.choice(each)));
        }
        text.setId("filter-text");
        text.setPromptText("Filter…");
        text.setAccessibleText("Filter by model, app, tag or reason");
        text.getStyleClass().add("small");
        text.setPrefColumnCount(11);
        text.setMinWidth(80);
        text.textProperty().addListener(observable -> typing.playFromStart());
        text.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        typing.setOnFinished(event -> apply());
        getChildren().addAll(span, machine, outcome, text);
        reset(HistoryFilter.DEFAULT);
    }

    private ComboBox<?> choice(ComboBox<?> box, String id, String spoken) {
        box.setId(id);
        box.setAccessibleText(spoken);
        box.getStyleClass().addAll("small", "filter");
        box.setVisibleRowCount(12);
        box.valueProperty().addListener(observable -> apply());
        box.setMinWidth(84);
        return box;
    }

    HistoryFilter filter() {
        return filter;
    }

    /// Shows another filter, which counts at once.
    void reset(HistoryFilter other) {
        setting = true;
        span.setValue(other.span());
        String node = other.machine();
        machine.setValue(node == null ? ALL_MACHINES : new Choice<>(node, node));
        RequestOutcome wanted = other.outcome();
        outcome.setValue(wanted == null ? ALL_OUTCOMES : new Choice<>(wanted, Outcomes.choice(wanted)));
        text.setText(other.text());
        setting = false;
        apply();
    }

    /// The machines to choose from; one that is chosen and not there any more stays to choose.
    void machines(List<String> names) {
        List<Choice<String>> items = new ArrayList<>();
        items.add(ALL_MACHINES);
        names.forEach(name -> items.add(new Choice<>(name, name)));
        Choice<String> chosen = machine.getValue();
        if (chosen != null && !items.contains(chosen)) {
            items.add(chosen);
        }
        if (!items.equals(machine.getItems()) && !machine.isShowing()) {
            setting = true;
            machine.getItems().setAll(items);
            machine.setValue(chosen);
            setting = false;
        }
    }

    void focusText() {
        text.requestFocus();
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && !text.getText().isEmpty()) {
            text.clear();
            apply();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER) {
            apply();
        }
    }

    private void apply() {
        if (setting) {
            return;
        }
        typing.stop();
        HistoryFilter.Span since = span.getValue();
        var next = new HistoryFilter(
                since == null ? HistoryFilter.Span.DAY : since,
                chosen(machine),
                chosen(outcome),
                text.getText().strip());
        if (!next.equals(filter)) {
            filter = next;
            changed.accept(next);
        }
    }

    private static <T> @Nullable T chosen(ComboBox<Choice<T>> box) {
        Choice<T> choice = box.getValue();
        return choice == null ? null : choice.value();
    }
}
