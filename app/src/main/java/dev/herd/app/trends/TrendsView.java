package dev.herd.app.trends;

import java.time.Instant;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// How the parts of the page stand: the bar, the machines, then charts, table or a notice.
final class TrendsView extends VBox {
    private final Parts parts;
    private final ScrollPane scroll;
    private final VBox charts;

    /// What it is made of.
    record Parts(
            TrendsBar bar, Legend legend, TimeStrip strip, ChartStack stack, TrendTable table, TrendsNotice notice) {}

    /// What is seen beneath the bar.
    enum Face {
        NOTICE,
        CHARTS,
        TABLE
    }

    TrendsView(Parts parts) {
        this.parts = parts;
        setId("trends-page");
        getStyleClass().add("trends-page");
        scroll = new ScrollPane(parts.stack());
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("trend-scroll");
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        // As wide as what scrolls beneath it.
        scroll.viewportBoundsProperty().subscribe(bounds -> parts.strip().setMaxWidth(bounds.getWidth()));
        charts = new VBox(parts.strip(), scroll);
        charts.getStyleClass().add("trend-card");
        var tableCard = parts.table();
        var body = new StackPane(charts, tableCard, parts.notice());
        body.getStyleClass().add("trend-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(parts.bar(), parts.legend(), parts.notice().banner(), body);
        face(Face.NOTICE);
    }

    void face(Face face) {
        present(parts.notice(), face == Face.NOTICE);
        present(parts.legend(), face != Face.NOTICE);
        present(charts, face == Face.CHARTS);
        present(parts.table(), face == Face.TABLE);
        if (face == Face.NOTICE) {
            present(parts.notice().banner(), false);
        }
    }

    private static void present(Node node, boolean present) {
        node.setVisible(present);
        node.setManaged(present);
    }

    /// Room of the charts without scrolling; what it most likely is before it has been laid out.
    double room() {
        double height = scroll.getViewportBounds().getHeight();
        return height > 0 ? height : Layout.LEAST_CHART;
    }

    /// Pixels that the lines have across.
    int columns() {
        double width = parts.stack().getWidth();
        return (int) Math.round(new Layout(width > 0 ? width : getWidth(), Layout.LEAST_CHART).plot());
    }

    /// Runs `changed` whenever the charts have more or less room.
    void onRoom(Runnable changed) {
        scroll.viewportBoundsProperty().subscribe((_, _) -> changed.run());
    }

    void show(TrendsViewModel model, Span span, Instant now) {
        parts.legend().show(model.machines());
        parts.strip().show(model, span, now);
        parts.stack().show(model, span, room());
        if (parts.table().isVisible()) {
            parts.table().show(model);
        }
    }

    /// What a picture of it consists of, from above.
    Node[] pictured() {
        return new Node[] {parts.legend(), parts.strip(), parts.stack()};
    }
}
