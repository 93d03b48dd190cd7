package dev.herd.engine.protocol.openai;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Log probabilities of a text completion, which OpenAI writes as parallel lists, unlike those of a chat.
final class OpenAiTextLogprobs {
    private OpenAiTextLogprobs() {}

    /// The entries of a chat that parallel lists stand for, as an array; null when there are none. llama.cpp sends a
    /// chat's entries in the first place.
    static @Nullable String entries(JsonFields logprobs) throws BadRequestException {
        JsonSlice content = logprobs.get("content");
        if (content != null && content.isArray() && !content.isEmptyArray()) {
            return content.raw();
        }
        List<JsonSlice> tokens = logprobs.array("tokens");
        if (tokens.isEmpty()) {
            return null;
        }
        List<JsonSlice> values = logprobs.array("token_logprobs");
        List<JsonSlice> tops = logprobs.array("top_logprobs");
        StringBuilder entries = new StringBuilder("[");
        for (int i = 0; i < tokens.size(); i++) {
            entries.append(i == 0 ? "" : ",")
                    .append("{\"token\":")
                    .append(tokens.get(i).raw());
            // The first token of an echoed prompt has none.
            if (i < values.size() && !values.get(i).isNull()) {
                entries.append(",\"logprob\":").append(values.get(i).raw());
            }
            if (i < tops.size() && tops.get(i).isObject()) {
                entries.append(",\"top_logprobs\":").append(alternatives(tops.get(i)));
            }
            entries.append('}');
        }
        return entries.append(']').toString();
    }

    private static String alternatives(JsonSlice top) throws BadRequestException {
        StringBuilder list = new StringBuilder("[");
        for (JsonFields.Member token : top.fields().members()) {
            list.append(list.length() == 1 ? "" : ",")
                    .append("{\"token\":")
                    .append(Json.quoted(token.name()))
                    .append(",\"logprob\":")
                    .append(token.value().raw())
                    .append('}');
        }
        return list.append(']').toString();
    }

    /// Writes a chat's entries as parallel lists.
    ///
    /// @param entriesJson an array
    /// @param offset characters of the answer before the first entry
    /// @return characters of the entries
    static int write(JsonGenerator json, String entriesJson, int offset) {
        List<JsonFields> entries = read(entriesJson);
        json.writeObjectPropertyStart("logprobs");
        json.writeArrayPropertyStart("tokens");
        entries.forEach(entry -> json.writeString(entry.textOrEmpty("token")));
        json.writeEndArray();
        json.writeArrayPropertyStart("token_logprobs");
        entries.forEach(entry -> json.writeRawValue(raw(entry.get("logprob"))));
        json.writeEndArray();
        json.writeArrayPropertyStart("top_logprobs");
        entries.forEach(entry -> alternatives(json, entry));
        json.writeEndArray();
        json.writeArrayPropertyStart("text_offset");
        int at = offset;
        for (JsonFields entry : entries) {
            json.writeNumber(at);
            String token = entry.textOrEmpty("token");
            at += token.codePointCount(0, token.length());
        }
        json.writeEndArray();
        json.writeEndObject();
        return at - offset;
    }

    private static List<JsonFields> read(String entriesJson) {
        try {
            List<JsonFields> entries = new ArrayList<>();
            for (JsonSlice entry : JsonSlice.of(entriesJson).elements()) {
                entries.add(entry.fields());
            }
            return entries;
        } catch (BadRequestException noEntries) {
            // Then there is nothing to tell that a client could read.
            return List.of();
        }
    }

    private static String raw(@Nullable JsonSlice number) {
        return number == null ? "null" : number.raw();
    }

    private static void alternatives(JsonGenerator json, JsonFields entry) {
        Map<String, String> byToken = new LinkedHashMap<>();
        try {
            for (JsonSlice top : entry.array("top_logprobs")) {
                JsonFields token = top.fields();
                byToken.putIfAbsent(token.textOrEmpty("token"), raw(token.get("logprob")));
            }
        } catch (BadRequestException noEntries) {
            byToken.clear();
        }
        json.writeStartObject();
        byToken.forEach((token, logprob) -> {
            json.writeName(token);
            json.writeRawValue(logprob);
        });
        json.writeEndObject();
    }
}
