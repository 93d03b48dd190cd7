package dev.herd.engine.sensing.linux;

import dev.herd.engine.sensing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The bus of this process's session, over which a desktop answers. Asked through `gdbus`, which most desktops bring.
///
/// @param environment of this process
record SessionBus(Map<String, String> environment) {
    private boolean isThere() {
        String folder = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return !environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "").isBlank()
                || (!folder.isBlank() && Files.exists(Path.of(folder, "bus")));
    }

    /// What a method without parameters answers, as `gdbus` writes values. Starts nothing: a bus that is not there, or
    /// a part of the desktop that does not run, answers nothing.
    ///
    /// @param name that the desktop's part goes by on the bus
    /// @param path of its object
    /// @param method with its interface before it
    /// @throws IOException when there is no session, or its desktop has no such thing
    String call(String name, String path, String method) throws IOException, InterruptedException {
        if (!isThere()) {
            throw new IOException(Session.NOBODYS);
        }
        String owned =
                gdbus("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner", name);
        if (!DesktopAnswers.truth(owned).orElse(false)) {
            throw new IOException("the desktop has no " + name);
        }
        return gdbus(name, path, method);
    }

    private static String gdbus(String name, String path, String method, String... parameters)
            throws IOException, InterruptedException {
        var words = new ArrayList<>(
                List.of("gdbus", "call", "--session", "--timeout", "1", "-d", name, "-o", path, "-m", method));
        words.addAll(List.of(parameters));
        return new Command(words).run();
    }
}
