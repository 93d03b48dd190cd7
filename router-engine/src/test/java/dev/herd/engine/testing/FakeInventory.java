package dev.herd.engine.testing;

import dev.herd.engine.fleet.ModelRef;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The models of a fake server and how they are loaded.
final class FakeInventory {
    /// Digits of a text that become a number of its vector.
    private static final int LONGEST_NUMBER = 15;

    private final boolean ollama;
    private volatile List<FakeModel> models = List.of();
    private final String version;
    private final Map<ModelRef, Integer> windows = new ConcurrentHashMap<>();
    private final AtomicInteger reloads = new AtomicInteger();

    FakeInventory(boolean ollama, List<FakeModel> models, String version) {
        this.ollama = ollama;
        this.version = version;
        replace(models);
    }

    void replace(List<FakeModel> others) {
        for (FakeModel model : others) {
            if (model.window() > 0) {
                windows.put(ModelRef.of(model.name()), model.window());
            }
        }
        models = List.copyOf(others);
    }

    /// It has one more model, or another state of it.
    void add(FakeModel model) {
        ModelRef ref = ModelRef.of(model.name());
        replace(Stream.concat(
                        models.stream()
                                .filter(other -> !ModelRef.of(other.name()).equals(ref)),
                        Stream.of(model))
                .toList());
    }

    int reloads() {
        return reloads.get();
    }

    static JsonFields fields(String body) {
        byte[] bytes = (body.isEmpty() ? "{}" : body).getBytes(StandardCharsets.UTF_8);
        try {
            return JsonFields.of(bytes, 0, bytes.length);
        } catch (BadRequestException malformed) {
            throw new AssertionError("the server was sent malformed JSON: " + body, malformed);
        }
    }

    static boolean streams(Seen request, JsonFields fields) {
        JsonSlice stream = fields.get("stream");
        boolean byDefault = request.path().equals("/api/chat") || request.path().equals("/api/generate");
        return stream == null ? byDefault : stream.isTrue();
    }

    boolean answer(Wire wire, Seen request, Map<String, String> headers) throws IOException {
        String path = request.path().split("\\?")[0];
        String body = ollama ? ollamaPage(path, request) : path.equals("/v1/models") ? openAiModels() : "";
        if (body.isEmpty()) {
            wire.whole(404, "text/plain", "404 page not found", headers);
        } else {
            wire.whole(body.startsWith("{\"error") ? 404 : 200, "application/json; charset=utf-8", body, headers);
        }
        return true;
    }

    private String ollamaPage(String path, Seen request) {
        return switch (path) {
            case "/api/version" -> "{\"version\":\"" + version + "\"}";
            case "/api/tags" ->
                models.stream().map(FakeInventory::tag).collect(Collectors.joining(",", "{\"models\":[", "]}"));
            case "/api/ps" ->
                models.stream()
                        .filter(model -> windows.containsKey(ModelRef.of(model.name())))
                        .map(this::loaded)
                        .collect(Collectors.joining(",", "{\"models\":[", "]}"));
            case "/api/show" -> show(fields(request.body()));
            default -> "";
        };
    }

    private static String fullName(FakeModel model) {
        return model.name().contains(":") ? model.name() : model.name() + ":latest";
    }

    private static String tag(FakeModel model) {
        return "{\"name\":\"" + fullName(model) + "\",\"model\":\"" + fullName(model)
                + "\",\"modified_at\":\"2026-11-23T13:41:09.881646326Z\",\"size\":4706705632,\"digest\":\""
                + model.digest()
                + "\",\"details\":{\"parent_model\":\"\",\"format\":\"gguf\",\"family\":\"llama\",\"families\":null,"
                + "\"parameter_size\":\"1.67M\",\"quantization_level\":\"Q4_0\"}}";
    }

    private String loaded(FakeModel model) {
        int window = windows.getOrDefault(ModelRef.of(model.name()), 0);
        return "{\"name\":\"" + fullName(model) + "\",\"model\":\"" + fullName(model)
                + "\",\"size\":22419456,\"digest\":\"" + model.digest()
                + "\",\"details\":{},\"expires_at\":\"2027-11-23T13:46:11.481172534Z\",\"size_vram\":22419456,"
                + "\"context_length\":" + Math.min(window, model.trained()) + "}";
    }

