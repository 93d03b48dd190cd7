package dev.herd.app.queues;

import dev.herd.app.bridge.Actions;
import dev.herd.app.shell.Page;
import dev.herd.app.shell.PageLater;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.EngineSnapshot;
import dev.herd.engine.api.RequestTrace;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// The Queues tab. One request at most is chosen, in whichever table; the inspector shows it until another is chosen,
/// also after it has ended or left the tables.
public final class QueuesPage implements Page {
    private static final PageLater.Sign SIGN =
            new PageLater.Sign("queues", "Queues", Feather.LIST, QueuesViewModel::waiting);

    private final Actions actions;
    private final StripsPane strips = new StripsPane();
    private final LiveCard live;
    private final HistoryCard history;
    private final Inspector inspector;
    private final EmptyState blank = new EmptyState();
    private final Ask ask = new Ask();
    private final QueuesView view;
    private final Set<String> cancelling = new HashSet<>();
    private @Nullable EngineSnapshot snapshot;
    private @Nullable Node cameFrom;
    private final Inspection inspection;

    public QueuesPage(Actions actions) {
        this(actions, ZoneId.systemDefault());
    }

    /// @param zone whose times of day are shown
    public QueuesPage(Actions actions, ZoneId zone) {
        this.actions = actions;
        live = new LiveCard(this::askToCancel, this::choose);
        history = new HistoryCard(actions, zone, this::choose, this::showEmptiness);
        inspector = new Inspector(zone, this::askToCancelInspected, this::closeDrawer);
        inspection = new Inspection(actions, inspector);
        view = new QueuesView(new QueuesView.Parts(strips, live, history, inspector, blank, ask));
        listen(live.table());
        listen(history.table());
        live.table().addEventFilter(KeyEvent.KEY_PRESSED, this::pressedInLive);
        inspector.addEventHandler(KeyEvent.KEY_PRESSED, this::pressedInInspector);
        view.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        view.heightProperty().addListener(observable -> fit());
    }

    /// The page, made when it is wanted.
    public static Page later(Actions actions) {
        return new PageLater(SIGN, () -> new QueuesPage(actions));
    }

    @Override
    public String id() {
        return SIGN.id();
    }

    @Override
    public String title() {
        return SIGN.title();
    }

    @Override
    public Ikon icon() {
        return SIGN.icon();
    }

    @Override
    public int badge(EngineSnapshot moment) {
        return SIGN.badge().applyAsInt(moment);
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void show(EngineSnapshot moment) {
        snapshot = moment;
        Set<String> ids = moment.live().stream().map(RequestTrace::id).collect(Collectors.toSet());
        cancelling.retainAll(ids);
        QueuesViewModel model = QueuesViewModel.of(moment, cancelling);
        strips.show(model.strips());
        live.show(model.live(), inspection.id());
        history.show(moment.now(), model.machines());
        fit();
        blank.show(moment);
        showEmptiness();
        inspection.show(moment, cancelling);
    }

    /// Shows the request in the inspector, also where that is a drawer.
    @Override
    public boolean reveal(String request) {
        choose(request);
        openInspector();
        return true;
    }

    /// The tables, or how to begin when there is nothing to put into them.
    private void showEmptiness() {
        EngineSnapshot moment = snapshot;
        if (moment != null) {
            view.setEmpty(QueuesViewModel.isBlank(moment) && history.isKnownEmpty());
        }
    }

    private void fit() {
        EngineSnapshot moment = snapshot;
        if (moment != null) {
            live.fit(moment.now(), view.getHeight());
        }
    }

    /// Shows one request in the inspector.
    void choose(String id) {
        live.select(id);
        history.select(id);
        inspection.choose(id);
        EngineSnapshot moment = snapshot;
        if (moment != null) {
            inspection.show(moment, cancelling);
        }
    }

    private void listen(TableView<?> table) {
        table.addEventFilter(KeyEvent.KEY_PRESSED, event -> pressedInTable(table, event));
        table.addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (event.getButton() == MouseButton.PRIMARY && isOnRow(event)) {
                open(table);
            }
        });
    }

    /// Not on a title, and not beneath the last row.
    private static boolean isOnRow(MouseEvent event) {
        for (Node node = event.getPickResult().getIntersectedNode(); node != null; node = node.getParent()) {
            if (node instanceof TableRow<?> row) {
                return !row.isEmpty();
            }
        }
        return false;
    }

    private void pressedInTable(TableView<?> table, KeyEvent event) {
        switch (event.getCode()) {
            case ENTER, SPACE -> {
                if (inspection.id() != null) {
                    open(table);
                    inspector.focus();
                }
                event.consume();
            }
            case ESCAPE -> {
                if (view.isDrawerOpen()) {
                    closeDrawer();
                } else {
                    forget();
                }
                event.consume();
            }
            default -> {}
        }
    }

    private void pressedInLive(KeyEvent event) {
        LiveRow row = live.selected();
        if ((event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) && row != null) {
            askToCancel(row);
            event.consume();
        }
    }

    private void pressedInInspector(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            closeDrawer();
            event.consume();
        }
    }

    private void pressed(KeyEvent event) {
        if (event.isShortcutDown() && event.getCode() == KeyCode.F) {
            history.filters().focusText();
            event.consume();
        }
    }

    void openInspector() {
        open(history.table());
    }

    private void open(Node from) {
        cameFrom = from;
        view.setDrawerOpen(true);
    }

    /// Gives the keyboard back to the table that the inspector was opened from.
    private void closeDrawer() {
        view.setDrawerOpen(false);
        (cameFrom == null ? history.table() : cameFrom).requestFocus();
    }

    private void forget() {
        live.select(null);
        history.select(null);
        inspection.choose(null);
    }

    private void askToCancelInspected() {
        EngineSnapshot moment = snapshot;
        String id = inspection.id();
        if (moment == null || id == null) {
            return;
        }
        Optional<RequestTrace> running = moment.live().stream()
                .filter(request -> request.id().equals(id))
                .findFirst();
        running.ifPresent(request -> askToCancel(LiveRow.of(request, moment, cancelling.contains(id))));
    }

    private void askToCancel(LiveRow row) {
        if (row.canBeCancelled()) {
            ask.ask("Cancel this request?", row.described(), "Cancel request", () -> cancel(row.id()));
        }
    }

    private void cancel(String id) {
        cancelling.add(id);
        actions.execute(new EngineCommand.Cancel(id), result -> {
            if (result instanceof CommandResult.Rejected) {
                cancelling.remove(id);
                refresh();
            }
        });
        refresh();
    }

    private void refresh() {
        EngineSnapshot moment = snapshot;
        if (moment != null) {
            show(moment);
        }
    }
}
