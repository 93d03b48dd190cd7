package dev.herd.engine.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// The directory that holds every file Herd writes.
public record HomeDirectory(Path path) {

    /// Where it is unless the person says otherwise.
    ///
    /// @param os value of `os.name`
    /// @param environment the process's environment
    /// @param userHome value of `user.home`
    public static Path defaultPath(String os, Map<String, String> environment, Path userHome) {
        String system = os.toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return userHome.resolve("Library/Application Support/Herd");
        }
        if (system.contains("windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            Path base = local.isBlank() ? userHome.resolve("AppData/Local") : Path.of(local);
            return base.resolve("Herd");
        }
        String share = environment.getOrDefault("XDG_DATA_HOME", "");
        // The specification of XDG asks to ignore relative paths.
        Path base = share.startsWith("/") ? Path.of(share) : userHome.resolve(".local/share");
        return base.resolve("herd");
    }

    /// Makes the directory and those inside of it, readable for their owner alone. A directory that is there
    /// already may hold what is none of Herd's: its rights stay.
    public void create() throws IOException {
        PrivateFile.createDirectory(path);
        PrivateFile.createDirectory(run());
        PrivateFile.createDirectory(logs());
        PrivateFile.createDirectory(nativeLibraries());
    }

    /// What tells commands about the running engine.
    public Path run() {
        return path.resolve("run");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    /// Where drivers unpack their native parts.
    public Path nativeLibraries() {
        return path.resolve("native");
    }

    public Path config() {
        return path.resolve("config.json");
    }

    public Path traces() {
        return path.resolve("traces.db");
    }

    public Path learned() {
        return path.resolve("learned.json");
    }

    public Path pins() {
        return path.resolve("pins.json");
    }

    public Path week() {
        return path.resolve("week.json");
    }

    public Path inventory() {
        return path.resolve("inventory.json");
    }

    /// What the demo fleet leaves behind, so that its figures never mix with a real fleet's.
    public HomeDirectory ofDemo() {
        return new HomeDirectory(path.resolve("demo"));
    }
}