    private String show(JsonFields question) {
        String name = question.textOrEmpty("model");
        FakeModel model = find(name);
        if (model == null) {
            return notFound(name);
        }
        String capabilities = model.capabilities().stream()
                .map(each -> "\"" + each + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        return "{\"modelfile\":\"# Modelfile\\nFROM /models/blobs/" + model.blob() + "\\nTEMPLATE x\","
                + "\"template\":\"{{ .Prompt }}\",\"details\":{\"family\":\"llama\"},\"model_info\":"
                + "{\"general.architecture\":\"llama\",\"llama.context_length\":" + model.trained()
                + "},\"capabilities\":" + capabilities + "}";
    }

    private static String notFound(String name) {
        return "{\"error\":\"model '" + name + "' not found\"}";
    }

    private @Nullable FakeModel find(String name) {
        return models.stream()
                .filter(model -> ModelRef.of(model.name()).equals(ModelRef.of(name)))
                .findFirst()
                .orElse(null);
    }

    private String openAiModels() {
        return models.stream()
                .map(model ->
                        "{\"id\":\"" + model.name() + "\",\"object\":\"model\",\"created\":1795441269,\"owned_by\":"
                                + "\"me\",\"max_model_len\":" + model.trained() + "}")
                .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
    }

    /// An answer that needs no generation: an error, a load, an unload, embeddings. Null for an inference.
    @Nullable
    String direct(Seen request, JsonFields fields) {
        String name = fields.textOrEmpty("model");
        if (find(name) == null) {
            return notFound(name);
        }
        try {
            return switch (request.path()) {
                case "/api/chat" -> load(fields, true, fields.array("messages").isEmpty());
                case "/api/generate" ->
                    load(fields, false, fields.textOrEmpty("prompt").isEmpty());
                case "/api/embed" ->
                    "{\"model\":\"" + name + "\",\"embeddings\":" + vectors(fields.get("input"))
                            + ",\"total_duration\":2812453,\"load_duration\":802136,\"prompt_eval_count\":"
                            + tokens(fields.get("input")) + "}";
                case "/api/embeddings" -> "{\"embedding\":[0.25,-1.5,3.0]}";
                case "/v1/embeddings" ->
                    "{\"object\":\"list\",\"data\":" + listed(fields) + ",\"model\":\"" + name
                            + "\",\"usage\":{\"prompt_tokens\":" + tokens(fields.get("input"))
                            + ",\"total_tokens\":" + tokens(fields.get("input")) + "}}";
                default -> null;
            };
        } catch (BadRequestException malformed) {
            throw new AssertionError("the server was sent malformed JSON: " + request.body(), malformed);
        }
    }

    private static List<JsonSlice> inputs(@Nullable JsonSlice input) throws BadRequestException {
        if (input == null) {
            return List.of();
        }
        List<JsonSlice> elements = input.isArray() ? input.elements() : List.of(input);
        return elements.stream().anyMatch(JsonSlice::isNumber) ? List.of(input) : elements;
    }

    /// Three for one input, and one more for each further.
    private static int tokens(@Nullable JsonSlice input) throws BadRequestException {
        return inputs(input).size() + 2;
    }

    private static String vectors(@Nullable JsonSlice input) throws BadRequestException {
        List<JsonSlice> inputs = inputs(input);
        return IntStream.range(0, inputs.size())
                .mapToObj(index -> "[0.25,-1.5," + number(inputs.get(index), index) + ".0]")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /// The digits of a text, so that each has a vector of its own wherever it stands.
    private static String number(JsonSlice text, int otherwise) {
        String digits = text.raw().replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > LONGEST_NUMBER
                ? Integer.toString(otherwise)
                : Long.toString(Long.parseLong(digits));
    }

    private static String listed(JsonFields fields) throws BadRequestException {
        boolean base64 = fields.textOrEmpty("encoding_format").equals("base64");
        List<JsonSlice> inputs = inputs(fields.get("input"));
        return IntStream.range(0, inputs.size())
                .mapToObj(index -> "{\"object\":\"embedding\",\"index\":" + index + ",\"embedding\":"
                        + vector(number(inputs.get(index), 3), base64) + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String vector(String number, boolean base64) {
        if (!base64) {
            return "[0.25,-1.5," + number + ".0]";
        }
        ByteBuffer floats = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        floats.putFloat(0.25f).putFloat(-1.5f).putFloat(Float.parseFloat(number));
        return "\"" + Base64.getEncoder().encodeToString(floats.array()) + "\"";
    }

    /// Ollama loads a model anew when a request's window is another than the runner's, its absence included.
    private @Nullable String load(JsonFields fields, boolean chat, boolean empty) throws BadRequestException {
        ModelRef model = ModelRef.of(fields.textOrEmpty("model"));
        JsonSlice keepAlive = fields.get("keep_alive");
        if (empty && keepAlive != null && keepAlive.raw().equals("0")) {
            windows.remove(model);
            return FakeAnswers.ollamaLoaded(fields.textOrEmpty("model"), chat, "unload");
        }
        long asked = fields.object("options").whole("num_ctx");
        int window = asked > 0 ? (int) asked : 4096;
        FakeModel loaded = find(fields.textOrEmpty("model"));
        ModelRef runner = loaded == null ? model : runner(loaded);
        Integer before = windows.get(runner);
        if (before == null || before != window) {
            windows.remove(runner);
            windows.put(model, window);
        }
        if (before != null && before != window) {
            reloads.incrementAndGet();
        }
        return empty ? FakeAnswers.ollamaLoaded(fields.textOrEmpty("model"), chat, "load") : null;
    }

    /// The name under which a model's weights are loaded, its own when they are not.
    private ModelRef runner(FakeModel model) {
        return models.stream()
                .filter(other -> other.weights().equals(model.weights()))
                .map(other -> ModelRef.of(other.name()))
                .filter(windows::containsKey)
                .findFirst()
                .orElse(ModelRef.of(model.name()));
    }

    String whole(Seen request, String model) {
        String text = String.join("", FakeAnswers.WORDS);
        return switch (request.path()) {
            case "/api/chat" -> FakeAnswers.ollamaWhole(model, true, text);
            case "/api/generate" -> FakeAnswers.ollamaWhole(model, false, text);
            default -> FakeAnswers.openAiWhole(model, text);
        };
    }

    List<String> chunks(Seen request, String model) {
        return switch (request.path()) {
            case "/api/chat" -> FakeAnswers.ollamaLines(model, true, FakeAnswers.WORDS);
            case "/api/generate" -> FakeAnswers.ollamaLines(model, false, FakeAnswers.WORDS);
            default -> FakeAnswers.openAiEvents(model, FakeAnswers.WORDS);
        };
    }
}
