package dev.herd.app.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A file of one JSON object without any depth, for its owner's eyes alone.
final class FlatFile {
    /// What Herd writes there is far smaller; what is larger is not Herd's.
    private static final long LARGEST = 64 << 10;

    private static final JsonFactory JSON = new JsonFactory();

    private FlatFile() {}

    /// The values as text, by key.
    ///
    /// @throws IOException when the file is missing or not what Herd writes
    static Map<String, String> read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is too large");
        }
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException(file + " is not an object");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                if (!json.nextToken().isScalarValue()) {
                    throw new IOException(file + " has a value that is not plain: " + key);
                }
                values.put(key, json.getString());
            }
            return values;
        } catch (JacksonException unreadable) {
            throw new IOException(file + " cannot be read: " + unreadable.getOriginalMessage(), unreadable);
        }
    }

    /// Writes so that a reader sees the old or the new file, never a part.
    static void write(Path file, Map<String, String> values) throws IOException {
        // A temporary file is its owner's alone.
        Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".new");
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), Files.newOutputStream(beside))) {
            json.writeStartObject();
            values.forEach(json::writeStringProperty);
            json.writeEndObject();
        } catch (JacksonException failed) {
            Files.deleteIfExists(beside);
            throw new IOException(file + " cannot be written: " + failed.getOriginalMessage(), failed);
        }
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
