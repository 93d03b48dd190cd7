package dev.herd.app.tray;

/// Where a tray menu is shown. Thread-safe; calls return at once.
public interface TrayPort extends AutoCloseable {
    void show(TrayMenu menu);

    /// Takes the icon away.
    @Override
    void close();
}
