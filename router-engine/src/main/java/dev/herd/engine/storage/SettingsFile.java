package dev.herd.engine.storage;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonEdit;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The settings' file, of which one value is changed at a time: its other lines stay as they are.
public final class SettingsFile {
    private final Path file;

    public SettingsFile(HomeDirectory home) {
        this.file = home.config();
    }

    /// All that stands in it; nothing while there is no file.
    JsonFields root() throws IOException {
        if (!Files.exists(file)) {
            return JsonFields.EMPTY;
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            return JsonFields.of(bytes, 0, bytes.length);
        } catch (BadRequestException malformed) {
            throw unreadable(malformed);
        }
    }

    IOException unreadable(BadRequestException malformed) {
        return new IOException(file.getFileName() + " is not readable: " + malformed.reason(), malformed);
    }

    /// Changes a setting, or adds it.
    ///
    /// @param json its value
    public void set(String section, String key, String json) throws IOException {
        try {
            JsonSlice old = root().get(section);
            JsonFields fields = old == null ? JsonFields.EMPTY : old.fields();
            set(section, new JsonEdit(fields).set(key, json).text());
        } catch (BadRequestException malformed) {
            throw unreadable(malformed);
        }
    }

    /// Changes a whole section, or adds it.
    void set(String section, String json) throws IOException {
        byte[] text = new JsonEdit(root()).set(section, json).text().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, text);
    }
}
