package dev.herd.app.queues;

import dev.herd.app.controls.Styles;
import java.util.List;
import java.util.Locale;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// What it was, label by label.
final class FactsSection extends VBox {
    private static final double LABELS = 88;

    private final GridPane grid = new GridPane();
    private final Label app = new Label();
    private final FlowPane appLine = new FlowPane(6, 4);
    private final Button cancel = new Button("Cancel request");
    private List<String> shownLabels = List.of();
    private List<String> shownTags = List.of();

    /// @param cancelled stops the request that is shown
    FactsSection(Runnable cancelled) {
        super(8);
        getStyleClass().add("section");
        grid.setHgap(8);
        grid.setVgap(4);
        grid.getColumnConstraints().addAll(labelColumn(), textColumn());
        cancel.setId("inspector-cancel");
        cancel.getStyleClass().addAll("small", "danger", "button-outlined");
        cancel.setOnAction(event -> cancelled.run());
        getChildren().addAll(grid, cancel);
    }

    private static ColumnConstraints labelColumn() {
        ColumnConstraints column = new ColumnConstraints(LABELS);
        column.setMinWidth(LABELS);
        return column;
    }

    private static ColumnConstraints textColumn() {
        ColumnConstraints column = new ColumnConstraints();
        column.setHgrow(Priority.ALWAYS);
        column.setFillWidth(true);
        return column;
    }

    private static Label label(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("quiet");
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /// @param cancelling whether the person has asked to stop it
    void show(Story story, boolean cancelling) {
        List<String> labels = story.facts().stream().map(Story.Fact::label).toList();
        if (!labels.equals(shownLabels)) {
            shownLabels = labels;
            grid.getChildren().clear();
            grid.getRowConstraints().clear();
            addRow(0, "App", appLine);
            for (int i = 0; i < labels.size(); i++) {
                TextFlow text = new TextFlow(new Text(), new Text());
                text.getStyleClass().add("fact");
                addRow(i + 1, labels.get(i), text);
            }
        }
        showApp(story);
        int line = 0;
        for (Node node : grid.getChildren()) {
            if (node instanceof TextFlow flow) {
                show(flow, story.facts().get(line++));
            }
        }
        Section.shown(cancel, story.live());
        cancel.setDisable(cancelling);
        cancel.setText(cancelling ? "Cancelling…" : "Cancel request");
    }

    private void addRow(int row, String label, Node value) {
        grid.addRow(row, label(label), value);
        RowConstraints constraints = new RowConstraints();
        constraints.setValignment(VPos.BASELINE);
        grid.getRowConstraints().add(constraints);
    }

    private void showApp(Story story) {
        app.setText(story.app());
        if (!story.tags().equals(shownTags) || appLine.getChildren().isEmpty()) {
            shownTags = story.tags();
            appLine.getChildren().setAll(app);
            story.tags().forEach(tag -> {
                Label chip = new Label(tag);
                chip.getStyleClass().add("chip");
                appLine.getChildren().add(chip);
            });
        }
    }

    private static void show(TextFlow flow, Story.Fact fact) {
        Text strong = (Text) flow.getChildren().get(0);
        Text rest = (Text) flow.getChildren().get(1);
        strong.setText(fact.strong());
        rest.setText(fact.text());
        Styles.set(strong, "text", "fact-strong");
        Styles.set(rest, "text", "fact-" + fact.tone().name().toLowerCase(Locale.ROOT));
    }
}
