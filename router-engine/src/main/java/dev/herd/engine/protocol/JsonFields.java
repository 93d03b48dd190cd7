package dev.herd.engine.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/// The members of one JSON object with the places of their values, in their order. Immutable once read.
///
/// Names are looked up without case, as Ollama reads them. Values are not parsed until asked for.
public final class JsonFields {
    /// One member.
    ///
    /// @param start where the name's opening quote stands
    public record Member(String name, int start, JsonSlice value) {}

    private final JsonSlice whole;
    private final List<Member> members;

    JsonFields(JsonSlice whole, List<Member> members) {
        this.whole = whole;
        this.members = List.copyOf(members);
    }

    /// Reads the members of the object in that range of `bytes`.
    ///
    /// @throws BadRequestException when the range holds no JSON object, or anything behind it
    public static JsonFields of(byte[] bytes, int start, int end) throws BadRequestException {
        try (JsonParser parser = Json.parser(bytes, start, end - start)) {
            Reader reader = new Reader(bytes, start, parser);
            reader.open();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
                reader.member();
                parser.nextToken();
                reader.value();
                parser.skipChildren();
            }
            return reader.close();
        } catch (StreamReadException broken) {
            throw malformed(broken);
        }
    }

    /// Collects members while a parser walks over an object.
    static final class Reader {
        private final byte[] bytes;
        private final int base;
        private final JsonParser parser;
        private final List<Member> members = new ArrayList<>();
        private int objectStart;
        private @Nullable String name;
        private int nameStart;
        private int valueStart;

        Reader(byte[] bytes, int base, JsonParser parser) {
            this.bytes = bytes;
            this.base = base;
            this.parser = parser;
        }

        private int here() {
            return base + (int) parser.currentTokenLocation().getByteOffset();
        }

        /// Expects the object's start as the next token.
        void open() throws BadRequestException {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new BadRequestException("unexpected EOF");
            }
            if (first != JsonToken.START_OBJECT) {
                throw new BadRequestException("invalid JSON: an object is expected");
            }
            objectStart = here();
        }

        /// The parser stands at a member's name.
        void member() throws BadRequestException {
            finishMember();
            name = parser.currentName();
            nameStart = here();
        }

        /// The parser stands at the first token of a member's value.
        void value() {
            valueStart = here();
        }

        private void finishMember() throws BadRequestException {
            if (parser.currentToken() == null) {
                throw new BadRequestException("unexpected EOF");
            }
            if (name != null) {
                int valueEnd = endBefore(bytes, here());
                members.add(new Member(name, nameStart, new JsonSlice(bytes, valueStart, valueEnd)));
            }
        }

        /// The parser stands at the object's end; nothing but white space may follow.
        JsonFields close() throws BadRequestException {
            finishMember();
            int end = here() + 1;
            if (parser.nextToken() != null) {
                throw new BadRequestException("invalid JSON: text behind the object");
            }
            return new JsonFields(new JsonSlice(bytes, objectStart, end), members);
        }
    }

    /// The end of the value that stands before the token at `next`: back over white space and one comma.
    static int endBefore(byte[] bytes, int next) {
        int end = backOverSpace(bytes, next);
        if (bytes[end - 1] == ',') {
            end = backOverSpace(bytes, end - 1);
        }
        return end;
    }

    private static int backOverSpace(byte[] bytes, int from) {
        int end = from;
        while (bytes[end - 1] == ' ' || bytes[end - 1] == '\n' || bytes[end - 1] == '\r' || bytes[end - 1] == '\t') {
            end--;
        }
        return end;
    }

    static BadRequestException malformed(StreamReadException broken) {
        if (broken instanceof UnexpectedEndOfInputException) {
            return new BadRequestException("unexpected EOF");
        }
        String text = broken.getOriginalMessage() == null ? "" : broken.getOriginalMessage();
        if (text.contains("end-of-input") || text.contains("end of input")) {
            return new BadRequestException("unexpected EOF");
        }
        int lineEnd = text.indexOf('\n');
        String line = lineEnd < 0 ? text : text.substring(0, lineEnd);
        return new BadRequestException("invalid JSON: " + line.substring(0, Math.min(120, line.length())));
    }

    /// The object itself.
    public JsonSlice whole() {
        return whole;
    }

    public List<Member> members() {
        return members;
    }

    /// Fails when one of `read`, lower-case names, stands twice: which of the two a server takes is anybody's guess.
    public void refuseDuplicates(Collection<String> read) throws BadRequestException {
        for (int i = 0; i < members.size(); i++) {
            String name = members.get(i).name().toLowerCase(Locale.ROOT);
            if (!read.contains(name)) {
                continue;
            }
            for (int j = i + 1; j < members.size(); j++) {
                if (members.get(j).name().equalsIgnoreCase(name)) {
                    throw new BadRequestException("duplicate key \"" + name + "\"");
                }
            }
        }
    }

    /// The member of that name.
    public Optional<Member> member(String name) {
        for (Member member : members) {
            if (member.name().equalsIgnoreCase(name)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /// The value of that name, null when there is none or it is `null`.
    public @Nullable JsonSlice get(String name) {
        for (Member member : members) {
            if (member.name().equalsIgnoreCase(name)) {
                return member.value().isNull() ? null : member.value();
            }
        }
        return null;
    }

    /// A string, `fallback` when there is none.
    ///
    /// @throws BadRequestException when it is something else
    public String string(String name, String fallback) throws BadRequestException {
        JsonSlice value = get(name);
        if (value == null) {
            return fallback;
        }
        if (!value.isString()) {
            throw new BadRequestException("\"" + name + "\" must be a string");
        }
        return value.text();
    }

    /// A boolean, `fallback` when there is none.
    ///
    /// @throws BadRequestException when it is something else
    public boolean bool(String name, boolean fallback) throws BadRequestException {
        JsonSlice value = get(name);
        if (value == null) {
            return fallback;
        }
        if (!value.isBoolean()) {
            throw new BadRequestException("\"" + name + "\" must be true or false");
        }
        return value.isTrue();
    }

    /// A whole number, 0 when there is none or it is something else.
    public long whole(String name) {
        JsonSlice value = get(name);
        return value == null ? 0 : value.whole();
    }

    /// A string's value where it is one, else empty.
    public String textOrEmpty(String name) {
        JsonSlice value = get(name);
        return value == null || !value.isString() ? "" : value.text();
    }

    /// An object's members; none when the value is missing or no object.
    public JsonFields object(String name) throws BadRequestException {
        JsonSlice value = get(name);
        return value == null || !value.isObject() ? EMPTY : value.fields();
    }

    /// An array's elements; none when the value is missing or no array.
    public List<JsonSlice> array(String name) throws BadRequestException {
        JsonSlice value = get(name);
        return value == null || !value.isArray() ? List.of() : value.elements();
    }

    /// An object without members.
    public static final JsonFields EMPTY = new JsonFields(JsonSlice.of("{}"), List.of());
}
