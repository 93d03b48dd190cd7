package dev.herd.app;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// Whether there is a screen to show a window on.
final class Display {
    private Display() {}

    /// On Linux the toolkit speaks X11, Wayland through its X server; elsewhere a person's session has a screen.
    static boolean isThere(Properties properties, Map<String, String> environment) {
        if (properties.getProperty("glass.platform", "").equals("Headless")) {
            return true;
        }
        boolean linux =
                properties.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        return !linux || !environment.getOrDefault("DISPLAY", "").isBlank();
    }
}
