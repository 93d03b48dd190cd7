package dev.herd.engine.protocol.ollama;

import dev.herd.engine.inference.InferenceRequest;
import dev.herd.engine.inference.Message;
import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The tools of a request whose client also chose among them, which Ollama has no word for: those not chosen are left
/// out, and a call that must be is asked for in a system message, which a model may still disregard.
///
/// @param json an array, null for none
/// @param hint empty when the model is free not to call any
record OllamaTools(@Nullable String json, String hint) {
    private static final Set<String> KEYS = Set.of("type", "function", "name", "allowed_tools", "mode", "tools");
    private static final String ANY_HINT = "Answer with a call of one of the tools.";

    static OllamaTools of(InferenceRequest request) throws BadRequestException {
        String stated = request.extras().get(InferenceRequest.TOOLS);
        String tools = stated == null || JsonSlice.of(stated).isEmptyArray() ? null : stated;
        String choice = request.extras().get(InferenceRequest.TOOL_CHOICE);
        if (choice == null) {
            return new OllamaTools(tools, "");
        }
        JsonSlice chosen = JsonSlice.of(choice);
        if (chosen.isObject()) {
            return chosen(chosen.fields().refuseDuplicates(KEYS), tools);
        }
        return switch (chosen.text()) {
            case "auto" -> new OllamaTools(tools, "");
            case "none" -> new OllamaTools(null, "");
            case "required", "any" -> new OllamaTools(tools, tools == null ? "" : ANY_HINT);
            default -> throw invalid();
        };
    }

    /// The conversation with the hint in its system message. Where it has none the hint comes last, since Ollama puts
    /// the model's own system text before a conversation unless that begins with one.
    List<Message> hinted(List<Message> messages) {
        if (hint.isEmpty()) {
            return messages;
        }
        List<Message> hinted = new ArrayList<>(messages);
        if (!hinted.isEmpty() && hinted.getFirst().role().equals("system")) {
            hinted.addFirst(system(hinted.removeFirst().content() + "\n\n" + hint));
        } else {
            hinted.add(system(hint));
        }
        return hinted;
    }

    private static Message system(String text) {
        return new Message("system", text, "", List.of(), List.of(), null, null);
    }

    private static BadRequestException invalid() {
        return new BadRequestException(
                "'tool_choice' must be 'auto', 'none', 'required', or name one of the request's functions");
    }

    private static OllamaTools chosen(JsonFields choice, @Nullable String tools) throws BadRequestException {
        switch (choice.textOrEmpty("type")) {
            case "function" -> {
                String name = functionName(choice);
                return new OllamaTools(only(tools, Set.of(name)), "Answer with a call of the tool " + name + ".");
            }
            case "allowed_tools" -> {
                JsonFields allowed = choice.object("allowed_tools").refuseDuplicates(KEYS);
                Set<String> names = new LinkedHashSet<>();
                for (JsonSlice tool : allowed.array("tools")) {
                    names.add(functionName(object(tool)));
                }
                boolean must = allowed.textOrEmpty("mode").equals("required");
                return new OllamaTools(only(tools, names), must ? ANY_HINT : "");
            }
            default -> throw invalid();
        }
    }

    private static JsonFields object(JsonSlice value) throws BadRequestException {
        if (!value.isObject()) {
            throw invalid();
        }
        return value.fields().refuseDuplicates(KEYS);
    }

    private static String functionName(JsonFields tool) throws BadRequestException {
        return tool.object("function").refuseDuplicates(KEYS).textOrEmpty("name");
    }

    /// Those of that name, each as it stands.
    private static String only(@Nullable String tools, Set<String> names) throws BadRequestException {
        List<JsonSlice> kept = new ArrayList<>();
        Set<String> found = new LinkedHashSet<>();
        JsonSlice all = JsonSlice.of(tools == null ? "[]" : tools);
        for (JsonSlice tool : all.isArray() ? all.elements() : List.<JsonSlice>of()) {
            String name = functionName(object(tool));
            if (names.contains(name)) {
                kept.add(tool);
                found.add(name);
            }
        }
        if (!found.containsAll(names)) {
            throw invalid();
        }
        return kept.stream().map(JsonSlice::raw).collect(Collectors.joining(",", "[", "]"));
    }
}
