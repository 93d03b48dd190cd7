package dev.herd.app.shell;

import dev.herd.app.bridge.StartMode;
import dev.herd.app.tray.TrayAction;

/// What the person wants of Herd as a whole. Called on the toolkit's thread.
public interface Wishes {
    void perform(TrayAction action);

    void start(StartMode mode);
}
