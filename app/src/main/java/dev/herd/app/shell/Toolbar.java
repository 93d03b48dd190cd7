package dev.herd.app.shell;

import dev.herd.app.tray.TrayAction;
import dev.herd.app.tray.TrayMenu;
import dev.herd.app.tray.TrayState;
import dev.herd.engine.api.FleetTotals;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The window's upper edge: what Herd does, where to connect, six figures, and the pause of this machine.
final class Toolbar extends HBox {
    /// Below this width words are left out, so that nothing is cut off at the smallest window.
    private static final double COMPACT_BELOW = 1180;

    private static final PseudoClass COMPACT = PseudoClass.getPseudoClass("compact");
    private static final Duration COPIED_SHOWN = Duration.seconds(1.5);

    private final Label name = new Label("Herd");
    private final MenuButton state = new MenuButton();
    private final Label demo = new Label("Demo");
    private final Button endpoint = new Button();
    private final FontIcon copy = new FontIcon(Feather.COPY);
    private final PauseTransition copied = new PauseTransition(COPIED_SHOWN);
    private final List<CounterView> counters;
    private final HBox figures = new HBox();
    private final MenuButton pause = new MenuButton();
    private final MenuItems stateItems;
    private final MenuItems pauseItems;
    private @Nullable TrayState drawn;
    private String address = "";
    private String pauseText = "";
    private boolean compact;

    Toolbar(Wishes wishes) {
        getStyleClass().add("herd-toolbar");
        stateItems = new MenuItems(state.getItems(), wishes::perform);
        pauseItems = new MenuItems(pause.getItems(), wishes::perform);
        counters = FrameViewModel.counters(0, FleetTotals.NONE).stream()
                .map(CounterView::new)
                .toList();
        name.getStyleClass().add("herd-name");
        buildState();
        buildEndpoint(wishes);
        figures.getStyleClass().add("counters");
        figures.setAlignment(Pos.CENTER_RIGHT);
        figures.getChildren().addAll(counters);
        pause.setId("pause");
        pause.getStyleClass().add("quiet-button");
        pause.setGraphic(StateShape.pause());
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(new Logo(), name, state, demo, endpoint, space, figures, pause);
        widthProperty().subscribe(width -> fit(width.doubleValue() < COMPACT_BELOW));
        showWithoutEngine(TrayMenu.starting());
    }

    private void buildState() {
        state.setId("state");
        state.getStyleClass().add("quiet-button");
        demo.setId("demo");
        demo.getStyleClass().addAll("frame-tag");
        demo.setTooltip(new Tooltip("The machines are simulated, and every answer says so."));
    }

    private void buildEndpoint(Wishes wishes) {
        endpoint.setId("endpoint");
        endpoint.getStyleClass().add("endpoint");
        endpoint.setGraphic(copy);
        endpoint.setTooltip(new Tooltip("Copies the address that clients connect to"));
        endpoint.setOnAction(_ -> {
            wishes.perform(new TrayAction.Copy(address));
            copy.setIconCode(Feather.CHECK);
            endpoint.setAccessibleText("Copied " + address);
            copied.playFromStart();
        });
        copied.setOnFinished(_ -> {
            copy.setIconCode(Feather.COPY);
            endpoint.setAccessibleText(copyWords());
        });
    }

    private String copyWords() {
        return "Copy the endpoint " + address;
    }

    /// There is no engine whose state could be shown.
    void showWithoutEngine(TrayMenu menu) {
        draw(menu.state(), FrameViewModel.word(menu.state()));
        state.setAccessibleText("State: " + menu.header());
        stateItems.show(FrameViewModel.inside(menu));
        List.of(demo, endpoint, figures, pause).forEach(node -> present(node, false));
    }

    void show(FrameViewModel view) {
        draw(view.state(), view.word());
        state.setAccessibleText("State: " + view.header());
        stateItems.show(view.menu());
        present(demo, view.demo());
        List.of(endpoint, figures).forEach(node -> present(node, true));
        showEndpoint(view.endpoint());
        for (int i = 0; i < counters.size(); i++) {
            counters.get(i).show(view.counters().get(i));
        }
        present(pause, !view.pause().items().isEmpty());
        pauseText = view.pause().text();
        pauseItems.show(view.pause().items());
        pause.pseudoClassStateChanged(
                PseudoClass.getPseudoClass("stepped-back"), view.pause().steppedBack());
        words();
    }

    private static void present(Node node, boolean present) {
        node.setVisible(present);
        node.setManaged(present);
    }

    private void draw(TrayState shape, String word) {
        state.setText(word);
        if (drawn != shape) {
            drawn = shape;
            state.setGraphic(StateShape.of(shape));
        }
    }

    private void showEndpoint(String shown) {
        if (!address.equals(shown)) {
            address = shown;
            endpoint.setAccessibleText(copyWords());
        }
    }

    private void fit(boolean narrow) {
        compact = narrow;
        pseudoClassStateChanged(COMPACT, narrow);
        words();
    }

    private void words() {
        present(name, !compact);
        endpoint.setText(compact ? address.replaceFirst("^https?://", "") : address);
        int first = pauseText.indexOf(' ');
        pause.setText(compact && first > 0 ? pauseText.substring(0, first) : pauseText);
        pause.setAccessibleText(pauseText);
    }
}
