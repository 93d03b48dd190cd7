package dev.herd.engine.storage;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.placement.Pin;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The models a person has pinned, so that they stay so after a restart. For one thread at a time.
public final class PinFile {
    private final Path file;

    public PinFile(HomeDirectory home) {
        this.file = home.pins();
    }

    /// What was kept.
    ///
    /// @param damage what is wrong with the file, which was set aside then; empty when nothing is
    public record Loaded(List<Pin> pins, String damage) {
        public Loaded {
            pins = List.copyOf(pins);
        }
    }

    public void save(List<Pin> pins) throws IOException {
        AtomicFile.write(file, Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("pins");
            for (Pin pin : pins) {
                json.writeStartObject();
                json.writeStringProperty("model", pin.model().name());
                if (pin.node() != null) {
                    json.writeStringProperty("node", pin.node().value());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    /// What was kept; nothing when there is no file, or none that can be read.
    public Loaded load() {
        if (!Files.exists(file)) {
            return new Loaded(List.of(), "");
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            return new Loaded(read(JsonFields.of(bytes, 0, bytes.length)), "");
        } catch (IOException | IllegalArgumentException unreadable) {
            return setAside(String.valueOf(unreadable.getMessage()));
        } catch (BadRequestException malformed) {
            return setAside(malformed.reason());
        }
    }

    private static List<Pin> read(JsonFields root) throws BadRequestException {
        List<Pin> pins = new ArrayList<>();
        for (JsonSlice element : root.array("pins")) {
            JsonFields pin = element.fields();
            String model = pin.string("model", "");
            String node = pin.string("node", "");
            if (model.isBlank()) {
                throw new BadRequestException("a pin names its model");
            }
            pins.add(new Pin(ModelRef.of(model), node.isEmpty() ? null : new NodeId(node)));
        }
        return pins;
    }

    private Loaded setAside(String why) {
        return new Loaded(List.of(), DamagedFile.setAside(file, "the pins", why));
    }
}
