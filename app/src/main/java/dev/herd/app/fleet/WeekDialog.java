package dev.herd.app.fleet;

import dev.herd.app.bridge.Actions;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.WeekMap;
import dev.herd.engine.fleet.NodeId;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import javafx.event.ActionEvent;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// The week of this machine's person: what was learned of it, and what they say themselves. Follows the fleet while it
/// is open.
final class WeekDialog {
    private static final ButtonType FORGET = new ButtonType("Forget what was learned…", ButtonBar.ButtonData.LEFT);

    private final Actions actions;
    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final Label title = Looks.label("form-title");
    private final Label zone = Looks.label("form-remark");
    private final ToggleGroup brushes = new ToggleGroup();
    private final Label told = Looks.label("form-remark");
    private final WeekGrid grid = new WeekGrid(this::mark, this::tell);
    private final Label problem = Looks.label("form-problem");
    private final VBox map = new VBox();
    private final Label nothing = Looks.label("week-nothing");
    private final Button forget;
    private WeekViewModel shown;

    WeekDialog(Actions actions, WeekViewModel first) {
        this.actions = actions;
        this.shown = first;
        dialog.setHeaderText(null);
        dialog.getDialogPane().getButtonTypes().setAll(FORGET, ButtonType.CLOSE);
        forget = (Button) dialog.getDialogPane().lookupButton(FORGET);
        forget.setId("week-forget");
        ButtonBar.setButtonUniformSize(forget, false);
        forget.addEventFilter(ActionEvent.ACTION, event -> {
            // The dialog stays.
            event.consume();
            askToForget();
        });
        Button close = (Button) dialog.getDialogPane().lookupButton(ButtonType.CLOSE);
        close.setId("week-close");
        told.setId("week-told");
        problem.setId("week-problem");
        problem.setWrapText(true);
        nothing.setId("week-nothing");
        nothing.setText("Nothing is known of this machine's person yet.");
        map.getChildren().addAll(brush(), grid, told, legend());
        map.getStyleClass().add("week-map");
        VBox content = new VBox(title, zone, map, nothing, problem);
        content.getStyleClass().add("week-form");
        dialog.getDialogPane().setContent(content);
        refuse("");
        draw();
    }

    private HBox brush() {
        Label label = Looks.label("form-label");
        label.setText("Mark hours as");
        ToggleButton busy = brush("busy", "Busy", WeekMap.Mark.BUSY);
        busy.getStyleClass().add("left-pill");
        ToggleButton free = brush("free", "Free", WeekMap.Mark.FREE);
        free.getStyleClass().add("center-pill");
        ToggleButton learned = brush("learned", "As learned", WeekMap.Mark.LEARNED);
        learned.getStyleClass().add("right-pill");
        busy.setSelected(true);
        HBox choice = new HBox(busy, free, learned);
        Label how = Looks.label("form-remark");
        how.setText("Click an hour, or drag over several of a day.");
        HBox line = new HBox(label, choice, how);
        line.getStyleClass().add("week-brush");
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private ToggleButton brush(String id, String word, WeekMap.Mark mark) {
        ToggleButton toggle = new ToggleButton(word);
        toggle.setId("week-brush-" + id);
        toggle.setUserData(mark);
        toggle.setToggleGroup(brushes);
        // Pressing the chosen one again chooses nothing else.
        toggle.setOnAction(event -> toggle.setSelected(true));
        toggle.setAccessibleText("Mark hours as " + word.toLowerCase(Locale.ROOT));
        return toggle;
    }

    private static HBox legend() {
        HBox legend = new HBox();
        legend.getStyleClass().add("week-legend");
        legend.setAlignment(Pos.CENTER_LEFT);
        HBox ramp = new HBox();
        ramp.setAlignment(Pos.CENTER_LEFT);
        for (int level = 0; level < WeekViewModel.LEVELS; level++) {
            ramp.getChildren().add(sample(level, WeekMap.Mark.LEARNED, 1));
        }
        legend.getChildren()
                .addAll(
                        words("Seldom there"),
                        ramp,
                        words("usually there"),
                        sample(WeekViewModel.LEVELS - 1, WeekMap.Mark.LEARNED, 0),
                        words("guessed"),
                        sample(0, WeekMap.Mark.BUSY, 1),
                        words("busy: not counted on"),
                        sample(0, WeekMap.Mark.FREE, 1),
                        words("free: may be used"));
        return legend;
    }

    private static Node sample(int level, WeekMap.Mark mark, double certainty) {
        WeekCell cell = new WeekCell();
        cell.show(new WeekViewModel.Cell(DayOfWeek.MONDAY, 0, level, certainty, mark, false, ""));
        cell.setId(null);
        cell.setAccessibleRole(AccessibleRole.NODE);
        return cell;
    }

    private static Label words(String text) {
        Label label = Looks.label("form-remark");
        label.setText(text);
        return label;
    }

    void open(@Nullable Window owner) {
        Dialogs.open(dialog, owner);
        if (!shown.isEmpty()) {
            grid.focus();
        }
    }

    boolean isOpen() {
        return dialog.isShowing();
    }

    void show(WeekViewModel next) {
        if (!next.equals(shown)) {
            shown = next;
            draw();
        }
    }

    private void draw() {
        dialog.setTitle(shown.title());
        title.setText(shown.title());
        zone.setText("When somebody is usually at this machine, by the clock of " + shown.zone() + ".");
        boolean known = !shown.isEmpty();
        if (known) {
            grid.show(shown.cells());
        }
        present(map, known);
        present(zone, known);
        present(nothing, !known);
        forget.setDisable(!shown.isForgettable());
        Dialogs.fit(dialog.getDialogPane());
    }

    private static void present(Node part, boolean wanted) {
        part.setVisible(wanted);
        part.setManaged(wanted);
    }

    private void tell(String words) {
        told.setText(words);
    }

    private void mark(WeekGrid.Hours hours) {
        NodeId machine = shown.machine();
        if (machine != null && brushes.getSelectedToggle().getUserData() instanceof WeekMap.Mark mark) {
            execute(new EngineCommand.MarkHours(machine, hours.day(), hours.from(), hours.to(), mark));
        }
    }

    private void askToForget() {
        NodeId machine = shown.machine();
        if (machine != null) {
            new ForgetDialog(
                            "Forget this week?",
                            List.of(
                                    "What was learned of the hours of this machine's person is lost, and so are all"
                                            + " marks.",
                                    "Herd begins to learn them anew, which takes some weeks."),
                            () -> execute(new EngineCommand.ForgetWeek(machine)))
                    .open(dialog.getDialogPane().getScene().getWindow());
        }
    }

    private void execute(EngineCommand command) {
        actions.execute(command, result -> {
            switch (result) {
                case CommandResult.Done _ -> refuse("");
                case CommandResult.Rejected(String reason) -> refuse(Words.sentence(reason));
            }
        });
    }

    private void refuse(String reason) {
        problem.setText(reason);
        present(problem, !reason.isEmpty());
        Dialogs.fit(dialog.getDialogPane());
    }
}
