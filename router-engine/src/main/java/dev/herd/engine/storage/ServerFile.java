package dev.herd.engine.storage;

import dev.herd.engine.config.UpstreamConfig;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Keeps the model servers a person added or took out in the settings' file, whose other lines stay as they are.
public final class ServerFile {
    private static final String UPSTREAMS = "upstreams";

    private final SettingsFile file;

    public ServerFile(HomeDirectory home) {
        this.file = new SettingsFile(home);
    }

    /// Adds a server for every later start.
    public void add(UpstreamConfig server) throws IOException {
        List<String> kept = without(server.id());
        kept.add(Json.text(json -> write(json, server)));
        save(kept);
    }

    /// Takes a server out for every later start.
    ///
    /// @return false when the file does not name it
    public boolean remove(UpstreamId server) throws IOException {
        List<String> kept = without(server);
        boolean named = kept.size() < elements().size();
        if (named) {
            save(kept);
        }
        return named;
    }

    private List<JsonSlice> elements() throws IOException {
        try {
            return file.root().array(UPSTREAMS);
        } catch (BadRequestException malformed) {
            throw file.unreadable(malformed);
        }
    }

    private List<String> without(UpstreamId server) throws IOException {
        List<String> kept = new ArrayList<>();
        for (JsonSlice element : elements()) {
            if (!names(element, server)) {
                kept.add(element.raw());
            }
        }
        return kept;
    }

    private static boolean names(JsonSlice element, UpstreamId server) {
        try {
            return UpstreamId.parse(element.fields().textOrEmpty("url")).equals(server);
        } catch (BadRequestException | IllegalArgumentException another) {
            // The settings are read strictly at each start, which is where a wrong line is told.
            return false;
        }
    }

    private void save(List<String> elements) throws IOException {
        file.set(UPSTREAMS, "[" + String.join(",", elements) + "]");
    }

    private static void write(JsonGenerator json, UpstreamConfig server) {
        json.writeStartObject();
        json.writeStringProperty("url", server.id().url());
        json.writeStringProperty("name", server.name());
        UpstreamKind kind = server.kind();
        if (kind != null) {
            json.writeStringProperty("kind", kind.label());
        }
        if (server.slots() > 0) {
            json.writeNumberProperty("slots", server.slots());
        }
        if (server.memoryBytes() > 0) {
            json.writeStringProperty("memory", Long.toString(server.memoryBytes()));
        }
        if (!server.chip().isEmpty()) {
            json.writeStringProperty("chip", server.chip());
        }
        if (!server.keyEnv().isEmpty()) {
            json.writeStringProperty("keyEnv", server.keyEnv());
        }
        json.writeEndObject();
    }
}
