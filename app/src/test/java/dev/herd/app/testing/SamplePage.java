package dev.herd.app.testing;

import dev.herd.app.shell.Page;
import dev.herd.engine.api.EngineSnapshot;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// A page that remembers what it was shown.
public final class SamplePage implements Page {
    private final String id;
    private final String title;
    private final List<EngineSnapshot> shown = new ArrayList<>();
    private final List<String> revealed = new ArrayList<>();
    private final StackPane view = new StackPane(new Button("content"));

    public SamplePage(String id, String title) {
        this.id = id;
        this.title = title;
        view.setId("page-" + id);
    }

    /// What it was shown, in order.
    public List<EngineSnapshot> shown() {
        return shown;
    }

    /// The requests it was asked to show.
    public List<String> revealed() {
        return revealed;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Ikon icon() {
        return id.equals("fleet") ? Feather.SERVER : Feather.LIST;
    }

    @Override
    public int badge(EngineSnapshot snapshot) {
        return id.equals("queues") ? snapshot.totals().waiting() : 0;
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void show(EngineSnapshot snapshot) {
        shown.add(snapshot);
    }

    @Override
    public boolean reveal(String request) {
        if (id.equals("queues")) {
            revealed.add(request);
            return true;
        }
        return false;
    }
}
