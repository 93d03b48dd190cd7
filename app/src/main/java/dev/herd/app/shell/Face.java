package dev.herd.app.shell;

/// Where Herd is to be found when its window is closed.
public enum Face {
    /// An icon in the system's tray.
    TRAY,
    /// Nowhere else: a closed window stays in the task bar.
    WINDOW
}
