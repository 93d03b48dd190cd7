package dev.herd.app.fleet;

import dev.herd.app.controls.SlotRow;
import dev.herd.app.controls.StackedBar;
import dev.herd.app.controls.StatePill;
import dev.herd.app.text.Units;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A machine at a glance. Built once; each moment only changes what differs.
final class NodeCard extends VBox {
    /// Percent of the width of each figure; the first has its slots beside it.
    private static final List<Double> FIGURES = List.of(29.0, 25.0, 23.0, 23.0);

    private final FleetCommands commands;
    private final Label name = Looks.label("machine-name");
    private final Label simulated = Looks.label("simulated");
    private final Label about = Looks.label("machine-about");
    private final Button week = new Button("Week", new FontIcon(Feather.CALENDAR));
    private final Label use = Looks.label("machine-use");
    private final StatePill state = new StatePill();
    private final MenuButton menu = new MenuButton();
    private final NoticeRow notice;
    private final FigureView running = new FigureView();
    private final FigureView waiting = new FigureView();
    private final FigureView speed = new FigureView();
    private final FigureView heat = new FigureView();
    private final SlotRow slots = new SlotRow();
    private final StackedBar memory = new StackedBar();
    private final Label memoryText = Looks.label("line-value");
    private final StackedBar processor = new StackedBar();
    private final Label processorText = Looks.label("line-value");
    private final GridPane figures = figures();
    private final HBox memoryLine = line("Memory", memory, memoryText);
    private final HBox processorLine = line("CPU", processor, processorText);
    private final ChipRow chips;
    private final TrendRow trends = new TrendRow();
    private @Nullable Machine shown;

    NodeCard(FleetCommands commands) {
        this.commands = commands;
        notice = new NoticeRow(() -> {
            if (shown != null) {
                if (shown.offers().protectable()) {
                    commands.protect(shown.id());
                } else {
                    commands.resume(shown.id());
                }
            }
        });
        chips = new ChipRow(commands);
        getStyleClass().add("card");
        simulated.setText("simulated");
        processor.getStyleClass().add("processor");
        getChildren().addAll(header(), notice, figures, memoryLine, processorLine, chips, trends);
    }

    private VBox header() {
        HBox title = new HBox(name, simulated);
        title.getStyleClass().add("card-title");
        title.setAlignment(Pos.CENTER_LEFT);
        title.setMinWidth(0);
        HBox.setHgrow(title, Priority.ALWAYS);
        menu.setGraphic(new FontIcon(Feather.MORE_HORIZONTAL));
        menu.getStyleClass().add("card-menu");
        menu.setOnShowing(event -> {
            if (shown != null) {
                menu.getItems().setAll(MachineMenu.of(shown, commands));
            }
        });
        HBox line = new HBox(title, state, menu);
        line.getStyleClass().add("card-header");
        line.setAlignment(Pos.CENTER_LEFT);
        return new VBox(line, aboutLine(), use);
    }

    /// What it is, and for the machine that the person sits at the way to their week.
    private HBox aboutLine() {
        week.getStyleClass().add("card-week");
        week.setMinWidth(USE_PREF_SIZE);
        week.setOnAction(event -> commands.week());
        about.setMinWidth(0);
        about.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(about, Priority.ALWAYS);
        HBox line = new HBox(about, week);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private GridPane figures() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("figures");
        for (double share : FIGURES) {
            var column = new ColumnConstraints();
            column.setPercentWidth(share);
            grid.getColumnConstraints().add(column);
        }
        grid.addRow(0, running.with(slots), waiting, speed, heat);
        return grid;
    }

    private static HBox line(String text, StackedBar bar, Label value) {
        Label label = Looks.label("line-label");
        label.setText(text);
        HBox.setHgrow(bar, Priority.ALWAYS);
        HBox line = new HBox(label, bar, value);
        line.getStyleClass().add("line");
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    void show(Machine machine) {
        if (machine.equals(shown)) {
            return;
        }
        shown = machine;
        setId("card-" + machine.id());
        setAccessibleText(machine.spoken());
        name.setText(machine.name());
        present(simulated, machine.simulated());
        about.setText(machine.about());
        week.setAccessibleText("The week at " + machine.name());
        present(week, machine.own());
        use.setText(machine.use());
        present(use, !machine.use().isEmpty());
        state.show(Looks.shape(machine.condition()), machine.state(), Looks.tone(machine.condition()));
        menu.setAccessibleText("Actions for " + machine.name());
        menu.setAccessibleHelp(machine.spoken());
        notice.show(machine.notice(), machine.name());
        figures(machine.work(), machine.warmth());
        memory(machine.memory());
        processor(machine.processor());
        chips.show(machine);
        trends.show(machine.trends());
        // Of a machine that does not answer only what is still known stays.
        present(figures, machine.work().reachable() || machine.work().running() > 0);
        present(memoryLine, machine.work().reachable() || !machine.memory().isEmpty());
        present(chips, machine.work().reachable() || !machine.models().isEmpty());
        present(trends, machine.work().reachable() || !machine.memory().isEmpty());
    }

    private void figures(Work work, Warmth warmth) {
        running.show(work.runningValue(), work.runningUnit(), "running");
        slots.show(work.reachable() ? work.slots() : 0, work.running(), work.waiting());
        waiting.show(work.waitingValue(), work.waitingUnit(), work.waitingCaption());
        speed.show(work.speedValue(), work.speedUnit(), work.speedCaption());
        heat.show(warmth.value(), warmth.unit(), warmth.caption());
        heat.pseudoClassStateChanged(Looks.HOT, warmth.isHot());
    }

    private void memory(MemoryLine line) {
        memory.show(Looks.parts(line), (double) line.total());
        memory.setTight(line.tight());
        memory.setAccessibleText(line.text());
        memoryText.setText(line.text());
    }

    private void processor(double load) {
        boolean sensed = !Double.isNaN(load);
        present(processorLine, sensed);
        if (sensed) {
            List<StackedBar.Part> parts = new ArrayList<>();
            parts.add(new StackedBar.Part("busy", load));
            processor.show(parts, 1);
            processor.setAccessibleText("CPU " + Units.percent(load));
            processorText.setText(Units.percent(load));
        }
    }

    private static void present(Node part, boolean wanted) {
        part.setVisible(wanted);
        part.setManaged(wanted);
    }
}
