package dev.herd.app.shell;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The timer that lets the toolkit look sixty times a second whether there is something to draw. On macOS the toolkit
/// itself rests it while there is nothing; elsewhere it goes on behind a hidden window and wakes a processor each time,
/// which is most of what a hidden window costs. The toolkit offers no way to rest it, so this reaches for its parts;
/// where they are out of reach, nothing is rested. On the toolkit's thread.
final class Pulses {
    private static final Logger LOG = LoggerFactory.getLogger(Pulses.class);

    private final Object timer;
    private final Method start;
    private final Method stop;
    private final Method isRunning;
    private final int millis;
    private boolean wereSeen;

    private Pulses(Object timer, Class<?> kind, int millis) throws NoSuchMethodException {
        this.timer = timer;
        this.start = kind.getMethod("start", int.class);
        this.stop = kind.getMethod("stop");
        this.isRunning = kind.getMethod("isRunning");
        this.millis = millis;
    }

    /// Those of this process's toolkit; empty where they need no rest or cannot be reached.
    static Optional<Pulses> ofToolkit() {
        if (System.getProperty("os.name", "").startsWith("Mac")) {
            return Optional.empty();
        }
        try {
            Object toolkit = Class.forName("com.sun.javafx.tk.Toolkit")
                    .getMethod("getToolkit")
                    .invoke(null);
            Class<?> kind = Class.forName("com.sun.glass.ui.Timer");
            Object timer = field(toolkit, "pulseTimer").get(toolkit);
            return kind.isInstance(timer)
                    ? Optional.of(new Pulses(
                            timer, kind, field(toolkit, "PULSE_INTERVAL").getInt(toolkit)))
                    : Optional.empty();
        } catch (ReflectiveOperationException | InaccessibleObjectException outOfReach) {
            LOG.debug("the toolkit's pulses go on behind a hidden window: {}", outOfReach.toString());
            return Optional.empty();
        }
    }

    private static Field field(Object toolkit, String name) throws NoSuchFieldException {
        Field field = toolkit.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /// Rests while nobody may be looking, from the first time that somebody has: until then a window is being made.
    void follow() {
        Window.getWindows().addListener((ListChangeListener<Window>) _ -> look());
        look();
    }

    /// To be called when a window comes, goes, or is made small.
    void look() {
        boolean seen = Window.getWindows().stream().anyMatch(Pulses::isSeen);
        if (seen && resting()) {
            call(start, millis);
        } else if (!seen && wereSeen && !resting()) {
            call(stop);
        }
        wereSeen |= seen;
    }

    private static boolean isSeen(Window window) {
        return window.isShowing() && !(window instanceof Stage stage && stage.isIconified());
    }

    boolean resting() {
        return !Boolean.TRUE.equals(call(isRunning));
    }

    private @Nullable Object call(Method what, Object... with) {
        try {
            return what.invoke(timer, with);
        } catch (ReflectiveOperationException defect) {
            throw new IllegalStateException("the toolkit's pulses cannot be changed", defect);
        }
    }
}
