package dev.herd.engine.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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
        var out = new ByteArrayOutputStream(whole.end() - whole.start() + 64);
        Map<String, String> left = new LinkedHashMap<>(changes);
        out.write('{');
        boolean first = true;
        for (JsonFields.Member member : fields.members()) {
            String change = left.remove(fields.key(member.name()));
            if (change != null && change.equals(GONE)) {
                continue;
            }
            first = comma(out, first);
            copy(out, member, change);
        }
        for (Map.Entry<String, String> added : left.entrySet()) {
            first = comma(out, first);
            write(out, Json.quoted(added.getKey()) + ":" + added.getValue());
        }
        out.write('}');
        return out.toByteArray();
    }

    /// The object's text.
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private static boolean comma(ByteArrayOutputStream out, boolean first) {
        if (!first) {
            out.write(',');
        }
        return false;
    }

    private static void copy(ByteArrayOutputStream out, JsonFields.Member member, @Nullable String change) {
        byte[] bytes = member.value().bytes();
        if (change == null) {
            out.write(bytes, member.start(), member.value().end() - member.start());
        } else {
            out.write(bytes, member.start(), member.value().start() - member.start());
            write(out, change);
        }
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
