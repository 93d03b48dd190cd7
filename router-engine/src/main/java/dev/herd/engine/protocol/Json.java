package dev.herd.engine.protocol;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/// The one JSON factory: streaming only, so that literals and key order survive.
public final class Json {
    /// Base64 images are single strings of many megabytes; the body's own limit bounds them.
    private static final int LONGEST_STRING = 1 << 30;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_STRING)
                    .build())
            .build();

    private Json() {}

    static JsonParser parser(byte[] bytes, int start, int length) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes, start, length);
    }

    /// The UTF-8 text of what `body` writes.
    public static byte[] bytes(Consumer<JsonGenerator> body) {
        var out = new Segments();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            body.accept(json);
        }
        return out.toByteArray();
    }

    /// Grows without copying what it has: a buffer that doubles would take four times what it holds for a moment.
    private static final class Segments extends OutputStream {
        private static final int FIRST = 256;
        private static final int LONGEST = 1 << 20;

        private final List<byte[]> full = new ArrayList<>();
        private byte[] last = new byte[FIRST];
        private int count;
        private int before;

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            int from = offset;
            int left = length;
            while (left > 0) {
                if (count == last.length) {
                    full.add(last);
                    before = Math.addExact(before, count);
                    last = new byte[Math.max(left, Math.min(LONGEST, 2 * count))];
                    count = 0;
                }
                int now = Math.min(left, last.length - count);
                System.arraycopy(bytes, from, last, count, now);
                from += now;
                count += now;
                left -= now;
            }
        }

        byte[] toByteArray() {
            byte[] whole = new byte[Math.addExact(before, count)];
            int at = 0;
            for (byte[] each : full) {
                System.arraycopy(each, 0, whole, at, each.length);
                at += each.length;
            }
            System.arraycopy(last, 0, whole, at, count);
            return whole;
        }
    }

    /// The UTF-8 text of what `body` writes, on one line: values written as they stand may have line breaks between
    /// their tokens, which is the only place where JSON has any.
    public static byte[] line(Consumer<JsonGenerator> body) {
        byte[] bytes = bytes(body);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
        return bytes;
    }

    /// The text of what `body` writes.
    public static String text(Consumer<JsonGenerator> body) {
        return new String(bytes(body), StandardCharsets.UTF_8);
    }

    /// A string's JSON text, quotes included.
    public static String quoted(String value) {
        return text(json -> json.writeString(value));
    }
}
