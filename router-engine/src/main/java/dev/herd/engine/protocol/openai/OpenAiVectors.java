package dev.herd.engine.protocol.openai;

import dev.herd.engine.protocol.BadRequestException;
import dev.herd.engine.protocol.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/// Vectors as base64 of little-endian 32-bit floats.
final class OpenAiVectors {
    private OpenAiVectors() {}

    /// The JSON array of numbers that a base64 text stands for.
    static String numbers(String base64) throws BadRequestException {
        ByteBuffer floats;
        try {
            floats = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IllegalArgumentException notBase64) {
            throw new BadRequestException("an embedding is no base64");
        }
        return Json.text(json -> {
            json.writeStartArray();
            while (floats.remaining() >= Float.BYTES) {
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
