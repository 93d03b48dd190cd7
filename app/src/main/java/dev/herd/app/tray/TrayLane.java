package dev.herd.app.tray;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Brings menus to the tray, where there is one: the newest, and only when it differs from what stands there.
/// Thread-safe.
public final class TrayLane {
    private final AtomicReference<@Nullable TrayPort> port = new AtomicReference<>();
    private final AtomicReference<TrayMenu> shown = new AtomicReference<>(TrayMenu.starting());

    public void show(TrayMenu menu) {
        TrayPort tray = port.get();
        if (!menu.equals(shown.getAndSet(menu)) && tray != null) {
            tray.show(menu);
        }
    }

    /// From now on there is a tray.
    public void open(TrayPort tray) {
        port.set(tray);
        tray.show(shown.get());
    }

    public void close() {
        TrayPort tray = port.getAndSet(null);
        if (tray != null) {
            tray.close();
        }
    }
}
