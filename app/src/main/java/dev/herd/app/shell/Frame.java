package dev.herd.app.shell;

import dev.herd.app.bridge.EnginePhase;
import dev.herd.app.tray.RecentError;
import dev.herd.app.tray.TrayMenu;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Everything inside of the window: toolbar, tabs, the chosen page, status bar, and what passes over them. For the
/// toolkit's thread.
public final class Frame extends StackPane {
    private final List<Page> pages;
    private final Wishes wishes;
    private final TrayMenu.Place place;
    private final Toolbar toolbar;
    private final TabStrip tabs;
    private final FindingBar findings = new FindingBar();
    private final StackPane content = new StackPane();
    private final StatusBar status;
    private final Toasts toasts = new Toasts();
    private final Rehearsal rehearsal;
    private @Nullable Page chosen;
    private @Nullable EngineSnapshot latest;
    private @Nullable Node whole;

    /// @param nanos a clock that only goes on, for the age of what is shown
    public Frame(List<Page> pages, Wishes wishes, TrayMenu.Place place, LongSupplier nanos) {
        this.pages = List.copyOf(pages);
        this.wishes = wishes;
        this.place = place;
        toolbar = new Toolbar(wishes);
        tabs = new TabStrip(this.pages, this::select);
        status = new StatusBar(nanos);
        rehearsal = new Rehearsal(content, this.pages);
        content.getStyleClass().add("herd-content");
        VBox.setVgrow(content, Priority.ALWAYS);
        var column = new VBox(toolbar, tabs, findings, content, status);
        StackPane.setAlignment(toasts, Pos.BOTTOM_RIGHT);
        getStyleClass().add("herd-frame");
        getChildren().addAll(column, toasts);
        this.pages.stream().findFirst().ifPresent(this::select);
        show(new EnginePhase.Starting());
    }

    /// The frame in a scene of its own, dressed.
    public Scene scene(double width, double height) {
        var scene = new Scene(this, width, height);
        scene.getStylesheets()
                .addAll(Theme.stylesheets(pages.stream().map(Page::id).toList()));
        return scene;
    }

    /// Shows where the engine is in its life. While it serves, snapshots show the rest.
    public void show(EnginePhase phase) {
        switch (phase) {
            case EnginePhase.Starting _ ->
                cover(
                        TrayMenu.starting(),
                        new PlainView("Starting Herd", "Opening the endpoint and looking for model servers."));
            case EnginePhase.Failed failed -> cover(TrayMenu.broken(failed.headline()), new BrokenView(failed, wishes));
            case EnginePhase.Stopped _ ->
                cover(TrayMenu.broken("Stopped"), new PlainView("Herd has ended", "Nothing is served any more."));
            case EnginePhase.Running _, EnginePhase.Stopping _ -> {}
        }
    }

    private void cover(TrayMenu menu, Node page) {
        latest = null;
        rehearsal.moment(null);
        toolbar.showWithoutEngine(menu);
        status.showWithoutEngine();
        findings.show(List.of());
        uncover();
        whole = page;
        content.getChildren().add(page);
        present(tabs, false);
        present(chosen == null ? null : chosen.view(), false);
    }

    private void uncover() {
        if (whole != null) {
            content.getChildren().remove(whole);
            whole = null;
        }
        present(tabs, true);
        present(chosen == null ? null : chosen.view(), true);
    }

    private static void present(@Nullable Node node, boolean present) {
        if (node != null) {
            node.setVisible(present);
            node.setManaged(present);
        }
    }

    /// Shows a moment.
    ///
    /// @param errors newest first
    public void show(EngineSnapshot snapshot, List<RecentError> errors) {
        latest = snapshot;
        if (whole != null) {
            uncover();
        }
        FrameViewModel view = FrameViewModel.of(snapshot, errors, place);
        toolbar.show(view);
        tabs.show(snapshot);
        findings.show(view.findings());
        status.show(view);
        if (chosen != null) {
            rehearsal.makeWay(chosen);
            chosen.show(snapshot);
        }
        rehearsal.moment(snapshot);
    }

    /// What the frame shows now; empty without an engine.
    public Optional<EngineSnapshot> latest() {
        return Optional.ofNullable(latest);
    }

    public void show(CommandResult result) {
        toasts.show(result);
    }

    /// Says something that nobody asked for.
    public void notice(String message) {
        toasts.notice(message);
    }

    /// Says that something went wrong of itself.
    public void alarm(String message) {
        toasts.alarm(message);
    }

    /// The chosen page's id; empty when there is none.
    public String selected() {
        return chosen == null ? "" : chosen.id();
    }

    /// Chooses the page with that id, if there is one.
    public void select(String id) {
        pages.stream().filter(page -> page.id().equals(id)).findFirst().ifPresent(this::select);
    }

    /// Chooses a page by its place from 0, if there is one.
    public void select(int index) {
        if (index < pages.size()) {
            select(pages.get(index));
        }
    }

    /// Chooses the page after the chosen one.
    ///
    /// @return whether there was one
    public boolean turn() {
        int next = chosen == null ? 0 : pages.indexOf(chosen) + 1;
        select(next);
        return next < pages.size();
    }

    /// Shows one request on the page that can.
    public void reveal(String request) {
        pages.stream().filter(page -> page.reveal(request)).findFirst().ifPresent(this::select);
    }

    private void select(Page page) {
        if (page.equals(chosen)) {
            return;
        }
        if (chosen != null) {
            present(chosen.view(), false);
        }
        chosen = page;
        if (latest != null) {
            rehearsal.makeWay(page);
        }
        tabs.mark(page);
        if (!content.getChildren().contains(page.view())) {
            content.getChildren().addFirst(page.view());
        }
        present(page.view(), whole == null);
        if (latest != null) {
            page.show(latest);
        }
    }

    /// The window can be seen.
    void seen() {
        status.run();
        rehearsal.seen(true);
    }

    /// The window cannot be seen.
    void unseen() {
        status.rest();
        rehearsal.seen(false);
    }

    @Override
    protected void layoutChildren() {
        // Toasts stay clear of the status bar.
        StackPane.setMargin(toasts, new Insets(0, 16, status.getHeight() + 12, 16));
        toasts.setPrefWidth(Math.min(360, getWidth() - 32));
        super.layoutChildren();
    }
}
