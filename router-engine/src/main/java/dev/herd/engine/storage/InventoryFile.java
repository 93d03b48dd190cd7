package dev.herd.engine.storage;

import dev.herd.engine.fleet.FleetSnapshot;
import dev.herd.engine.fleet.HostedModel;
import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.Upstream;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.UpstreamKind;
import dev.herd.engine.fleet.UpstreamState;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/// The last known inventory of each server, so that after a restart a model of a machine that sleeps is known and not
/// taken for a mistake. For one thread at a time.
public final class InventoryFile {
    private static final Logger LOG = LoggerFactory.getLogger(InventoryFile.class);

    /// A server that has not answered for so long is given up.
    private static final int MOST_DAYS = 30;

    private final Path file;
    private final InstantSource clock;
    private final Map<UpstreamId, LocalDate> seen = new LinkedHashMap<>();
    private byte[] written = new byte[0];

    public InventoryFile(HomeDirectory home, InstantSource clock) {
        this.file = home.inventory();
        this.clock = clock;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /// Keeps what the fleet has now. Writes only when that is something else than the last time.
    public void save(FleetSnapshot fleet) throws IOException {
        List<Upstream> upstreams = fleet.nodes().stream()
                .flatMap(node -> node.upstreams().stream())
                .toList();
        upstreams.stream().filter(Upstream::current).forEach(upstream -> seen.put(upstream.id(), today()));
        byte[] bytes = Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("upstreams");
            upstreams.forEach(upstream -> write(json, upstream));
            json.writeEndArray();
            json.writeArrayPropertyStart("meant");
            fleet.meant().values().stream().sorted().forEach(variant -> write(json, variant));
            json.writeEndArray();
            json.writeEndObject();
        });
        if (!Arrays.equals(bytes, written)) {
            AtomicFile.write(file, bytes);
            written = bytes;
        }
    }

    private void write(JsonGenerator json, Upstream upstream) {
        json.writeStartObject();
        json.writeStringProperty("url", upstream.id().url());
        json.writeStringProperty("kind", upstream.kind().label());
        json.writeStringProperty("version", upstream.version());
        json.writeStringProperty(
                "seen", seen.getOrDefault(upstream.id(), LocalDate.EPOCH).toString());
        json.writeArrayPropertyStart("models");
        upstream.models().forEach(model -> write(json, model));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Variant variant) {
        json.writeStartObject();
        json.writeStringProperty("model", variant.model().name());
        json.writeStringProperty("digest", variant.digest());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, HostedModel model) {
        json.writeStartObject();
        json.writeStringProperty("name", model.name());
        json.writeStringProperty("digest", model.digest());
        json.writeNumberProperty("size_bytes", model.sizeBytes());
        json.writeStringProperty("modified_at", model.modifiedAt());
        json.writeName("details");
        json.writeRawValue(model.detailsJson());
        json.writeStringProperty("family", model.family());
        Set<String> capabilities = model.capabilities();
        if (capabilities != null) {
            json.writeArrayPropertyStart("capabilities");
            capabilities.stream().sorted().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeNumberProperty("trained_window", model.trainedWindow());
        json.writeNumberProperty("cache_bytes_per_token", model.cacheBytes());
        json.writeEndObject();
    }

    /// What was kept.
    ///
    /// @param meant of names that several models had, the one that was meant
    public record Kept(List<Upstream> upstreams, List<Variant> meant) {
        private static final Kept NOTHING = new Kept(List.of(), List.of());

        public Kept {
            upstreams = List.copyOf(upstreams);
            meant = List.copyOf(meant);
        }
    }

    /// What was kept; nothing when there is no file, or none that can be read.
    public Kept load() {
        if (!Files.exists(file)) {
            return Kept.NOTHING;
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            JsonFields root = JsonFields.of(bytes, 0, bytes.length);
            List<Upstream> upstreams = new ArrayList<>();
            for (JsonSlice element : root.array("upstreams")) {
                Upstream upstream = upstream(element.fields());
                LocalDate day = LocalDate.parse(element.fields().string("seen", LocalDate.EPOCH.toString()));
                if (day.isAfter(today().minusDays(MOST_DAYS))) {
                    seen.put(upstream.id(), day);
                    upstreams.add(upstream);
                }
            }
            List<Variant> meant = new ArrayList<>();
            for (JsonSlice element : root.array("meant")) {
                JsonFields of = element.fields();
                meant.add(new Variant(ModelRef.of(of.string("model", "")), of.string("digest", "")));
            }
            return new Kept(upstreams, meant);
        } catch (IOException | BadRequestException | IllegalArgumentException | DateTimeException unreadable) {
            LOG.warn("the last known inventory cannot be read and is left aside: {}", unreadable.getMessage());
            return Kept.NOTHING;
        }
    }

    private static Upstream upstream(JsonFields fields) throws BadRequestException {
        List<HostedModel> models = new ArrayList<>();
        for (JsonSlice element : fields.array("models")) {
            models.add(model(element.fields()));
        }
        return new Upstream(
                UpstreamId.parse(fields.string("url", "")),
                UpstreamKind.valueOf(fields.string("kind", "").toUpperCase(Locale.ROOT)),
                UpstreamState.DOWN,
                "not asked yet",
                fields.string("version", ""),
                false,
                models);
    }

    private static HostedModel model(JsonFields fields) throws BadRequestException {
        String name = fields.string("name", "");
        JsonSlice details = fields.get("details");
        return new HostedModel(
                name,
                ModelRef.of(name),
                fields.string("digest", ""),
                fields.whole("size_bytes"),
                fields.string("modified_at", ""),
                details == null ? "{}" : details.raw(),
                fields.string("family", ""),
                capabilities(fields),
                (int) fields.whole("trained_window"),
                1,
                null,
                "",
                fields.whole("cache_bytes_per_token"));
    }

    private static @Nullable Set<String> capabilities(JsonFields fields) throws BadRequestException {
        if (fields.get("capabilities") == null) {
            return null;
        }
        Set<String> capabilities = new LinkedHashSet<>();
        for (JsonSlice capability : fields.array("capabilities")) {
            capabilities.add(capability.text());
        }
        return capabilities;
    }
}
