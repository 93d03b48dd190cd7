package dev.herd.engine.realserver;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes the file format of model weights, version 3: facts by name, then tensors.
final class GgufFile {
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;

    /// Numbers of the types of facts.
    private static final int UNSIGNED = 4;

    private static final int SIGNED = 5;
    private static final int FRACTION = 6;
    private static final int TRUTH = 7;
    private static final int TEXT = 8;
    private static final int LIST = 9;

    private final ByteArrayOutputStream facts = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream weights = new ByteArrayOutputStream();
    private long factCount;
    private long tensorCount;

    void number(String name, int value) {
        fact(name, UNSIGNED);
        whole(facts, value);
    }

    void fraction(String name, float value) {
        fact(name, FRACTION);
        whole(facts, Float.floatToIntBits(value));
    }

    void truth(String name, boolean value) {
        fact(name, TRUTH);
        facts.write(value ? 1 : 0);
    }

    void text(String name, String value) {
        fact(name, TEXT);
        text(facts, value);
    }

    void texts(String name, List<String> values) {
        list(name, TEXT, values.size());
        values.forEach(value -> text(facts, value));
    }

    void fractions(String name, List<Float> values) {
        list(name, FRACTION, values.size());
        values.forEach(value -> whole(facts, Float.floatToIntBits(value)));
    }

    void numbers(String name, List<Integer> values) {
        list(name, SIGNED, values.size());
        values.forEach(value -> whole(facts, value));
    }

    private void list(String name, int type, int count) {
        fact(name, LIST);
        whole(facts, type);
        size(facts, count);
    }

    private void fact(String name, int type) {
        factCount++;
        text(facts, name);
        whole(facts, type);
    }

    /// @param values those of the first dimension side by side
    void tensor(String name, float[] values, int... dimensions) {
        tensorCount++;
        text(tensors, name);
        whole(tensors, dimensions.length);
        for (int dimension : dimensions) {
            size(tensors, dimension);
        }
        whole(tensors, 0);
        size(tensors, weights.size());
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        weights.writeBytes(bytes.array());
        pad(weights);
    }

    byte[] bytes() {
        var file = new ByteArrayOutputStream();
        file.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        whole(file, VERSION);
        size(file, tensorCount);
        size(file, factCount);
        file.writeBytes(facts.toByteArray());
        file.writeBytes(tensors.toByteArray());
        pad(file);
        file.writeBytes(weights.toByteArray());
        return file.toByteArray();
    }

    private static void pad(ByteArrayOutputStream out) {
        out.writeBytes(new byte[Math.floorMod(-out.size(), ALIGNMENT)]);
    }

    private static void text(ByteArrayOutputStream out, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        size(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void whole(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private static void size(ByteArrayOutputStream out, long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
