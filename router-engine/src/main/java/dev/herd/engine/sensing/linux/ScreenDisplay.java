package dev.herd.engine.sensing.linux;

import java.io.IOException;
import java.util.Map;

/// The screen of this process's session, where that is X11's.
///
/// @param environment of this process
record ScreenDisplay(Map<String, String> environment) {
    String name() {
        return environment.getOrDefault("DISPLAY", "");
    }

    /// @throws IOException when there is none, or it is another machine's (`ssh -X`), whose person is not ours
    private void requireOwn() throws IOException {
        String display = name();
        if (display.isBlank()) {
            throw new IOException(Session.NOBODYS);
        }
        if (!display.startsWith(":") && !display.startsWith("unix:") && !display.startsWith("/")) {
            throw new IOException("the screen is another machine's");
        }
    }

    /// On Wayland its older programs alone can be seen.
    ///
    /// @throws IOException when it is not X11's
    void requireX11() throws IOException {
        requireOwn();
        if (!environment.getOrDefault("WAYLAND_DISPLAY", "").isBlank()
                || environment.getOrDefault("XDG_SESSION_TYPE", "").equals("wayland")) {
            throw new IOException("Wayland does not tell");
        }
    }
}
