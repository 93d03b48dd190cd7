package dev.herd.app.fleet;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What stands where no machine does yet.
final class BlankPane extends VBox {
    private final FontIcon icon = new FontIcon(Feather.SERVER);
    private final ProgressIndicator busy = new ProgressIndicator();
    private final Label title = Looks.label("blank-title");
    private final Label text = Looks.label("blank-text");
    private final Label where = Looks.label("blank-where");
    private final HBox ways;

    BlankPane(Runnable add, Runnable demo) {
        getStyleClass().add("blank");
        setAlignment(Pos.TOP_CENTER);
        icon.getStyleClass().add("blank-icon");
        busy.getStyleClass().add("blank-busy");
        text.setWrapText(true);
        text.setTextAlignment(TextAlignment.CENTER);
        where.setWrapText(true);
        where.setTextAlignment(TextAlignment.CENTER);
        Button addButton = new Button("Add a model server");
        addButton.setId("blank-add");
        addButton.getStyleClass().add("accent");
        addButton.setOnAction(event -> add.run());
        Button demoButton = new Button("Show me a demo fleet");
        demoButton.setId("blank-demo");
        demoButton.setOnAction(event -> demo.run());
        ways = new HBox(addButton, demoButton);
        ways.setAlignment(Pos.CENTER);
        ways.getStyleClass().add("blank-ways");
        getChildren().addAll(icon, busy, title, text, where, ways);
    }

    void show(FleetViewModel.Phase phase) {
        boolean looking = phase == FleetViewModel.Phase.LOOKING;
        title.setText(looking ? "Looking for model servers…" : "No model server yet");
        text.setText(
                looking
                        ? "Herd asks this machine and the servers in its settings. That takes a second or two."
                        : "Start Ollama, LM Studio or another local model server on this machine and Herd finds it by"
                                + " itself. A server on another machine needs its address only.");
        where.setText("Looked for here on ports 11434, 1234, 8080, 8000 and 52415, and where OLLAMA_HOST points.");
        toggle(busy, looking);
        toggle(icon, !looking);
        toggle(where, !looking);
        toggle(ways, !looking);
    }

    private static void toggle(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }
}
