package dev.herd.app.queues;

import dev.herd.app.text.Units;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestTrace;
import java.time.ZoneId;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The whole story of one request: what it was, where its time went, why it ran there, what would have changed that,
/// and
/// what Herd changed in it.
final class Inspector extends VBox {
    private final ZoneId zone;
    private final Label id = new Label();
    private final Button close = new Button();
    private final HBox tools;
    private final FactsSection facts;
    private final TimeSection time = new TimeSection();
    private final WhySection why = new WhySection();
    private final ChangeSection change = new ChangeSection();
    private final VBox sections;
    private final ScrollPane scroll;
    private final Label message = new Label();
    private @Nullable Story story;

    /// @param cancel stops the request that is shown
    /// @param closed puts the inspector away
    Inspector(ZoneId zone, Runnable cancel, Runnable closed) {
        this.zone = zone;
        setId("inspector");
        getStyleClass().add("inspector");
        facts = new FactsSection(cancel);
        tools = tools();
        close.setId("inspector-close");
        close.setGraphic(new FontIcon(Feather.X));
        close.setAccessibleText("Close the inspector");
        close.getStyleClass().addAll("flat", "icon-button");
        close.setOnAction(event -> closed.run());
        sections = new VBox(facts, time, why, change);
        sections.setMinWidth(0);
        scroll = new ScrollPane(sections);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("inspector-scroll");
        message.setWrapText(true);
        message.setMaxWidth(300);
        message.getStyleClass().addAll("quiet", "inspector-message");
        StackPane body = new StackPane(scroll, message);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(header(), body);
        showNothing();
    }

    private HBox tools() {
        CopyButton copyId = new CopyButton("", "Copy the request's id", id::getText);
        copyId.setId("copy-id");
        copyId.getStyleClass().addAll("flat", "icon-button");
        CopyButton copyCurl = new CopyButton("Copy as curl", "Copy the request as a curl line", this::curl);
        copyCurl.setId("copy-curl");
        copyCurl.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox box = new HBox(6, id, copyId, space, copyCurl);
        box.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private HBox header() {
        Label title = new Label("Request");
        title.getStyleClass().add("card-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        id.setId("inspector-id");
        id.getStyleClass().add("id");
        HBox header = new HBox(8, title, tools, close);
        header.getStyleClass().add("card-header");
        return header;
    }

    private String curl() {
        return story == null ? "" : story.curl();
    }

    /// Whether it has a way out of its own, as a drawer has.
    void setClosable(boolean closable) {
        Section.shown(close, closable);
    }

    /// Puts the keyboard into it.
    void focus() {
        tools.getChildren().getLast().requestFocus();
    }

    /// @param cancelling whether the person has asked to stop it
    void show(RequestTrace request, EngineSnapshot snapshot, boolean cancelling) {
        boolean other = story == null || !story.id().equals(request.id());
        Story told = Story.of(request, snapshot, zone);
        story = told;
        id.setText(told.id());
        facts.show(told, cancelling);
        time.show(told.timeline());
        why.show(told.why(), cached(request));
        change.show(told);
        if (other) {
            scroll.setVvalue(0);
        }
        say("");
    }

    /// `(5,120 of 6,800 tokens cached)`.
    private static String cached(RequestTrace request) {
        return request.tokens().cached() > 0
                ? " (" + Units.count(request.tokens().cached()) + " of "
                        + Units.count(request.tokens().prompt()) + " tokens cached)"
                : "";
    }

    /// Nothing is chosen.
    void showNothing() {
        story = null;
        id.setText("");
        say("Select a request to see where its time went, and why it ran where it ran.");
    }

    /// There is nothing to show of the chosen one.
    void showMessage(String requestId, String words) {
        story = null;
        id.setText(requestId);
        say(words);
    }

    private void say(String words) {
        message.setText(words);
        Section.shown(message, !words.isEmpty());
        Section.shown(scroll, words.isEmpty());
        Section.shown(tools, story != null || !id.getText().isEmpty());
        tools.getChildren().getLast().setDisable(story == null);
    }
}
