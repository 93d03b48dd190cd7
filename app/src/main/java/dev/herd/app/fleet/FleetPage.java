package dev.herd.app.fleet;

import dev.herd.app.bridge.Actions;
import dev.herd.app.shell.Page;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The Fleet tab: what is happening in a sentence, then every machine as a card, or as a row where there are many.
public final class FleetPage implements Page {
    private final Actions actions;
    private final FleetCommands commands;
    private final SentenceView sentence = new SentenceView();
    private final LayoutChoice choice = new LayoutChoice(this::redraw);
    private final HBox bar = new HBox();
    private final CardGrid grid = new CardGrid();
    private final ScrollPane cards = new ScrollPane();
    private final FleetTable table;
    private final BlankPane blank;
    private final VBox view = new VBox();
    private final Map<NodeId, NodeCard> cardOf = new HashMap<>();
    private ModelHues hues = ModelHues.NONE;
    private @Nullable EngineSnapshot snapshot;
    private @Nullable FleetViewModel shown;
    private @Nullable WeekDialog week;

    /// @param demo shows a demo fleet instead of this one
    public FleetPage(Actions actions, Runnable demo) {
        this.actions = actions;
        this.commands = new FleetCommands(actions, this::redraw, this::askToForget, this::openWeek);
        this.table = new FleetTable(commands);
        this.blank = new BlankPane(this::addServer, demo);
        view.setId("fleet-page");
        view.getStyleClass().add("fleet-page");
        buildBar();
        VBox content = new VBox(grid);
        content.getStyleClass().add("fleet-content");
        cards.setContent(content);
        cards.setFitToWidth(true);
        cards.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        cards.getStyleClass().add("fleet-cards");
        StackPane body = new StackPane(cards, table, blank);
        body.getStyleClass().add("fleet-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        view.getChildren().addAll(bar, body);
    }

    private void buildBar() {
        Button add = new Button("Add a model server", new FontIcon(Feather.PLUS));
        add.setId("fleet-add");
        add.setMinWidth(Button.USE_PREF_SIZE);
        add.setOnAction(event -> addServer());
        HBox.setHgrow(sentence, Priority.ALWAYS);
        bar.getStyleClass().add("fleet-bar");
        bar.setAlignment(Pos.TOP_LEFT);
        bar.getChildren().addAll(sentence, choice, add);
    }

    @Override
    public String id() {
        return "fleet";
    }

    @Override
    public String title() {
        return "Fleet";
    }

    @Override
    public Ikon icon() {
        return Feather.SERVER;
    }

    /// Machines that do not answer.
    @Override
    public int badge(EngineSnapshot now) {
        var moment = Moment.of(now);
        return (int) now.fleet().nodes().stream()
                .filter(node -> Condition.of(node, moment).isFault())
                .count();
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void show(EngineSnapshot now) {
        snapshot = now;
        hues = hues.after(now.fleet());
        redraw();
        if (week != null && week.isOpen()) {
            week.show(WeekViewModel.of(now));
        }
    }

    private void redraw() {
        EngineSnapshot now = snapshot;
        if (now == null) {
            return;
        }
        FleetViewModel model = FleetViewModel.of(now, hues, commands.underWay());
        boolean asTable = choice.isTable(model);
        boolean machines = model.phase() == FleetViewModel.Phase.MACHINES;
        if (!model.equals(shown) || asTable != table.isVisible()) {
            shown = model;
            visible(bar, machines);
            visible(blank, !machines);
            visible(table, machines && asTable);
            visible(cards, machines && !asTable);
            sentence.show(model.sentence());
            blank.show(model.phase());
            if (asTable) {
                table.show(model.machines());
            } else {
                showCards(model.machines());
            }
        }
    }

    private void showCards(List<Machine> machines) {
        List<Node> wanted = new ArrayList<>();
        for (Machine machine : machines) {
            NodeCard card = cardOf.computeIfAbsent(machine.id(), id -> new NodeCard(commands));
            card.show(machine);
            wanted.add(card);
        }
        if (!wanted.equals(grid.getChildren())) {
            grid.getChildren().setAll(wanted);
            cardOf.keySet().retainAll(machines.stream().map(Machine::id).toList());
        }
    }

    private static void visible(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    private void addServer() {
        EngineSnapshot now = snapshot;
        FleetSnapshot fleet = now == null ? FleetSnapshot.EMPTY : now.fleet();
        new AddServerDialog(actions, fleet).open(window());
    }

    private void askToForget(UpstreamId server) {
        EngineSnapshot now = snapshot;
        if (now != null) {
            Farewell farewell = Farewell.of(server, now);
            Runnable forget = () -> actions.execute(new EngineCommand.ForgetServer(server));
            new ForgetDialog(farewell.question(), farewell.losses(), forget).open(window());
        }
    }

    private void openWeek() {
        EngineSnapshot now = snapshot;
        if (now != null && (week == null || !week.isOpen())) {
            week = new WeekDialog(actions, WeekViewModel.of(now));
            week.open(window());
        }
    }

    private @Nullable Window window() {
        return view.getScene() == null ? null : view.getScene().getWindow();
    }
}
