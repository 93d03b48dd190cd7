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
    private static final String GONE = "";

    private final JsonFields fields;
    private final SequencedMap<String, String> changes = new LinkedHashMap<>();

    public JsonEdit(JsonFields fields) {
        this.fields = fields;
    }

    /// Gives a member a value, at the end when there is no such member.
    ///
    /// @param json the value's JSON text
    public JsonEdit set(String name, String json) {
        JsonFields.Member old = fields.member(name).orElse(null);
        if (old == null || !old.value().raw().equals(json)) {
            changes.put(fields.key(name), json);
        }
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
        Map<String, String> left = new LinkedHashMap<>(changes);
        for (JsonFields.Member member : fields.members()) {
            String change = left.remove(fields.key(member.name()));
            if (change == null || !change.equals(GONE)) {
                pieces.separate();
                add(pieces, member, change);
            }
        }
        for (Map.Entry<String, String> added : left.entrySet()) {
            pieces.separate();
            pieces.add(Json.quoted(added.getKey()) + ":" + added.getValue());
        }
        return pieces.object();
    }

    /// The object's text.
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private static void add(Pieces pieces, JsonFields.Member member, @Nullable String change) {
        byte[] bytes = member.value().bytes();
        int end = change == null ? member.value().end() : member.value().start();
        pieces.add(new Piece(bytes, member.start(), end - member.start()));
        if (change != null) {
            pieces.add(change);
        }
    }

    /// A stretch of somebody's bytes.
    private record Piece(byte[] bytes, int start, int length) {}

    /// What an object is put together of: a body of megabytes is copied once, into an array of its length.
    private static final class Pieces {
        private static final Piece COMMA = new Piece(new byte[] {','}, 0, 1);

        private final List<Piece> pieces = new ArrayList<>();
        private int length = "{}".length();

        void separate() {
            if (!pieces.isEmpty()) {
                add(COMMA);
            }
        }

        void add(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            add(new Piece(bytes, 0, bytes.length));
        }

        void add(Piece piece) {
            pieces.add(piece);
            length += piece.length();
        }

        byte[] object() {
            byte[] object = new byte[length];
            object[0] = '{';
            int at = 1;
            for (Piece piece : pieces) {
                System.arraycopy(piece.bytes(), piece.start(), object, at, piece.length());
                at += piece.length();
            }
            object[at] = '}';
            return object;
        }
    }
}
