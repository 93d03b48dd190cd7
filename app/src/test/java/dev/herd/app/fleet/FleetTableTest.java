package dev.herd.app.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herd.app.testing.Fleets;
import dev.herd.app.testing.SampleMachine;
import dev.herd.app.testing.Toolkit;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.fleet.NodeId;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Fifty machines.
class FleetTableTest {
    private FleetStage stage;
    private TableView<MachineRow> table;

    @BeforeEach
    void open() throws TimeoutException {
        stage = FleetStage.showing(Fleets.many(50).now());
        table = stage.lookup("#fleet-table").query();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private List<String> names() {
        return Toolkit.on(
                () -> table.getItems().stream().map(row -> row.now().name()).toList());
    }

    private void sortBy(String title) {
        Toolkit.on(() -> {
            TableColumn<MachineRow, ?> column = table.getColumns().stream()
                    .filter(candidate -> candidate.getText().equals(title))
                    .findFirst()
                    .orElseThrow();
            column.setSortType(TableColumn.SortType.DESCENDING);
            return table.getSortOrder().setAll(List.of(column));
        });
    }

    private NodeId select(int index) {
        return Toolkit.on(() -> {
            table.requestFocus();
            table.getSelectionModel().clearAndSelect(index);
            return table.getItems().get(index).id();
        });
    }

    private NodeId selected() {
        return Toolkit.on(() -> table.getSelectionModel().getSelectedItem().id());
    }

    @Test
    void showsManyMachinesAsRows() {
        assertThat(table.isVisible()).isTrue();
        assertThat(names()).hasSize(50).startsWith("rack-01", "rack-02");
    }

    @Test
    void changesBetweenRowsAndCards() {
        stage.clickOn("#fleet-as-cards");
        assertThat(table.isVisible()).isFalse();
        assertThat(stage.lookup(".card").queryAll()).hasSize(50);

        stage.clickOn("#fleet-as-table").clickOn("#fleet-as-table");
        assertThat(table.isVisible()).isTrue();
    }

    @Test
    void showsFewMachinesAsCardsUntilThePersonWantsRows() {
        stage.show(Fleets.four().now());
        assertThat(table.isVisible()).isFalse();

        stage.clickOn("#fleet-as-table");
        stage.show(Fleets.four().now());
        assertThat(table.isVisible()).isTrue();
        assertThat(names()).containsExactly("Studio", "MacBook Pro", "Mini", "Tower");
    }

    @Test
    void keepsTheSelectionWhileFiguresChange() {
        NodeId chosen = select(7);
        MachineRow row = table.getItems().get(7);

        stage.show(Fleets.many(50)
                .load(SampleMachine.named("rack-08").instance("phi4:14b"), 1, 0, 0)
                .now());

        assertThat(selected()).isEqualTo(chosen);
        assertThat(table.getItems().get(7)).isSameAs(row);
        assertThat(row.now().work().running()).isEqualTo(1);
    }

    @Test
    void doesNotSortAgainUnderThePointer() {
        sortBy("Running");
        List<String> before = names();
        NodeId chosen = select(3);
        assertThat(before).isNotEqualTo(before.stream().sorted().toList());

        stage.show(Fleets.many(50)
                .load(SampleMachine.named("rack-08").instance("phi4:14b"), 9, 0, 0)
                .now());

        assertThat(names()).isEqualTo(before);
        assertThat(selected()).isEqualTo(chosen);
    }

    @Test
    void takesInNewMachinesAndLetsGoOfOthers() {
        NodeId chosen = select(20);

        stage.show(Fleets.many(30).machine(SampleMachine.named("attic")).now());

        assertThat(names()).hasSize(31).startsWith("attic", "rack-01").endsWith("rack-30");
        assertThat(selected()).isEqualTo(chosen);
    }

    @Test
    void putsNewMachinesLastWhereThePersonHasSorted() {
        sortBy("Running");

        stage.show(Fleets.many(50).machine(SampleMachine.named("attic")).now());

        assertThat(names()).endsWith("attic");
    }

    @Test
    void opensTheMenuOfTheSelectedRowByKeyboard() {
        NodeId chosen = select(1);

        stage.type(KeyCode.ENTER);
        stage.choose("drain");

        assertThat(stage.commands()).containsExactly(new EngineCommand.Drain(chosen));
    }

    @Test
    void opensTheMenuOfARowByPointer() {
        Node name = stage.lookup("rack-03").query();
        stage.clickOn(name, MouseButton.SECONDARY);
        // The toolkit without a screen leaves out what systems send for that button.
        Toolkit.on(() -> {
            var place = name.localToScreen(1, 1);
            Event.fireEvent(
                    name,
                    new ContextMenuEvent(
                            ContextMenuEvent.CONTEXT_MENU_REQUESTED, 1, 1, place.getX(), place.getY(), false, null));
            return true;
        });
        stage.choose("drain");

        assertThat(stage.commands()).containsExactly(new EngineCommand.Drain(new NodeId("rack-03")));
    }

    @Test
    void opensTheMenuOfARowByItsButton() {
        Node button = stage.from(table).lookup(".card-menu").query();
        stage.clickOn(button);
        stage.choose("drain");

        assertThat(stage.commands()).hasSize(1).first().isInstanceOf(EngineCommand.Drain.class);
    }
}
