package dev.herd.app.fleet;

import dev.herd.app.bridge.Actions;
import dev.herd.app.controls.StatePill;
import dev.herd.app.text.Units;
import dev.herd.engine.api.CommandResult;
import dev.herd.engine.api.EngineCommand;
import dev.herd.engine.api.ServerProbe;
import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.UpstreamKind;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Asks for a model server: its address, of which it shows at once what answers there, its name and its slots. What is
/// wrong is said where it stands.
final class AddServerDialog {
    /// A pause in typing after which the address is probably whole.
    private static final Duration PAUSE = Duration.millis(400);

    private static final ButtonType ADD = new ButtonType("Add", ButtonBar.ButtonData.OK_DONE);

    private final Actions actions;
    private final FleetSnapshot fleet;
    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final FormField address = new FormField("server-address", "Address", "192.168.1.20:11434");
    private final FormField name = new FormField("server-name", "Name", "");
    private final FormField slots = new FormField("server-slots", "Requests at once, per model", "Herd finds out");
    private final Label refusal = Looks.label("form-problem");
    private final PauseTransition typing = new PauseTransition(PAUSE);
    private final Button add;
    private String prefilled = "";
    private @Nullable ServerProbe probe;
    private boolean adding;

    AddServerDialog(Actions actions, FleetSnapshot fleet) {
        this.actions = actions;
        this.fleet = fleet;
        dialog.setTitle("Add a model server");
        dialog.setHeaderText(null);
        dialog.getDialogPane().getButtonTypes().setAll(ADD, ButtonType.CANCEL);
        add = (Button) dialog.getDialogPane().lookupButton(ADD);
        add.setId("server-add");
        refusal.setId("server-refusal");
        refusal.setWrapText(true);
        dialog.getDialogPane().setContent(form());
        add.addEventFilter(ActionEvent.ACTION, event -> {
            // The dialog stays until the engine has said yes.
            event.consume();
            submit();
        });
        typing.setOnFinished(event -> look());
        dialog.setOnHidden(event -> typing.stop());
        address.field().textProperty().subscribe((before, after) -> addressChanged());
        name.field().textProperty().subscribe((before, after) -> update());
        slots.field().textProperty().subscribe((before, after) -> update());
        address.field().setOnAction(event -> enter());
        update();
    }

    private VBox form() {
        Label title = Looks.label("form-title");
        title.setText("Add a model server");
        VBox form = new VBox(title, address, name, slots, refusal);
        form.getStyleClass().add("server-form");
        return form;
    }

    void open(@Nullable Window owner) {
        Dialogs.open(dialog, owner);
        address.field().requestFocus();
    }

    private ServerDraft draft() {
        String typed = name.text().equals(prefilled) ? "" : name.text();
        return new ServerDraft(address.text(), typed, slots.text(), probe, fleet);
    }

    private void addressChanged() {
        probe = null;
        typing.playFromStart();
        update();
    }

    /// Enter asks what is there, and once that is known adds it.
    private void enter() {
        if (probe instanceof ServerProbe.Found) {
            submit();
        } else {
            typing.stop();
            look();
        }
    }

    private void look() {
        ServerDraft asked = draft();
        if (asked.isAddress() && asked.addressProblem().isEmpty()) {
            actions.probe(asked.address(), found -> {
                // What was found at an address that has been changed since says nothing.
                if (asked.address().equals(draft().address())) {
                    probe = found;
                    update();
                }
            });
        }
    }

    private void update() {
        refuse("");
        ServerDraft draft = draft();
        if (name.text().equals(prefilled) && !prefilled.equals(draft.suggestedName())) {
            prefilled = draft.suggestedName();
            name.field().setText(prefilled);
            return;
        }
        showAddress(draft);
        name.say(draft.nameProblem(), StatePill.Tone.FAULT);
        slots.say(draft.slotsProblem(), StatePill.Tone.FAULT);
        add.setText(probe instanceof ServerProbe.NotFound ? "Add anyway" : "Add");
        add.setDisable(adding || probe == null || draft.config().isEmpty());
        Dialogs.fit(dialog.getDialogPane());
    }

    private void refuse(String reason) {
        refusal.setText(reason);
        refusal.setManaged(!reason.isEmpty());
        refusal.setVisible(!reason.isEmpty());
    }

    private void showAddress(ServerDraft draft) {
        if (!draft.addressProblem().isEmpty()) {
            address.say(draft.addressProblem(), StatePill.Tone.FAULT);
        } else if (draft.address().isEmpty()) {
            address.say(
                    "Ollama, LM Studio, llama.cpp, vLLM or anything that speaks their language.", StatePill.Tone.IDLE);
        } else {
            switch (probe) {
                case null -> address.say("Looking what answers at " + draft.address() + "…", StatePill.Tone.IDLE);
                case ServerProbe.Found found -> address.say(found(found), StatePill.Tone.WORK);
                case ServerProbe.NotFound(String reason) ->
                    address.say(
                            (Words.sentence(reason) + " " + LikelyCause.of(reason)).strip()
                                    + " If you add it anyway, Herd keeps looking for it.",
                            StatePill.Tone.CAUTION);
            }
        }
    }

    private static String found(ServerProbe.Found found) {
        String kind = found.kind() == UpstreamKind.OLLAMA ? "Ollama" : "An OpenAI-compatible server";
        return "Found: " + kind + (found.version().isEmpty() ? "" : " " + found.version()) + ", "
                + Units.plural(found.models(), "model", "models") + ".";
    }

    private void submit() {
        Optional<UpstreamConfig> config = draft().config();
        if (config.isEmpty() || adding) {
            return;
        }
        adding = true;
        add.setDisable(true);
        actions.execute(new EngineCommand.AddServer(config.get()), result -> {
            adding = false;
            update();
            switch (result) {
                case CommandResult.Done _ -> dialog.close();
                case CommandResult.Rejected(String reason) -> refuse(Words.sentence(reason));
            }
        });
    }

    /// A field with its name above and what is to be said about it beneath.
    static final class FormField extends VBox {
        private final TextField field = new TextField();
        private final Label remark = Looks.label("form-remark");

        FormField(String id, String label, String prompt) {
            getStyleClass().add("form-field");
            Label above = new Label(label);
            above.setLabelFor(field);
            above.getStyleClass().add("form-label");
            field.setId(id);
            field.setPromptText(prompt);
            field.setAccessibleText(label);
            remark.setId(id + "-remark");
            remark.setWrapText(true);
            getChildren().addAll(above, field, remark);
            say("", StatePill.Tone.IDLE);
        }

        TextField field() {
            return field;
        }

        String text() {
            return field.getText();
        }

        void say(String text, StatePill.Tone tone) {
            remark.setText(text);
            remark.getStyleClass().setAll("label", "form-remark", tone.styleClass());
            remark.setManaged(!text.isEmpty());
            remark.setVisible(!text.isEmpty());
            field.setAccessibleHelp(text);
        }
    }
}
