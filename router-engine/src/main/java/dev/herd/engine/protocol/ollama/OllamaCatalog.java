package dev.herd.engine.protocol.ollama;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.Holder;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The fleet's models as Ollama lists its own. Each name stands once; every field that some client cannot do without is
/// there.
public final class OllamaCatalog {
    private static final List<String> DETAIL_TEXTS =
            List.of("parent_model", "format", "family", "parameter_size", "quantization_level");

    /// For models of servers that do not say when a model changed.
    private static final String LONG_AGO = "2024-01-01T00:00:00Z";

    private final FleetSnapshot fleet;
    private final Instant now;

    public OllamaCatalog(FleetSnapshot fleet, Instant now) {
        this.fleet = fleet;
        this.now = now;
    }

    /// `GET /api/tags`: everything that is on a disk, newest first.
    public byte[] tags() {
        List<List<Holder>> models = new ArrayList<>(fleet.models().values());
        models.sort(Comparator.comparing(
                        (List<Holder> holders) -> modified(best(holders).model()))
                .reversed()
                .thenComparing(holders -> best(holders).model().name()));
        return list(json -> models.forEach(holders -> tag(json, holders)));
    }

    /// `GET /api/ps`: everything that is in a memory of a server that serves.
    public byte[] loaded() {
        return list(json -> fleet.models().values().forEach(holders -> {
            List<Holder> loaded = holders.stream()
                    .filter(holder -> holder.serves() && holder.model().listedAsLoaded())
                    .toList();
            if (!loaded.isEmpty()) {
                loaded(json, loaded);
            }
        }));
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

    /// The first of those who have the model that the name means; the first of all where none of these does.
    private Holder best(List<Holder> holders) {
        return holders.stream().filter(fleet::means).findFirst().orElse(holders.getFirst());
    }

    private static String modifiedAt(HostedModel model) {
        return time(model) == null ? LONG_AGO : model.modifiedAt();
    }

    private static Instant modified(HostedModel model) {
        Instant time = time(model);
        return time == null ? Instant.parse(LONG_AGO) : time;
    }

    private static @Nullable Instant time(HostedModel model) {
        try {
            return model.modifiedAt().isEmpty()
                    ? null
                    : OffsetDateTime.parse(model.modifiedAt()).toInstant();
        } catch (DateTimeParseException unreadable) {
            // Clients that read it as a time would refuse the whole list.
            return null;
        }
    }

    private void tag(JsonGenerator json, List<Holder> holders) {
        HostedModel model = best(holders).model();
        json.writeStartObject();
        json.writeStringProperty("name", fullName(model));
        json.writeStringProperty("model", fullName(model));
        json.writeStringProperty("modified_at", modifiedAt(model));
        json.writeNumberProperty("size", model.sizeBytes());
        json.writeStringProperty("digest", digest(model));
        details(json, model, holders);
        Set<String> capabilities = model.capabilities();
        if (capabilities != null) {
            json.writeArrayPropertyStart("capabilities");
            capabilities.stream().sorted().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /// With its tag, as Ollama lists names.
    private static String fullName(HostedModel model) {
        return model.name().indexOf(':', model.name().lastIndexOf('/') + 1) < 0
                ? model.name() + ":latest"
                : model.name();
    }

    /// Ollama's command line takes the first twelve digits of it without looking whether there are any. A server
    /// without digests gets one that is made of the name, and so is stable.
    private static String digest(HostedModel model) {
        if (!model.digest().isEmpty()) {
            return model.digest();
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(model.ref().name().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }

    /// The server's own details with each text there, since some clients refuse a list in which one is missing.
    private static void details(JsonGenerator json, HostedModel model, List<Holder> holders) {
        JsonFields own = fields(model.detailsJson());
        json.writeObjectPropertyStart("details");
        for (String name : DETAIL_TEXTS) {
            String text = own.textOrEmpty(name);
            json.writeStringProperty(name, name.equals("family") && text.isEmpty() ? model.family() : text);
            if (name.equals("family")) {
                families(json, own, model);
            }
        }
        for (JsonFields.Member member : own.members()) {
            boolean written =
                    DETAIL_TEXTS.contains(member.name()) || member.name().equals("families");
            if (!written && !member.value().isNull()) {
                json.writeName(member.name());
                json.writeRawValue(member.value().raw());
            }
        }
        json.writeArrayPropertyStart("fleet_nodes");
        holders.stream().map(holder -> holder.node().name()).distinct().forEach(json::writeString);
        json.writeEndArray();
        digests(json, holders);
        json.writeEndObject();
    }

    /// Which machine has which copy, where copies differ.
    private static void digests(JsonGenerator json, List<Holder> holders) {
        SequencedMap<String, String> byNode = new LinkedHashMap<>();
        for (Holder holder : holders) {
            if (!holder.model().digest().isEmpty()) {
                byNode.putIfAbsent(holder.node().name(), holder.model().digest());
            }
        }
        if (byNode.values().stream().distinct().count() > 1) {
            json.writeObjectPropertyStart("fleet_digests");
            byNode.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
    }

    private static void families(JsonGenerator json, JsonFields own, HostedModel model) {
        json.writeName("families");
        JsonSlice families = own.get("families");
        if (families != null && families.isArray()) {
            json.writeRawValue(families.raw());
            return;
        }
        json.writeStartArray();
        if (!model.family().isEmpty()) {
            json.writeString(model.family());
        }
        json.writeEndArray();
    }

    private static JsonFields fields(String detailsJson) {
        byte[] bytes = detailsJson.getBytes(StandardCharsets.UTF_8);
        try {
            return JsonFields.of(bytes, 0, bytes.length);
        } catch (BadRequestException unsound) {
            throw new IllegalStateException("details were read as an object before", unsound);
        }
    }

    private void loaded(JsonGenerator json, List<Holder> holders) {
        HostedModel model = best(holders).model();
        long size = 0;
        long vram = 0;
        int window = 0;
        Instant expires = null;
        for (Holder holder : holders) {
            Residency residency = holder.model().resident();
            if (residency != null) {
                size = Math.max(size, residency.sizeBytes());
                vram = Math.max(vram, residency.vramBytes());
                window = Math.max(window, residency.window());
                expires = later(expires, residency.expiresAt());
            }
        }
        json.writeStartObject();
        json.writeStringProperty("name", fullName(model));
        json.writeStringProperty("model", fullName(model));
        json.writeNumberProperty("size", size > 0 ? size : model.sizeBytes());
        json.writeStringProperty("digest", digest(model));
        details(json, model, holders);
        // A server that does not say keeps its models; any moment past the next look would do.
        json.writeStringProperty("expires_at", (expires == null ? now.plusSeconds(86_400) : expires).toString());
        json.writeNumberProperty("size_vram", vram);
        json.writeNumberProperty("context_length", window);
        json.writeEndObject();
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    /// `POST /api/show` for a model of a server that has no such route: what is known, in Ollama's shape.
    public static byte[] show(Holder holder) {
        HostedModel model = holder.model();
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("modelfile", "");
            json.writeStringProperty("parameters", "");
            json.writeStringProperty("template", "");
            details(json, model, List.of(holder));
            json.writeObjectPropertyStart("model_info");
            String architecture = model.family().isEmpty() ? "unknown" : model.family();
            json.writeStringProperty("general.architecture", architecture);
            json.writeStringProperty("general.basename", model.name());
            if (model.trainedWindow() > 0) {
                json.writeNumberProperty(architecture + ".context_length", model.trainedWindow());
            }
            json.writeEndObject();
            json.writeArrayPropertyStart("capabilities");
            Set<String> capabilities = model.capabilities();
            (capabilities == null ? Set.of("completion", "tools") : capabilities)
                    .stream().sorted().forEach(json::writeString);
            json.writeEndArray();
            json.writeStringProperty("modified_at", modifiedAt(model));
            json.writeEndObject();
        });
    }
}
