package dev.herd.engine.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// One JSON value as it stands in a byte array, never turned into a tree, so that its literals and key order survive.
///
/// @param bytes the text it is part of; not to be changed
/// @param start its first byte
/// @param end the byte behind its last
public record JsonSlice(byte[] bytes, int start, int end) {

    /// The whole array as one value, without white space around it.
    public static JsonSlice of(byte[] text) {
        return new JsonSlice(text, 0, text.length);
    }

    public static JsonSlice of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The string whose inside is that range.
    static JsonSlice inside(byte[] text, int from, int to) {
        return new JsonSlice(text, from - 1, to + 1);
    }

    private byte first() {
        return start < end ? bytes[start] : 0;
    }

    public boolean isObject() {
        return first() == '{';
    }

    public boolean isArray() {
        return first() == '[';
    }

    /// Whether it is an array without elements.
    public boolean isEmptyArray() {
        if (!isArray()) {
            return false;
        }
        JsonSlice inside = insideOfArray();
        return inside.start() == inside.end();
    }

    /// What stands between an array's brackets, without white space around it; empty for one without elements.
    public JsonSlice insideOfArray() {
        int from = start + 1;
        int to = end - 1;
        while (from < to && isSpace(bytes[from])) {
            from++;
        }
        while (to > from && isSpace(bytes[to - 1])) {
            to--;
        }
        return new JsonSlice(bytes, from, to);
    }

    private static boolean isSpace(byte letter) {
        return letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t';
    }

    public boolean isString() {
        return first() == '"';
    }

    public boolean isNull() {
        return first() == 'n';
    }

    public boolean isBoolean() {
        return first() == 't' || first() == 'f';
    }

    public boolean isTrue() {
        return first() == 't';
    }

    public boolean isNumber() {
        return first() == '-' || (first() >= '0' && first() <= '9');
    }

    /// The JSON text as it stands.
    public String raw() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /// A string's value; for anything else its JSON text.
    public String text() {
        if (!isString()) {
            return raw();
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\\') {
                return decoded();
            }
        }
        return new String(bytes, start + 1, end - start - 2, StandardCharsets.UTF_8);
    }

    private String decoded() {
        try (JsonParser parser = Json.parser(bytes, start, end - start)) {
            parser.nextToken();
            return parser.getString();
        }
    }

    /// A number's whole part, which is what Go takes where it wants one; absent for anything else and for what an int
    /// cannot hold.
    public OptionalInt integer() {
        double value = number();
        return isNumber() && Math.abs(value) <= Integer.MAX_VALUE ? OptionalInt.of((int) value) : OptionalInt.empty();
    }

    /// A number's value, 0 for anything else.
    public double number() {
        return isNumber() ? Double.parseDouble(raw()) : 0;
    }

    /// A number's whole part, 0 for anything else.
    public long whole() {
        try {
            return isNumber() ? Long.parseLong(raw()) : 0;
        } catch (NumberFormatException notWhole) {
            return (long) number();
        }
    }

    /// How many of something a number says there are: from 0 to what an int holds.
    public int count() {
        return Math.clamp(whole(), 0, Integer.MAX_VALUE);
    }

    /// The numbers of an array.
    ///
    /// @throws BadRequestException when it is no array of numbers
    public double[] numbers() throws BadRequestException {
        double[] numbers = new double[64];
        int count = 0;
        try (JsonParser parser = Json.parser(bytes, start, end - start)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new BadRequestException("an array is expected");
            }
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token == null || !token.isNumeric()) {
                    throw new BadRequestException("an array of numbers is expected");
                }
                if (count == numbers.length) {
                    numbers = Arrays.copyOf(numbers, count * 2);
                }
                numbers[count++] = parser.getDoubleValue();
            }
        } catch (JacksonException broken) {
            throw JsonFields.malformed(broken, this);
        }
        return Arrays.copyOf(numbers, count);
    }

    /// The members of an object, one level deep.
    ///
    /// @throws BadRequestException when it is no object
    public JsonFields fields() throws BadRequestException {
        return JsonFields.of(bytes, start, end);
    }

    /// The elements of an array.
    ///
    /// @throws BadRequestException when it is no array
    public List<JsonSlice> elements() throws BadRequestException {
        List<JsonSlice> elements = new ArrayList<>();
        try (JsonParser parser = Json.parser(bytes, start, end - start)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new BadRequestException("an array is expected");
            }
            int open = -1;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                int at = start + (int) parser.currentTokenLocation().getByteOffset();
                if (open >= 0) {
                    elements.add(new JsonSlice(bytes, open, JsonFields.endBefore(bytes, at)));
                }
                open = at;
                if (token == JsonToken.END_ARRAY) {
                    break;
                }
                parser.skipChildren();
            }
        } catch (JacksonException broken) {
            throw JsonFields.malformed(broken, this);
        }
        return elements;
    }

    @Override
    public String toString() {
        return raw();
    }
}
