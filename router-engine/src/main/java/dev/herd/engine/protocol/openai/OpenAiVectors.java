package dev.herd.engine.protocol.openai;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.JoinedAnswers;
import dev.herd.engine.protocol.Json;
import dev.herd.engine.protocol.JsonEdit;
import dev.herd.engine.protocol.JsonFields;
import dev.herd.engine.protocol.JsonSlice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Vectors as base64 of little-endian 32-bit floats.
final class OpenAiVectors {
    private OpenAiVectors() {}

    /// The vectors of a list in the order of their indexes, each as a JSON array of numbers; null when they are not
    /// sound.
    static @Nullable List<String> read(@Nullable JsonSlice data) throws BadRequestException {
        if (data == null || !data.isArray()) {
            return null;
        }
        List<JsonSlice> elements = data.elements();
        String[] vectors = new String[elements.size()];
        int position = 0;
        for (JsonSlice element : elements) {
            JsonFields entry = element.fields();
            JsonSlice index = entry.get("index");
            JsonSlice vector = entry.get("embedding");
            long place = index == null ? position : index.whole();
            if (vector == null || place < 0 || place >= vectors.length || vectors[(int) place] != null) {
                return null;
            }
            vectors[(int) place] = vector.isString() ? numbers(vector.text()) : vector.raw();
            position++;
        }
        return List.of(vectors);
    }

    /// One list of several, whose indexes go on: everything else is the first one's, but the counts of tokens.
    static byte[] joined(List<byte[]> answers) {
        List<JsonFields> all = JoinedAnswers.fields(answers);
        try {
            List<List<JsonSlice>> entries = new ArrayList<>();
            int before = 0;
            for (JsonFields answer : all) {
                List<JsonSlice> elements = answer.array("data");
                for (JsonSlice element : elements) {
                    entries.add(movedBy(before, element));
                }
                before += elements.size();
            }
            var edit = new JsonEdit(all.getFirst()).set("data", JoinedAnswers.array(entries));
            usage(all, edit);
            return edit.bytes();
        } catch (BadRequestException unsound) {
            throw new IllegalStateException("a decoded answer is not sound", unsound);
        }
    }

    /// An entry with its index moved, in stretches of its own text.
    private static List<JsonSlice> movedBy(int places, JsonSlice entry) throws BadRequestException {
        JsonSlice index = entry.fields().get("index");
        if (places == 0 || index == null || !index.isNumber()) {
            return List.of(entry);
        }
        return List.of(
                new JsonSlice(entry.bytes(), entry.start(), index.start()),
                JsonSlice.of(Long.toString(index.whole() + places)),
                new JsonSlice(entry.bytes(), index.end(), entry.end()));
    }

    /// Every number that is counted there is summed.
    private static void usage(List<JsonFields> all, JsonEdit edit) throws BadRequestException {
        List<JsonFields> usages = new ArrayList<>();
        for (JsonFields answer : all) {
            usages.add(answer.object("usage"));
        }
        var sums = new JsonEdit(usages.getFirst());
        for (JsonFields.Member member : usages.getFirst().members()) {
            if (member.value().isNumber()) {
                sums.set(member.name(), Long.toString(JoinedAnswers.sum(usages, member.name())));
            }
        }
        if (sums.changesAnything()) {
            edit.set("usage", sums.text());
        }
    }

    /// The JSON array of numbers that a base64 text stands for.
    static String numbers(String base64) throws BadRequestException {
        ByteBuffer floats;
        try {
            floats = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IllegalArgumentException notBase64) {
            throw new BadRequestException("an embedding is no base64");
        }
        if (floats.remaining() % Float.BYTES != 0) {
            throw new BadRequestException("an embedding holds no whole numbers");
        }
        return Json.text(json -> {
            json.writeStartArray();
            while (floats.hasRemaining()) {
                json.writeNumber(floats.getFloat());
            }
            json.writeEndArray();
        });
    }

    /// The base64 text of numbers.
    static String base64(double[] numbers) {
        ByteBuffer floats = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double number : numbers) {
            floats.putFloat((float) number);
        }
        return Base64.getEncoder().encodeToString(floats.array());
    }
}
