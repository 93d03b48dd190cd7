package dev.herd.engine.upstream;

import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.Inventory;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Residency;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import dev.herd.engine.upstream.ModelFacts.Facts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Ollama's inventory: version, models on disk, models in memory, and what each model can do.
final class OllamaInventory {
    /// What `/api/show` tells is asked once per model; a machine with hundreds gets them over some readings.
    private static final int MOST_SHOWN = 16;

    /// About a minute while anybody cares.
    private static final int READINGS_PER_VERSION = 12;

    private static final Pattern BLOB = Pattern.compile("(?m)^FROM .*sha256[-:]([0-9a-f]{64})");

    private final InventoryClient client;
    private final ModelFacts facts;
    private int shown;

    /// What it last stated; a server that is replaced by a newer one is silent meanwhile, or almost.
    private String version = "";

    private int readingsUntilVersion;

    OllamaInventory(InventoryClient client, ModelFacts facts) {
        this.client = client;
        this.facts = facts;
    }

    /// What was there before may be gone.
    void forget() {
        readingsUntilVersion = 0;
    }

    Reading read() throws ReadingFailed, InterruptedException, BadRequestException {
        shown = 0;
        String stated = version();
        JsonFields tags = client.find("/api/tags");
        if (tags == null) {
            throw ReadingFailed.stranger("it does not list its models");
        }
        Map<ModelRef, Residency> resident = resident(client.find("/api/ps"));
        List<HostedModel> models = new ArrayList<>();
        Set<ModelRef> seen = new LinkedHashSet<>();
        for (JsonSlice element : tags.array("models")) {
            JsonFields tag = element.fields();
            String name = tag.textOrEmpty("name").isEmpty() ? tag.textOrEmpty("model") : tag.textOrEmpty("name");
            if (!name.isEmpty() && seen.add(ModelRef.of(name))) {
                models.add(model(name, tag, resident.get(ModelRef.of(name))));
            }
        }
        shareRunners(models);
        return new Reading(new Inventory(UpstreamKind.OLLAMA, stated, models), OptionalInt.empty());
    }

    private String version() throws ReadingFailed, InterruptedException {
        if (readingsUntilVersion == 0) {
            JsonFields found = client.find("/api/version");
            version = found == null ? "" : found.textOrEmpty("version");
        }
        readingsUntilVersion = (readingsUntilVersion + 1) % READINGS_PER_VERSION;
        return version;
    }

    private HostedModel model(String name, JsonFields tag, @Nullable Residency residency)
            throws ReadingFailed, InterruptedException, BadRequestException {
        JsonSlice details = tag.get("details");
        JsonFields detail = tag.object("details");
        String digest = tag.textOrEmpty("digest");
        Facts known = facts(name, digest);
        int window = (int) detail.whole("context_length");
        return new HostedModel(
                name,
                ModelRef.of(name),
                digest,
                tag.whole("size"),
                tag.textOrEmpty("modified_at"),
                details == null || !details.isObject() ? "{}" : details.raw(),
                detail.textOrEmpty("family"),
                known == null ? null : known.capabilities(),
                known == null || known.trainedWindow() == 0 ? window : known.trainedWindow(),
                1,
                residency,
                known == null || known.weights().isEmpty() ? digest : known.weights(),
                known == null ? 0 : known.cacheBytes());
    }

    /// Only what `/api/show` states is believed: some versions list fewer capabilities in their tags than a model has.
    private @Nullable Facts facts(String name, String digest)
            throws ReadingFailed, InterruptedException, BadRequestException {
        Facts known = digest.isEmpty() ? null : facts.find(digest);
        if (known != null || shown >= MOST_SHOWN) {
            return known;
        }
        shown++;
        byte[] question = Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("model", name);
            json.writeEndObject();
        });
        JsonFields show = client.ask("POST", "/api/show", question);
        if (show == null) {
            return null;
        }
        ModelMake make = ModelMake.of(show.object("model_info"));
        Facts found = new Facts(
                capabilities(show.get("capabilities")),
                make.trainedWindow(),
                make.cacheBytes(),
                weights(show.textOrEmpty("modelfile")));
        if (!digest.isEmpty()) {
            facts.put(digest, found);
        }
        return found;
    }

    static @Nullable Set<String> capabilities(@Nullable JsonSlice stated) throws BadRequestException {
        if (stated == null || !stated.isArray() || stated.isEmptyArray()) {
            return null;
        }
        Set<String> capabilities = new LinkedHashSet<>();
        for (JsonSlice capability : stated.elements()) {
            capabilities.add(capability.text());
        }
        return capabilities;
    }

    /// Ollama lists a runner by the name that loaded it, and uses it for all names of its weights.
    private static void shareRunners(List<HostedModel> models) {
        Map<String, Residency> byWeights = new TreeMap<>();
        for (HostedModel model : models) {
            if (model.resident() != null && !model.weights().isEmpty()) {
                byWeights.put(model.weights(), model.resident().sharedWithAnotherName());
            }
        }
        models.replaceAll(model -> model.resident() != null || model.weights().isEmpty()
                ? model
                : model.withResidency(byWeights.get(model.weights())));
    }

    /// The blob that a model file names first; further ones are adapters and what turns images into tokens.
    static String weights(String modelfile) {
        Matcher blob = BLOB.matcher(modelfile);
        return blob.find() ? blob.group(1) : "";
    }

    private static Map<ModelRef, Residency> resident(@Nullable JsonFields ps) throws BadRequestException {
        Map<ModelRef, Residency> resident = new TreeMap<>();
        if (ps == null) {
            return resident;
        }
        for (JsonSlice element : ps.array("models")) {
            JsonFields model = element.fields();
            String name = model.textOrEmpty("name").isEmpty() ? model.textOrEmpty("model") : model.textOrEmpty("name");
            resident.put(
                    ModelRef.of(name),
                    new Residency(
                            (int) model.whole("context_length"),
                            model.whole("size"),
                            model.whole("size_vram"),
                            moment(model.textOrEmpty("expires_at"))));
        }
        return resident;
    }

    private static @Nullable Instant moment(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException unreadable) {
            // A model kept for ever has a year that some versions write in a form of their own.
            return null;
        }
    }
}
