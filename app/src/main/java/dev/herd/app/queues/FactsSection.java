package dev.herd.app.queues;

import dev.herd.app.controls.Styles;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// What it was, label by label.
final class FactsSection extends VBox {
    private static final double LABELS = 88;

    private final VBox lines = new VBox(3);
    private final Label app = new Label();
    private final FlowPane appLine = new FlowPane(6, 4);
    private final Button cancel = new Button("Cancel request");
    private List<String> shownLabels = List.of();
    private List<String> shownTags = List.of();

    /// @param cancelled stops the request that is shown
    FactsSection(Runnable cancelled) {
        super(8);
        getStyleClass().add("section");
        appLine.setMinWidth(0);
        app.maxWidthProperty().bind(appLine.widthProperty());
        cancel.setId("inspector-cancel");
        cancel.getStyleClass().addAll("small", "danger", "button-outlined");
        cancel.setOnAction(event -> cancelled.run());
        getChildren().addAll(lines, cancel);
    }

    /// @param cancelling whether the person has asked to stop it
    void show(Story story, boolean cancelling) {
        List<String> labels = story.facts().stream().map(Story.Fact::label).toList();
        if (!labels.equals(shownLabels)) {
            shownLabels = labels;
            lines.getChildren().setAll(line("App", LABELS, appLine));
            labels.forEach(label -> lines.getChildren().add(line(label, LABELS, text())));
        }
        showApp(story);
        for (int i = 0; i < labels.size(); i++) {
            HBox line = (HBox) lines.getChildren().get(i + 1);
            show((TextFlow) line.getChildren().getLast(), story.facts().get(i));
        }
        Section.shown(cancel, story.live());
        cancel.setDisable(cancelling);
        cancel.setText(cancelling ? "Cancelling…" : "Cancel request");
    }

    /// @param width of the label
    static HBox line(String name, double width, Node value) {
        Label label = new Label(name);
        label.getStyleClass().addAll("quiet", "fact-label");
        label.setMinWidth(width);
        label.setMaxWidth(width);
        label.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(value, Priority.ALWAYS);
        return new HBox(8, label, value);
    }

    private static TextFlow text() {
        TextFlow text = new TextFlow(new Text(), new Text());
        text.setMinWidth(0);
        text.getStyleClass().add("fact");
        return text;
    }

    private void showApp(Story story) {
        app.setText(story.app());
        if (!story.tags().equals(shownTags) || appLine.getChildren().isEmpty()) {
            shownTags = story.tags();
            appLine.getChildren().setAll(app);
            story.tags().forEach(tag -> appLine.getChildren().add(chip(tag)));
        }
    }

    private Label chip(String tag) {
        Label chip = new Label(tag);
        chip.maxWidthProperty().bind(appLine.widthProperty());
        chip.getStyleClass().add("chip");
        return chip;
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
