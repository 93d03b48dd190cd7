package dev.herd.engine.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Changes to the members of one object. What is not named keeps its bytes, its spelling and its place.
public final class JsonEdit {
    /// What a removed member is replaced by.
    private static final List<JsonSlice> GONE = List.of();

    private final JsonFields fields;
    private final SequencedMap<String, List<JsonSlice>> changes = new LinkedHashMap<>();

    public JsonEdit(JsonFields fields) {
        this.fields = fields;
    }

    /// Gives a member a value, at the end when there is no such member.
    ///
    /// @param json the value's JSON text
    public JsonEdit set(String name, String json) {
        JsonFields.Member old = fields.member(name).orElse(null);
        if (old == null || !old.value().raw().equals(json)) {
            changes.put(fields.key(name), List.of(JsonSlice.of(json)));
        }
        return this;
    }

    /// Gives a member a value that is put together of stretches of others' text, which are copied once.
    ///
    /// @param stretches the value's JSON text, at least one
    public JsonEdit set(String name, List<JsonSlice> stretches) {
        changes.put(fields.key(name), List.copyOf(stretches));
        return this;
    }

    /// Takes a member away, if it is there.
    public JsonEdit remove(String name) {
        if (fields.member(name).isPresent()) {
            changes.put(fields.key(name), GONE);
        }
        return this;
    }

    /// Whether anything differs from what was read.
    public boolean changesAnything() {
        return !changes.isEmpty();
    }

    /// The object's text. The very bytes that were read when nothing differs and nothing stands around them.
    public byte[] bytes() {
        JsonSlice whole = fields.whole();
        if (changes.isEmpty() && whole.start() == 0 && whole.end() == whole.bytes().length) {
            return whole.bytes();
        }
        var pieces = new Pieces();
        Map<String, List<JsonSlice>> left = new LinkedHashMap<>(changes);
        for (JsonFields.Member member : fields.members()) {
            List<JsonSlice> change = left.remove(fields.key(member.name()));
            if (change == null || !change.equals(GONE)) {
                pieces.separate();
                add(pieces, member, change);
            }
        }
        for (Map.Entry<String, List<JsonSlice>> added : left.entrySet()) {
            pieces.separate();
            pieces.add(Json.quoted(added.getKey()) + ":");
            added.getValue().forEach(pieces::add);
        }
        return pieces.object();
    }

    /// The object's text.
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private static void add(Pieces pieces, JsonFields.Member member, @Nullable List<JsonSlice> change) {
        byte[] bytes = member.value().bytes();
        int end = change == null ? member.value().end() : member.value().start();
        pieces.add(new JsonSlice(bytes, member.start(), end));
        if (change != null) {
            change.forEach(pieces::add);
        }
    }

    /// What an object is put together of: a body of megabytes is copied once, into an array of its length.
    private static final class Pieces {
        private static final JsonSlice COMMA = JsonSlice.of(",");

        private final List<JsonSlice> pieces = new ArrayList<>();
        private int length = "{}".length();

        void separate() {
            if (!pieces.isEmpty()) {
                add(COMMA);
            }
        }

        void add(String text) {
            add(JsonSlice.of(text));
        }

        void add(JsonSlice piece) {
            pieces.add(piece);
            length = Math.addExact(length, piece.end() - piece.start());
        }

        byte[] object() {
            byte[] object = new byte[length];
            object[0] = '{';
            int at = 1;
            for (JsonSlice piece : pieces) {
                int count = piece.end() - piece.start();
                System.arraycopy(piece.bytes(), piece.start(), object, at, count);
                at += count;
            }
            object[at] = '}';
            return object;
        }
    }
}
