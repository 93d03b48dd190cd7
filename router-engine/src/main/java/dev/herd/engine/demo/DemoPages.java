package dev.herd.engine.demo;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.simulation.SimulatedModel;
import dev.herd.engine.simulation.SimulatedNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// What a demo machine's server tells of itself and its models.
final class DemoPages {
    private static final byte[] NOTHING = new byte[0];
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    private DemoPages() {}

    /// The page at that path, empty when there is none.
    static byte[] of(String path, byte[] body, DemoNode node) {
        return switch (path) {
            case "/" -> "Ollama is running".getBytes(StandardCharsets.UTF_8);
            case "/api/version" ->
                Json.bytes(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("version", "0.25.0");
                    json.writeBooleanProperty("simulated", true);
                    json.writeEndObject();
                });
            case "/api/tags" -> list(json -> node.machine().models().forEach(model -> tag(json, model)));
            case "/api/ps" -> list(json -> node.loaded().forEach(loaded -> loaded(json, loaded)));
            case "/api/show" -> show(body, node);
            default -> NOTHING;
        };
    }

    private static byte[] list(Consumer<JsonGenerator> entries) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("models");
            entries.accept(json);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void tag(JsonGenerator json, SimulatedModel model) {
        json.writeStartObject();
        json.writeStringProperty("name", model.name());
        json.writeStringProperty("model", model.name());
        json.writeStringProperty("modified_at", "2026-11-01T09:00:00Z");
        json.writeNumberProperty("size", model.sizeBytes());
        json.writeStringProperty("digest", digest(model));
        details(json, model);
        json.writeEndObject();
    }

    private static void details(JsonGenerator json, SimulatedModel model) {
        json.writeObjectPropertyStart("details");
        json.writeStringProperty("parent_model", "");
        json.writeStringProperty("format", "gguf");
        json.writeStringProperty("family", model.family());
        json.writeArrayPropertyStart("families");
        json.writeString(model.family());
        json.writeEndArray();
        json.writeStringProperty("parameter_size", "%.1fB".formatted(model.parameters() / 1e9));
        json.writeStringProperty("quantization_level", "Q4_K_M");
        json.writeEndObject();
    }

    private static void loaded(JsonGenerator json, SimulatedNode.Loaded loaded) {
        json.writeStartObject();
        json.writeStringProperty("name", loaded.model().name());
        json.writeStringProperty("model", loaded.model().name());
        json.writeNumberProperty("size", loaded.bytes());
        json.writeStringProperty("digest", digest(loaded.model()));
        details(json, loaded.model());
        json.writeStringProperty(
                "expires_at", loaded.lastUsed().plus(KEEP_ALIVE).toString());
        json.writeNumberProperty("size_vram", loaded.bytes());
        json.writeNumberProperty("context_length", loaded.window());
        json.writeEndObject();
    }

    private static byte[] show(byte[] body, DemoNode node) {
        Optional<SimulatedModel> asked;
        try {
            JsonFields fields = JsonFields.of(body, 0, body.length);
            asked = node.find(fields.string("model", fields.string("name", "")));
        } catch (BadRequestException malformed) {
            return NOTHING;
        }
        return asked.map(model -> Json.bytes(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("modelfile", "# simulated");
                    json.writeStringProperty("template", "{{ .Prompt }}");
                    details(json, model);
                    json.writeObjectPropertyStart("model_info");
                    json.writeStringProperty("general.architecture", model.family());
                    json.writeNumberProperty(model.family() + ".context_length", model.trainedWindow());
                    json.writeEndObject();
                    json.writeArrayPropertyStart("capabilities");
                    model.capabilities().stream().sorted().forEach(json::writeString);
                    json.writeEndArray();
                    json.writeEndObject();
                }))
                .orElse(NOTHING);
    }

    private static String digest(SimulatedModel model) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(model.name().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
