package dev.herd.app.shell;

import dev.herd.engine.api.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What the person should know now: the newest finding, the others on demand. One that was dismissed comes back only
/// when it is raised anew.
final class FindingBar extends VBox {
    private final Set<Finding> dismissed = new HashSet<>();
    private List<Finding> current = List.of();
    private Shown shown = new Shown(List.of(), 0);
    private boolean all;

    /// @param more how many are left out
    private record Shown(List<Finding> rows, int more) {}

    FindingBar() {
        getStyleClass().add("finding-bar");
        present(this, false);
    }

    private static void present(Node node, boolean present) {
        node.setVisible(present);
        node.setManaged(present);
    }

    /// @param findings oldest first
    void show(List<Finding> findings) {
        dismissed.retainAll(findings);
        current = findings.reversed();
        draw();
    }

    private void draw() {
        List<Finding> open =
                current.stream().filter(finding -> !dismissed.contains(finding)).toList();
        all &= open.size() > 1;
        var next = all ? new Shown(open, 0) : new Shown(open.stream().limit(1).toList(), Math.max(0, open.size() - 1));
        if (!next.equals(shown)) {
            shown = next;
            getChildren().setAll(next.rows().stream().map(this::row).toList());
            present(this, !next.rows().isEmpty());
        }
    }

    private HBox row(Finding finding) {
        var icon = new FontIcon(Feather.ALERT_TRIANGLE);
        icon.getStyleClass().add("finding-icon");
        var text = new Label(sentence(finding.message()));
        text.setWrapText(true);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        var row = new HBox(icon, text);
        boolean first = finding.equals(shown.rows().getFirst());
        if (first && (shown.more() > 0 || all)) {
            row.getChildren().add(toggle());
        }
        row.getChildren().add(dismiss(finding));
        row.getStyleClass().add("finding");
        return row;
    }

    private Hyperlink toggle() {
        var toggle = new Hyperlink(all ? "Show one" : "Show " + shown.more() + " more");
        toggle.setOnAction(_ -> {
            all = !all;
            draw();
        });
        return toggle;
    }

    private Button dismiss(Finding finding) {
        var dismiss = new Button("", new FontIcon(Feather.X));
        dismiss.getStyleClass().add("frame-icon-button");
        dismiss.setAccessibleText("Dismiss: " + finding.message());
        dismiss.setOnAction(_ -> {
            dismissed.add(finding);
            draw();
        });
        return dismiss;
    }

    private static String sentence(String words) {
        String start = words.isEmpty() ? "" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        return start.endsWith(".") ? start : start + ".";
    }
}
