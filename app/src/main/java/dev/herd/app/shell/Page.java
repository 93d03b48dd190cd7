package dev.herd.app.shell;

import dev.herd.engine.api.EngineSnapshot;
import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;

/// One tab of the window. Used on the toolkit's thread alone.
public interface Page {
    /// A stable word, such as `fleet`: for the node's id and the remembered choice.
    String id();

    /// What the tab says.
    String title();

    Ikon icon();

    /// A number behind the title, 0 for none.
    int badge(EngineSnapshot snapshot);

    /// The content, always the same node.
    Node view();

    /// Shows a moment. Called for the visible page only, a few times a second at most; and once when it becomes
    /// visible.
    void show(EngineSnapshot snapshot);

    /// Shows one request, if this is a page that shows requests.
    ///
    /// @param request its id
    /// @return whether it is
    default boolean reveal(String request) {
        return false;
    }
}
