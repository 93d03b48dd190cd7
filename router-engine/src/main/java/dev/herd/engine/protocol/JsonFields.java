package dev.herd.engine.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/// The members of one JSON object with the places of their values, in their order. Immutable once read.
///
/// Names are looked up without case, as Ollama reads them, unless [#exactly] says otherwise. Values are not parsed
/// until
/// asked for.
public final class JsonFields {
    /// The reason when the text ends too early, in Go's words.
    static final String CUT = "unexpected EOF";

    /// One member.
    ///
    /// @param start where the name's opening quote stands
    public record Member(String name, int start, JsonSlice value) {}

    private final JsonSlice whole;
    private final List<Member> members;
    private final boolean exact;

    private JsonFields(JsonSlice whole, List<Member> members, boolean exact) {
        this.whole = whole;
        this.members = members;
        this.exact = exact;
    }

    /// The same members, looked up by their exact names: Ollama's `options` are a map, where case counts.
    public JsonFields exactly() {
        return new JsonFields(whole, members, true);
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
        } catch (JacksonException broken) {
            throw malformed(broken, new JsonSlice(bytes, start, end));
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
                throw new BadRequestException(CUT);
            }
            if (first != JsonToken.START_OBJECT) {
                throw new BadRequestException("invalid JSON: an object is expected");
            }
            objectStart = here();
            if (objectStart < base) {
                // The parser has guessed UTF-16 or UTF-32, where it knows no byte's place.
                throw new BadRequestException("invalid JSON: UTF-8 is expected");
            }
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
                throw new BadRequestException(CUT);
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
            if (isFollowed()) {
                throw new BadRequestException("invalid JSON: text behind the object");
            }
            return new JsonFields(new JsonSlice(bytes, objectStart, end), List.copyOf(members), false);
        }

        private boolean isFollowed() {
            try {
                return parser.nextToken() != null;
            } catch (JacksonException noToken) {
                return true;
            }
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

    /// What is wrong with a value's text, without a word of it, since it may be a prompt and would end up in histories.
    static BadRequestException malformed(JacksonException broken, JsonSlice text) {
        TokenStreamLocation location = broken.getLocation();
        long at = location == null ? -1 : location.getByteOffset();
        if (broken instanceof UnexpectedEndOfInputException || (at >= 0 && isCutAt(text, at))) {
            return new BadRequestException(CUT);
        }
        if (broken instanceof StreamConstraintsException) {
            return new BadRequestException("invalid JSON: nested too deeply, or a name or number too long");
        }
        return new BadRequestException(at < 0 ? "invalid JSON" : "invalid JSON at byte " + at);
    }

    /// Whether nothing stands there, or nothing but the beginning of a literal or a fraction.
    private static boolean isCutAt(JsonSlice text, long at) {
        long left = text.end() - text.start() - at;
        if (left <= 0 || left >= "false".length()) {
            return left <= 0;
        }
        String rest = new String(text.bytes(), text.start() + (int) at, (int) left, StandardCharsets.US_ASCII);
        return Stream.of("true", "false", "null", ".").anyMatch(literal -> literal.startsWith(rest));
    }

    /// The object itself.
    public JsonSlice whole() {
        return whole;
    }

    public List<Member> members() {
        return members;
    }

    /// Fails when one of `read`, lower-case names, stands twice: which of the two a server takes is anybody's guess.
    public JsonFields refuseDuplicates(Collection<String> read) throws BadRequestException {
        Set<String> seen = new HashSet<>();
        for (Member member : members) {
            String key = key(member.name());
            if (read.contains(key) && !seen.add(key)) {
                throw new BadRequestException("duplicate key \"" + key + "\"");
            }
        }
        return this;
    }

    /// What makes two spellings of a name one: letters without case as Go compares them, each with its own, or the very
    /// name.
    String key(String name) {
        return exact ? name : folded(name);
    }

    /// A name in lower case, letter by letter.
    public static String folded(String name) {
        char[] letters = name.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = Character.toLowerCase(Character.toUpperCase(letters[i]));
        }
        return new String(letters);
    }

    /// The member of that name.
    public Optional<Member> member(String name) {
        for (Member member : members) {
            if (exact ? member.name().equals(name) : member.name().equalsIgnoreCase(name)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /// The value of that name, null when there is none or it is `null`.
    public @Nullable JsonSlice get(String name) {
        for (Member member : members) {
            if (exact ? member.name().equals(name) : member.name().equalsIgnoreCase(name)) {
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

    /// How many of something: 0 when nobody says, at most what an int holds.
    public int count(String name) {
        JsonSlice value = get(name);
        return value == null ? 0 : value.count();
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
    public static final JsonFields EMPTY = new JsonFields(JsonSlice.of("{}"), List.of(), false);
}
