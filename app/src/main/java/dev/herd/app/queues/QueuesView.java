package dev.herd.app.queues;

import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/// The page's nodes in their places: strips above, the tables beneath each other, and the inspector as a column beside
/// them where there is room, else as a drawer over them.
final class QueuesView extends Region {
    /// From this width on the inspector has a column of its own.
    static final double WIDE = 1200;

    /// From this height on strips may take two rows.
    private static final double TALL = 640;

    private static final double GAP = 12;

    private final Parts parts;
    private final ScrollPane strips;
    private boolean drawerOpen;
    private boolean empty;

    record Parts(
            StripsPane strips, LiveCard live, HistoryCard history, Inspector inspector, EmptyState blank, Ask ask) {}

    QueuesView(Parts parts) {
        this.parts = parts;
        setId("queues");
        getStyleClass().add("queues");
        strips = new ScrollPane(parts.strips());
        strips.setFitToWidth(true);
        strips.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        strips.getStyleClass().add("strips-scroll");
        getChildren().addAll(strips, parts.live(), parts.history(), parts.blank(), parts.inspector(), parts.ask());
        parts.strips().heightProperty().addListener(observable -> requestLayout());
        widthProperty().addListener(observable -> arrange());
        heightProperty().addListener(observable -> parts.strips().setRows(getHeight() < TALL ? 1 : 2));
        arrange();
    }

    boolean isWide() {
        return getWidth() >= WIDE;
    }

    boolean isDrawerOpen() {
        return drawerOpen && !isWide();
    }

    void setDrawerOpen(boolean open) {
        if (open != drawerOpen) {
            drawerOpen = open;
            arrange();
        }
    }

    /// Shows how to begin instead of the tables.
    void setEmpty(boolean isEmpty) {
        if (isEmpty != empty) {
            empty = isEmpty;
            arrange();
        }
    }

    private void arrange() {
        for (Node node : new Node[] {strips, parts.live(), parts.history()}) {
            Section.shown(node, !empty);
        }
        Section.shown(parts.blank(), empty);
        Section.shown(parts.inspector(), !empty && (isWide() || drawerOpen));
        parts.inspector().setClosable(!isWide());
        pseudoClassStateChanged(PseudoClass.getPseudoClass("wide"), isWide());
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        place(parts.ask(), 0, 0, width, height);
        if (empty) {
            place(parts.blank(), 0, 0, width, height);
            return;
        }
        double edge = isWide() ? 20 : 16;
        double inner = width - 2 * edge;
        double y = edge;
        double strip = Math.min(parts.strips().prefHeight(inner), height * 0.4);
        Section.shown(strips, strip > 0);
        if (strip > 0) {
            place(strips, edge, y, inner, strip);
            y += strip + GAP;
        }
        double column = isWide() ? Math.clamp(Math.round(width * 0.315), 384, 480) : 0;
        double tables = isWide() ? inner - column - GAP : inner;
        double live = parts.live().prefHeight(tables);
        place(parts.live(), edge, y, tables, live);
        double history = y + live + GAP;
        place(parts.history(), edge, history, tables, Math.max(0, height - edge - history));
        if (isWide()) {
            place(parts.inspector(), edge + tables + GAP, y, column, height - edge - y);
        } else if (drawerOpen) {
            double drawer = Math.clamp(Math.round(width * 0.46), 400, 480);
            place(parts.inspector(), width - drawer, 0, drawer, height);
        }
    }

    private void place(Node node, double x, double y, double width, double height) {
        layoutInArea(
                node, snapPositionX(x), snapPositionY(y), snapSizeX(width), snapSizeY(height), 0, HPos.LEFT, VPos.TOP);
    }
}
