package dev.herd.engine.storage;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.fleet.NodeId;
import dev.herd.engine.fleet.UpstreamId;
import dev.herd.engine.fleet.Variant;
import dev.herd.engine.learning.Estimate;
import dev.herd.engine.learning.Learned;
import dev.herd.engine.learning.MemoryLaw;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/// What was learned of speeds and lengths, so that it survives a restart. For one thread at a time.
///
/// An estimate is a pair, `[mean, measurements]`. What a file of an earlier version does not have is nothing learned.
public final class LearnedFile {
    private static final Logger LOG = LoggerFactory.getLogger(LearnedFile.class);

    private final Path file;
    private Learned written = Learned.NOTHING;

    public LearnedFile(HomeDirectory home) {
        this.file = home.learned();
    }

    /// Writes only what differs from the last time.
    public void save(Learned learned) throws IOException {
        if (!learned.equals(written)) {
            AtomicFile.write(file, Json.bytes(json -> write(json, learned)));
            written = learned;
        }
    }

    private static void write(JsonGenerator json, Learned learned) {
        json.writeStartObject();
        json.writeArrayPropertyStart("instances");
        learned.instances().forEach((id, of) -> {
            json.writeStartObject();
            json.writeStringProperty("url", id.upstream().url());
            model(json, id.model());
            estimate(json, "prefill", of.prefill());
            estimate(json, "decode", of.decode());
            json.writeArrayPropertyStart("decodes");
            of.decodes().forEach(each -> estimate(json, each));
            json.writeEndArray();
            estimate(json, "load", of.load());
            estimate(json, "trust", of.trust());
            json.writeArrayPropertyStart("cold");
            of.cold().forEach(each -> estimate(json, each));
            json.writeEndArray();
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeArrayPropertyStart("machines");
        learned.machines().forEach((id, of) -> {
            json.writeStartObject();
            json.writeStringProperty("node", id.value());
            estimate(json, "contention", of.contention());
            estimate(json, "decode", of.decode());
            estimate(json, "prefill", of.prefill());
            json.writeEndObject();
        });
        json.writeEndArray();
        writeModels(json, learned);
        writeMemory(json, learned);
        LearnedPredictions.write(json, learned.predictions());
        json.writeEndObject();
    }

    private static void writeModels(JsonGenerator json, Learned learned) {
        json.writeArrayPropertyStart("models");
        learned.models().forEach((model, of) -> {
            json.writeStartObject();
            model(json, model);
            estimate(json, "decode", of.decode());
            estimate(json, "prefill", of.prefill());
            estimate(json, "answer", of.answer());
            json.writeEndObject();
        });
        json.writeEndArray();
        writeClients(json, "answers", learned.answers());
        LearnedContexts.write(json, learned.contexts());
        writeClients(json, "thoughts", learned.thoughts());
    }

    private static void writeClients(JsonGenerator json, String name, Map<Learned.Client, Estimate> lengths) {
        json.writeArrayPropertyStart(name);
        lengths.forEach((client, length) -> {
            json.writeStartObject();
            model(json, client.model());
            json.writeStringProperty("tenant", client.tenant());
            json.writeBooleanProperty("tools", client.tools());
            estimate(json, "length", length);
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void model(JsonGenerator json, Variant model) {
        json.writeStringProperty("model", model.model().name());
        json.writeStringProperty("digest", model.digest());
    }

    private static Variant model(JsonFields of) throws BadRequestException {
        return new Variant(ModelRef.of(of.string("model", "")), of.string("digest", ""));
    }

    /// Each window with its bytes is a pair.
    private static void writeMemory(JsonGenerator json, Learned learned) {
        json.writeArrayPropertyStart("memory");
        learned.memory().forEach((key, windows) -> {
            json.writeStartObject();
            json.writeStringProperty("url", key.upstream().url());
            json.writeStringProperty("weights", key.weights());
            json.writeNumberProperty("slots", key.slots());
            json.writeArrayPropertyStart("windows");
            windows.forEach((window, bytes) -> {
                json.writeStartArray();
                json.writeNumber(window);
                json.writeNumber(bytes);
                json.writeEndArray();
            });
            json.writeEndArray();
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    static void estimate(JsonGenerator json, String name, Estimate value) {
        json.writeName(name);
        estimate(json, value);
    }

    private static void estimate(JsonGenerator json, Estimate value) {
        json.writeStartArray();
        json.writeNumber(value.mean());
        json.writeNumber(value.count());
        json.writeEndArray();
    }

    /// What was kept; nothing when there is no file, or none that can be read.
    public Learned load() {
        if (!Files.exists(file)) {
            return Learned.NOTHING;
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            written = read(JsonFields.of(bytes, 0, bytes.length));
            return written;
        } catch (IOException | BadRequestException | IllegalArgumentException unreadable) {
            LOG.warn("what was learned cannot be read and is left aside: {}", unreadable.getMessage());
            return Learned.NOTHING;
        }
    }

    private static Learned read(JsonFields root) throws BadRequestException {
        Map<Learned.Place, Learned.Instance> instances = new LinkedHashMap<>();
        for (JsonSlice element : root.array("instances")) {
            JsonFields of = element.fields();
            instances.put(
                    new Learned.Place(UpstreamId.parse(of.string("url", "")), model(of)),
                    new Learned.Instance(
                            estimate(of, "prefill"),
                            estimate(of, "decode"),
                            estimates(of, "decodes"),
                            estimate(of, "load"),
                            estimate(of, "trust"),
                            estimates(of, "cold")));
        }
        Map<NodeId, Learned.Machine> machines = new LinkedHashMap<>();
        for (JsonSlice element : root.array("machines")) {
            JsonFields of = element.fields();
            machines.put(
                    new NodeId(of.string("node", "")),
                    new Learned.Machine(estimate(of, "contention"), estimate(of, "decode"), estimate(of, "prefill")));
        }
        return new Learned(
                instances,
                machines,
                models(root),
                clients(root, "answers"),
                LearnedContexts.read(root),
                clients(root, "thoughts"),
                memory(root),
                LearnedPredictions.read(root));
    }

    private static List<Estimate> estimates(JsonFields of, String name) throws BadRequestException {
        List<Estimate> all = new ArrayList<>();
        for (JsonSlice each : of.array(name)) {
            all.add(estimate(each));
        }
        return all;
    }

    private static Map<Variant, Learned.Model> models(JsonFields root) throws BadRequestException {
        Map<Variant, Learned.Model> models = new LinkedHashMap<>();
        for (JsonSlice element : root.array("models")) {
            JsonFields of = element.fields();
            models.put(
                    model(of),
                    new Learned.Model(estimate(of, "decode"), estimate(of, "prefill"), estimate(of, "answer")));
        }
        return models;
    }

    private static Map<Learned.Client, Estimate> clients(JsonFields root, String name) throws BadRequestException {
        Map<Learned.Client, Estimate> answers = new LinkedHashMap<>();
        for (JsonSlice element : root.array(name)) {
            JsonFields of = element.fields();
            answers.put(
                    new Learned.Client(model(of), of.string("tenant", ""), of.bool("tools", false)),
                    estimate(of, "length"));
        }
        return answers;
    }

    private static Map<MemoryLaw.Key, Map<Integer, Long>> memory(JsonFields root) throws BadRequestException {
        Map<MemoryLaw.Key, Map<Integer, Long>> memory = new LinkedHashMap<>();
        for (JsonSlice element : root.array("memory")) {
            JsonFields of = element.fields();
            Map<Integer, Long> windows = new LinkedHashMap<>();
            for (JsonSlice pair : of.array("windows")) {
                List<JsonSlice> values = pair.elements();
                if (values.size() != 2
                        || values.get(0).number() < 1
                        || values.get(1).number() < 1) {
                    throw new IllegalArgumentException("a window has a length and its bytes");
                }
                windows.put((int) values.get(0).number(), (long) values.get(1).number());
            }
            memory.put(
                    new MemoryLaw.Key(
                            UpstreamId.parse(of.string("url", "")), of.string("weights", ""), (int) of.whole("slots")),
                    windows);
        }
        return memory;
    }

    static Estimate estimate(JsonFields of, String name) throws BadRequestException {
        JsonSlice value = of.get(name);
        return value == null ? Estimate.NONE : estimate(value);
    }

    private static Estimate estimate(JsonSlice pair) throws BadRequestException {
        List<JsonSlice> values = pair.elements();
        if (values.size() != 2) {
            throw new IllegalArgumentException("an estimate is a mean and a count");
        }
        double mean = values.get(0).number();
        int count = (int) values.get(1).number();
        if (!Double.isFinite(mean) || count < 0) {
            throw new IllegalArgumentException("no estimate: " + mean + ", " + count);
        }
        return new Estimate(mean, count);
    }
}
