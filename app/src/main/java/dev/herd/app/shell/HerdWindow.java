package dev.herd.app.shell;

import dev.herd.app.home.WindowMemory;
import dev.herd.app.tray.PauseChoice;
import dev.herd.app.tray.TrayAction;
import dev.herd.app.tray.TrayItem;
import dev.herd.app.tray.TrayMenu;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.stage.Screen;
import javafx.stage.Stage;

/// The window around the frame: where it stands, its keys, and what closing it means. For the toolkit's thread.
public final class HerdWindow {
    private static final double MIN_WIDTH = 960;
    private static final double MIN_HEIGHT = 600;
    private static final double WIDTH = 1200;
    private static final double HEIGHT = 800;
    private static final List<KeyCode> DIGITS = List.of(
            KeyCode.DIGIT1,
            KeyCode.DIGIT2,
            KeyCode.DIGIT3,
            KeyCode.DIGIT4,
            KeyCode.DIGIT5,
            KeyCode.DIGIT6,
            KeyCode.DIGIT7,
            KeyCode.DIGIT8,
            KeyCode.DIGIT9);
    private static final String CLOSING = "closing";
    private static final String NO_TRAY = "no_tray";
    private static final KeyCombination QUIT = key(KeyCode.Q);

    private final Stage stage;
    private final Frame frame;
    private final Wishes wishes;
    private final TrayMenu.Place place;
    private WindowMemory memory;
    private Face face = Face.WINDOW;
    private final Optional<Pulses> pulses = Pulses.ofToolkit();

    /// @param memory how the window was left
    public HerdWindow(Stage stage, Frame frame, Wishes wishes, TrayMenu.Place place, WindowMemory memory) {
        this.stage = stage;
        this.frame = frame;
        this.wishes = wishes;
        this.place = place;
        this.memory = memory;
        Scene scene = frame.scene(WIDTH, HEIGHT);
        Theme.frame(scene, Theme.Appearance.SYSTEM);
        stage.setScene(scene);
        stage.setTitle("Herd");
        stage.getIcons().setAll(WindowIcon.sizes());
        stage.setMinWidth(MIN_WIDTH);
        stage.setMinHeight(MIN_HEIGHT);
        stage.setOnCloseRequest(request -> {
            request.consume();
            close();
        });
        stage.showingProperty().subscribe(_ -> seen());
        stage.iconifiedProperty().subscribe(_ -> seen());
        pulses.ifPresent(Pulses::follow);
        keys(scene);
        restore();
    }

    private void seen() {
        pulses.ifPresent(Pulses::look);
        if (visible()) {
            frame.seen();
        } else {
            frame.unseen();
        }
    }

    /// Whether somebody may be looking.
    public boolean visible() {
        return stage.isShowing() && !stage.isIconified();
    }

    /// Lets `listener` hear whether somebody may be looking, now and whenever that changes.
    public void onVisible(Consumer<Boolean> listener) {
        stage.showingProperty().subscribe(_ -> listener.accept(visible()));
        stage.iconifiedProperty().subscribe(_ -> listener.accept(visible()));
    }

    /// Runs something once the first picture is on the screen, which is when the second one is begun.
    public void whenPainted(Runnable task) {
        Scene scene = stage.getScene();
        scene.addPostLayoutPulseListener(new Runnable() {
            private boolean drawn;

            @Override
            public void run() {
                if (drawn) {
                    scene.removePostLayoutPulseListener(this);
                    task.run();
                } else {
                    drawn = true;
                    Platform.requestNextPulse();
                }
            }
        });
    }

    private void restore() {
        frame.select(memory.page());
        List<WindowMemory.Area> screens = Screen.getScreens().stream()
                .map(Screen::getVisualBounds)
                .map(seen -> new WindowMemory.Area(seen.getMinX(), seen.getMinY(), seen.getWidth(), seen.getHeight()))
                .toList();
        Optional<WindowMemory.Area> area = memory.areaOn(screens);
        memory = new WindowMemory(area, memory.maximized(), memory.page(), memory.told());
        area.ifPresent(this::place);
        stage.setMaximized(memory.maximized());
    }

    private void place(WindowMemory.Area area) {
        stage.setX(area.x());
        stage.setY(area.y());
        stage.setWidth(area.width());
        stage.setHeight(area.height());
    }

    /// How the window is to be found again.
    public WindowMemory memory() {
        boolean placed = stage.isShowing() && !stage.isMaximized() && !stage.isIconified();
        Optional<WindowMemory.Area> area = placed
                ? Optional.of(new WindowMemory.Area(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight()))
                : memory.area();
        memory = new WindowMemory(area, stage.isMaximized(), frame.selected(), memory.told());
        return memory;
    }

    /// Where Herd is found when the window is closed; until this is called, nowhere else. That there is no other place
    /// the person is told once.
    public void face(Face found) {
        face = found;
        if (found == Face.WINDOW && !memory.told().contains(NO_TRAY)) {
            memory = memory.after(NO_TRAY);
            frame.notice(
                    "This system shows no tray icon: closing the window puts it away to the task bar, and Herd goes"
                            + " on serving.");
        }
    }

    /// Brings the window before the person's eyes.
    public void show() {
        if (!stage.isShowing()) {
            stage.show();
            // Some window managers count the title bar twice when a window comes back.
            memory.area().filter(_ -> !stage.isMaximized()).ifPresent(this::place);
        }
        stage.setIconified(false);
        stage.toFront();
        stage.requestFocus();
    }

    /// Closes the window, which never ends Herd. The first time, the person is told so.
    public void close() {
        if (memory.told().contains(CLOSING)) {
            putAway();
            return;
        }
        Ask.over(stage, Question.closing(face, QUIT.getDisplayText()), choice -> {
            switch (choice) {
                case PUT_AWAY -> {
                    memory = memory.after(CLOSING);
                    putAway();
                }
                case QUIT -> wishes.perform(new TrayAction.Quit());
            }
        });
    }

    /// Takes the window off the screen for good.
    public void hide() {
        stage.hide();
    }

    private void putAway() {
        memory();
        switch (face) {
            case TRAY -> stage.hide();
            case WINDOW -> stage.setIconified(true);
        }
    }

    /// Puts a question over the window, which is shown for that.
    public <T> void ask(Question<T> question, Consumer<T> decided) {
        show();
        Ask.over(stage, question, decided);
    }

    private void keys(Scene scene) {
        var keys = scene.getAccelerators();
        for (int i = 0; i < DIGITS.size(); i++) {
            int page = i;
            keys.put(key(DIGITS.get(i)), () -> frame.select(page));
        }
        keys.put(key(KeyCode.W), this::close);
        keys.put(QUIT, () -> wishes.perform(new TrayAction.Quit()));
        keys.put(
                shifted(KeyCode.C),
                () -> frame.latest()
                        .ifPresent(moment -> wishes.perform(new TrayAction.Copy(moment.endpoint() + "/v1"))));
        keys.put(shifted(KeyCode.P), this::pauseOrResume);
    }

    /// An hour, which is the middle of what the menu offers; or the end of the pause.
    private void pauseOrResume() {
        frame.latest().map(moment -> PauseChoice.of(moment, place.machine())).ifPresent(choice -> {
            Stream<TrayItem> items = choice.items().stream();
            items.skip(choice.steppedBack() ? 0 : 1).findFirst().ifPresent(item -> {
                if (item instanceof TrayItem.Action(String _, TrayAction action)) {
                    wishes.perform(action);
                }
            });
        });
    }

    private static KeyCombination key(KeyCode code) {
        return new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN);
    }

    private static KeyCombination shifted(KeyCode code) {
        return new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
    }
}
