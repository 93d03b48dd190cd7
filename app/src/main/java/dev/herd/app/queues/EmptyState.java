package dev.herd.app.queues;

import dev.herd.engine.api.EngineSnapshot;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What the page says before the first request: how to send it.
final class EmptyState extends VBox {
    private final Label hint = new Label();
    private final TextArea curl = new TextArea();

    EmptyState() {
        setId("queues-empty");
        getStyleClass().add("empty-state");
        setAlignment(Pos.CENTER);
        setSpacing(12);
        FontIcon icon = new FontIcon(Feather.SEND);
        icon.getStyleClass().add("empty-icon");
        Label title = new Label("Nothing sent yet");
        title.getStyleClass().add("empty-title");
        hint.getStyleClass().add("quiet");
        hint.setWrapText(true);
        hint.setMaxWidth(560);
        hint.setAlignment(Pos.CENTER);
        curl.setId("first-curl");
        curl.setAccessibleText("A first request for a shell");
        curl.setEditable(false);
        curl.setWrapText(true);
        curl.setPrefRowCount(3);
        curl.setMaxWidth(600);
        curl.setMinHeight(Region.USE_PREF_SIZE);
        curl.getStyleClass().add("code");
        CopyButton copy = new CopyButton("Copy", "Copy the line", curl::getText);
        copy.setId("copy-first-curl");
        copy.getStyleClass().add("accent");
        getChildren().addAll(icon, title, hint, curl, copy);
    }

    void show(EngineSnapshot snapshot) {
        boolean hasModel = snapshot.fleet().models().values().stream()
                .flatMap(holders -> holders.stream())
                .anyMatch(holder -> holder.serves());
        hint.setText(
                hasModel
                        ? "Requests show up here as they come. Try one:"
                        : "No machine has a model to answer with yet; the Fleet tab adds one. Then try:");
        String line = CurlText.first(snapshot);
        if (!line.equals(curl.getText())) {
            curl.setText(line);
        }
    }
}
