package dev.herd.engine.sensing.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `pw-dump` prints: everything in PipeWire. Only this tells who takes pictures from a camera that PipeWire has
/// open for others.
final class PipeWireDump {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TYPE = "PipeWire:Interface:";
    private static final Set<String> CAMERA_INTERFACES = Set.of("v4l2", "libcamera");

    /// A program that takes pictures.
    ///
    /// @param names what it goes by, the surest first
    /// @param process its number, 0 when that is not told
    record Viewer(List<String> names, long process) {}

    private final Map<Long, JsonNode> clients = new HashMap<>();
    private final Map<Long, JsonNode> nodes = new HashMap<>();
    private final Map<Long, Set<Long>> sources = new HashMap<>();

    private PipeWireDump() {}

    /// Who takes pictures from a camera; those who take pictures of a screen are not meant. Empty when the text is no
    /// such dump.
    static Optional<List<Viewer>> viewers(String text) {
        try {
            JsonNode all = JSON.readTree(text);
            if (!all.isArray() || all.isEmpty()) {
                return Optional.empty();
            }
            var dump = new PipeWireDump();
            all.forEach(dump::sort);
            return Optional.of(dump.viewers());
        } catch (JacksonException other) {
            return Optional.empty();
        }
    }

    private void sort(JsonNode thing) {
        long id = thing.path("id").asLong(-1);
        JsonNode told = thing.path("info");
        switch (thing.path("type").asString("")) {
            case TYPE + "Client" -> clients.put(id, told.path("props"));
            case TYPE + "Node" -> nodes.put(id, told);
            case TYPE + "Link" ->
                sources.computeIfAbsent(told.path("input-node-id").asLong(-1), _ -> new HashSet<>())
                        .add(told.path("output-node-id").asLong(-1));
            default -> {
                // Ports, devices and the like say nothing of programs.
            }
        }
    }

    private List<Viewer> viewers() {
        List<Viewer> viewers = new ArrayList<>();
        nodes.forEach((id, node) -> {
            boolean takesPictures =
                    node.path("props").path("media.class").asString("").equals("Stream/Input/Video");
            if (takesPictures && node.path("state").asString("").equals("running") && seesACamera(id)) {
                viewers.add(viewer(node.path("props")));
            }
        });
        return viewers;
    }

    /// One whose links are not told may.
    private boolean seesACamera(long viewer) {
        Set<Long> linked = sources.getOrDefault(viewer, Set.of());
        return linked.isEmpty() || linked.stream().anyMatch(this::isCamera);
    }

    private boolean isCamera(long id) {
        JsonNode node = nodes.get(id);
        if (node == null) {
            return true;
        }
        JsonNode properties = node.path("props");
        return CAMERA_INTERFACES.contains(properties.path("device.api").asString(""))
                || properties.path("media.role").asString("").equals("Camera");
    }

    private Viewer viewer(JsonNode stream) {
        JsonNode client = clients.getOrDefault(stream.path("client.id").asLong(-1), stream);
        List<String> names = new ArrayList<>();
        for (String property : List.of(
                "application.process.binary",
                "pipewire.access.portal.app_id",
                "application.id",
                "application.name",
                "node.name")) {
            names.add(client.path(property).asString(""));
            names.add(stream.path(property).asString(""));
        }
        names.removeIf(String::isBlank);
        String process = client.path("application.process.id").asString("");
        return new Viewer(
                names.stream().distinct().toList(), process.matches("\\d{1,10}") ? Long.parseLong(process) : 0);
    }
}
