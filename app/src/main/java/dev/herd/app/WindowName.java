package dev.herd.app;

import java.lang.reflect.InaccessibleObjectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the window manager calls this program's windows, by which docks find its icon: without it all programs that
/// Java runs are one. JavaFX has a name for it and no way to say it before the first window, so this reaches for the
/// toolkit's part; where that is out of reach, windows keep the usual name.
final class WindowName {
    static final String NAME = "Herd";

    private static final Logger LOG = LoggerFactory.getLogger(WindowName.class);

    private WindowName() {}

    /// On the toolkit's thread, before the first window.
    static void tell() {
        try {
            Class<?> kind = Class.forName("com.sun.glass.ui.Application");
            Object application = kind.getMethod("GetApplication").invoke(null);
            kind.getMethod("setName", String.class).invoke(application, NAME);
        } catch (ReflectiveOperationException | InaccessibleObjectException outOfReach) {
            LOG.debug("windows keep the usual name: {}", outOfReach.toString());
        }
    }
}
